"""The control plane for tests: make accounts, move the clock, read the outbox.

It exists only with --lab, on loopback.
"""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from server.clock import ClockMovedBack, LabClock
from server.flows import account, enrolment, sessions
from server.lantern import Lantern, Visitor
from server.rules.sessions import Stage
from server.store.tables import Account, OutboxMessage
from server.totp import code_at, key_bytes, step_at

TOKEN_VARIABLE = "TWOFOLD_LAB_TOKEN"
SHORTEST_TOKEN = 16
_LIMIT = 64 * 1024
_LATEST_TIME = 253402300799.0  # the end of the year 9999

Answer = Callable[[Request], Awaitable[JSONResponse]]


class BadRequest(Exception):
    """A request to the control plane that makes no sense; the text says what would."""


def routes(lantern: Lantern, clock: LabClock) -> list[Route]:
    """The control plane's routes. Every one asks for the token."""

    async def read_clock(request: Request) -> JSONResponse:
        return JSONResponse({"now": clock.now()})

    async def set_clock(request: Request) -> JSONResponse:
        body = await _body(request)
        clock.set(_time(body), allow_back=body.get("allow_back") is True)
        return JSONResponse({"now": clock.now()})

    async def make_account(request: Request) -> JSONResponse:
        body = await _body(request)
        return await run_in_threadpool(_make_account, lantern, body)

    async def outbox(request: Request) -> JSONResponse:
        return await run_in_threadpool(_outbox, lantern, request.query_params.get("to"))

    return [
        Route("/lab/clock", _guarded(lantern, "/lab/clock", read_clock), methods=["GET"]),
        Route("/lab/clock", _guarded(lantern, "/lab/clock", set_clock), methods=["PUT"]),
        Route("/lab/accounts", _guarded(lantern, "/lab/accounts", make_account), methods=["POST"]),
        Route("/lab/outbox", _guarded(lantern, "/lab/outbox", outbox), methods=["GET"]),
    ]


def _guarded(lantern: Lantern, path: str, answer: Answer) -> Answer:
    async def guarded(request: Request) -> JSONResponse:
        request.scope["lantern.route"] = path
        if not _has_token(lantern, request):
            return _error(
                401,
                f"Send the header 'Authorization: Bearer TOKEN', TOKEN as in the server's {TOKEN_VARIABLE}.",
            )
        try:
            return await answer(request)
        except (BadRequest, ClockMovedBack) as error:
            hint = '. Add "allow_back": true if that is meant.' if isinstance(error, ClockMovedBack) else ""
            return _error(400, f"{error}{hint}")

    return guarded


def _has_token(lantern: Lantern, request: Request) -> bool:
    expected = f"Bearer {lantern.settings.lab_token}".encode()
    given = request.headers.get("authorization", "").encode("utf-8", "replace")
    return lantern.settings.lab_token is not None and hmac.compare_digest(expected, given)


def _error(status: int, text: str) -> JSONResponse:
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"error": text}, status, headers)


async def _body(request: Request) -> dict[str, Any]:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > _LIMIT:
            raise BadRequest("The body is larger than 64 KiB")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body isn't JSON") from error
    if not isinstance(body, dict):
        raise BadRequest("The body isn't a JSON object")
    return body


def _time(body: dict[str, Any]) -> float:
    now = body.get("now")
    if isinstance(now, bool) or not isinstance(now, int | float) or not 0 <= now <= _LATEST_TIME:
        raise BadRequest('Send {"now": SECONDS}, seconds since the epoch')
    return float(now)


def _make_account(lantern: Lantern, body: dict[str, Any]) -> JSONResponse:
    typed, password = body.get("email"), body.get("password")
    if not isinstance(typed, str) or not isinstance(password, str):
        raise BadRequest('Send {"email": TEXT, "password": TEXT}')
    email = account.normal_email(typed, lantern.policies.numbers.email_chars)
    if email is None:
        raise BadRequest("That isn't an e-mail address")
    if not _is_text(password):
        raise BadRequest("The password holds half a character (a lone surrogate)")
    problem = lantern.policies.passwords.problem(password, email)
    if problem:
        raise BadRequest(f"The password isn't good enough. {problem}")
    made = account.make(
        lantern, email, password, Visitor("127.0.0.1", "the control plane", lantern.clock.now())
    )
    if made is None:
        return _error(409, "There is an account for that address already. Use another address.")
    if body.get("two_factor") is True:
        return _turn_on(lantern, made)
    return JSONResponse({"email": email}, 201)


def _is_text(text: str) -> bool:
    """Whether it can be written down at all: JSON can hold halves of characters."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _turn_on(lantern: Lantern, made: Account) -> JSONResponse:
    """Binds an authenticator by the flows that the pages use, with a right code: the rules stay in force."""
    visitor = Visitor("127.0.0.1", "the control plane", lantern.clock.now())
    with lantern.database.writing() as db:
        session, token = sessions.begin(lantern, db, Stage.FULL, made, visitor, method="password")
    shown = enrolment.show(lantern, session, enrolment.Mode.SET_UP, visitor)
    if shown is None:
        return _error(409, "Two-factor authentication is on already. Make another account.")
    numbers = lantern.policies.numbers
    code = code_at(
        key_bytes(shown.key), step_at(visitor.now, numbers.step_seconds), numbers.digits, numbers.algorithm
    )
    bound = enrolment.confirm(lantern, session, enrolment.Mode.SET_UP, code, visitor)
    with lantern.database.writing() as db:
        sessions.drop(db, bound.token or token)
    if bound.outcome is not enrolment.Confirmation.BOUND:
        return _error(409, f"The rules refused the code that should turn 2FA on: {bound.outcome.name}.")
    answer = {"email": made.email, "otpauth": shown.uri, "backup_codes": bound.codes}
    return JSONResponse(answer, 201, {"cache-control": "no-store"})


def _outbox(lantern: Lantern, to: str | None) -> JSONResponse:
    wanted = select(OutboxMessage).order_by(OutboxMessage.id)
    if to is not None:
        wanted = wanted.where(OutboxMessage.to == to.strip().lower())
    with lantern.database.reading() as db:
        rows = db.execute(wanted).scalars().all()
    messages = [
        {"to": row.to, "subject": row.subject, "text": row.text, "sent_at": row.sent_at} for row in rows
    ]
    return JSONResponse({"messages": messages})
