"""Faults about getting in: past the second step (F), and how long sessions and waiting sign-ins live (G)."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from starlette.responses import HTMLResponse

from faults.fault import HEADERS, Faults, Wiring, fired, fires, remembering_headers
from faults.layers import answering, rewriting_headers
from faults.numbers import WAITING
from server import app as application
from server.flows import enrolment, passwords, second_step, sessions
from server.rules.access import SECOND_STEP
from server.rules.sessions import Change, SessionRules, Stage
from server.store.queries import lock_session
from server.store.tables import Account
from server.web import visit

faults = Faults()

RIGHT_PASSWORD = "A stranger with the right password"
GUESSES = "A stranger who guesses a code"
ONLY_PASSWORD = "A stranger who has only the password"
READS_MAIL = "A stranger who reads the owner's mail"


def _open_one_page(server: Wiring, path: str, only_scripts: bool) -> None:
    """Let people whose second step is due see one page that takes a full sign-in."""

    def detour(right: Any, here: Any, page: Any) -> Any:
        due = right(here, page)
        is_half = page.path == path and here.stage is Stage.HALF
        asked_by_script = HEADERS.get({}).get("sec-fetch-mode", "cors") != "navigate"
        return fires(None, due) if is_half and (asked_by_script or not only_scripts) else due

    server.around(remembering_headers)
    server.flow(visit, "_detour", detour)


@faults(
    "F1",
    "After the password alone, the page for changing the password opens to whoever knows its address.",
    RIGHT_PASSWORD,
    GUESSES,
    ONLY_PASSWORD,
    READS_MAIL,
)
def _(server: Wiring) -> None:
    _open_one_page(server, "/settings/password", only_scripts=False)


@faults(
    "F3",
    "A script that holds the cookie of a half-finished sign-in can read the owner's pages.",
    RIGHT_PASSWORD,
    GUESSES,
    ONLY_PASSWORD,
    READS_MAIL,
)
def _(server: Wiring) -> None:
    _open_one_page(server, "/home", only_scripts=True)


@faults("F7", "Setting a new password by the mailed link signs in, without a code.", READS_MAIL)
def _(server: Wiring) -> None:
    def reset(right: Any, lantern: Any, found: Any, new: str, visitor: Any) -> Any:
        with lantern.database.reading() as db:
            link = passwords._live_link(lantern, db, found.session.reset_hash, visitor.now)
        outcome = right(lantern, found, new, visitor)
        if outcome.done and link:
            fired()
            with lantern.database.writing() as db:
                session = lock_session(db, found.session.id)
                assert session is not None
                session.account_id, session.stage = link.account_id, Stage.FULL.value
        return outcome

    server.flow(passwords, "reset", reset)


def _off(db: Any, account_id: int) -> None:
    account = db.get(Account, account_id)
    account.two_factor_since = fires(None, account.two_factor_since)


@faults(
    "F7-off", "Setting a new password by the mailed link turns two-factor authentication off.", READS_MAIL
)
def _(server: Wiring) -> None:
    def set_by_link(right: Any, lantern: Any, session: Any, account_id: int, *given: Any) -> Any:
        outcome = right(lantern, session, account_id, *given)
        with lantern.database.writing() as db:
            _off(db, account_id)
        return outcome

    server.flow(passwords, "_set_by_link", set_by_link)


class SparesOthers(SessionRules):
    """Turning two-factor authentication on leaves other devices signed in."""

    def ends_other_sessions(self, change: Change) -> bool:
        right = super().ends_other_sessions(change)
        return fires(False, right) if change is Change.TWO_FACTOR_ON else right


@faults(
    "G1",
    "Turning two-factor authentication on leaves other devices signed in, though they should be signed out.",
    "A device that was signed in before",
)
def _(server: Wiring) -> None:
    server.rules(sessions=SparesOthers(server.policies.numbers))


class SparesWaitingOnes(SessionRules):
    """A new password leaves sign-ins standing that were begun with the old one."""

    def ends_pending_sign_ins(self, change: Change) -> bool:
        right = super().ends_pending_sign_ins(change)
        return fires(False, right) if change is Change.PASSWORD_CHANGED else right


@faults(
    "G2",
    "A sign-in that waits for its code goes on although the password was changed meanwhile.",
    "A sign-in begun with the password that is changed meanwhile",
)
def _(server: Wiring) -> None:
    server.rules(sessions=SparesWaitingOnes(server.policies.numbers))


class WaitsFor(SessionRules):
    """A sign-in waits for its code for another time than declared."""

    seconds: ClassVar[float]

    def is_alive(self, stage: Stage, started_at: float, last_seen: float, now: float) -> bool:
        right = super().is_alive(stage, started_at, last_seen, now)
        return fires(now - started_at < self.seconds, right) if stage is Stage.HALF else right


class WaitsForADay(WaitsFor):
    """Far too long."""

    seconds = 86400.0


class WaitsForAMinute(WaitsFor):
    """Too short."""

    seconds = 60.0


@faults(
    "G3",
    "A sign-in waits for its code all day.",
    "A right code after the sign-in has waited too long",
    WAITING,
    by_chance=True,
)
def _(server: Wiring) -> None:
    server.rules(sessions=WaitsForADay(server.policies.numbers))


@faults(
    "P-waits-too-short",
    "A sign-in waits for its code for a minute only, though ten are declared.",
    "A right code just before the sign-in has waited too long",
    "Tries during the wait do not make it longer",
    WAITING,
)
def _(server: Wiring) -> None:
    server.rules(sessions=WaitsForAMinute(server.policies.numbers))


@faults(
    "G5",
    "A sign-in that was given up can be taken up again.",
    "Coming back to a sign-in that was given up",
)
def _(server: Wiring) -> None:
    def cancelled(right: Any, here: Any) -> Any:
        fired()
        return visit.redirect("/sign-in")

    server.page("/sign-in/cancel", "post", cancelled)


def _drop_waiting(lantern: Any, found: Any, visitor: Any) -> None:
    if found and found.stage is Stage.HALF:
        fired()
        sessions.sign_out(lantern, found, visitor)


@faults(
    "G8",
    "Asking for something that isn't there drops a sign-in that waits for its code.",
    "Asking for something else before the code: something that does not exist",
    "Asking for something else before the code: the product's icon",
)
def _(server: Wiring) -> None:
    def error_page(right: Any, request: Any, *given: Any) -> Any:
        lantern = request.app.state.lantern
        here = visit.visit(lantern, request, {})
        _drop_waiting(lantern, here.found, here.visitor)
        return right(request, *given)

    server.flow(application, "_error_page", error_page)


@faults(
    "G8-start",
    "Opening the start in a second tab drops a sign-in that waits for its code.",
    "Asking for something else before the code: the product's start in a second tab",
)
def _(server: Wiring) -> None:
    def start(right: Any, here: Any) -> Any:
        _drop_waiting(here.lantern, here.found, here.visitor)
        return right(here)

    server.page("/", "get", start)


@faults(
    "P-settings-open-to-all",
    "The security settings open to whoever knows their address, signed in or not.",
    "Asking for the settings before signing in",
    "Wanting the security settings before signing in",
    "Mistyping the code on the way to the settings",
    "Using a backup code on the way to the settings",
)
def _(server: Wiring) -> None:
    def open_to_all(scope: Any) -> Any:
        headers = dict(scope["headers"])
        is_page = headers.get(b"sec-fetch-mode") == b"navigate"
        if scope["path"] != "/settings/security" or b"cookie" in headers or not is_page:
            return None
        fired()
        return HTMLResponse("<!doctype html><title>Security</title><h1>Security</h1>")

    server.around(answering(open_to_all))


@faults(
    "P-one-device-only",
    "Signing in on one device signs out the other.",
    "A computer at work and a computer at home",
)
def _(server: Wiring) -> None:
    def succeed(right: Any, attempt: Any) -> Any:
        outcome = right(attempt)
        fired()
        sessions.end_others(
            attempt.lantern, attempt.db, attempt.account, attempt.session.id, Change.TWO_FACTOR_ON
        )
        return outcome

    server.flow(second_step, "_succeed", succeed)


@faults(
    "P-trusted-network",
    "The owner's own network is trusted: from there the password is enough.",
    "Signing in from somewhere else: on a device that claims to be on her own network",
)
def _(server: Wiring) -> None:
    def begin(right: Any, lantern: Any, db: Any, stage: Any, *given: Any, **named: Any) -> Any:
        trusted = stage is Stage.HALF and HEADERS.get({}).get("x-forwarded-for", "") == "127.0.0.1"
        return right(lantern, db, fires(Stage.FULL, stage) if trusted else stage, *given, **named)

    server.around(remembering_headers)
    server.flow(sessions, "begin", begin)


@faults(
    "P-trusted-abroad",
    "Devices abroad are let in without a code.",
    "Signing in from somewhere else: on a device abroad",
)
def _(server: Wiring) -> None:
    def begin(right: Any, lantern: Any, db: Any, stage: Any, *given: Any, **named: Any) -> Any:
        abroad = stage is Stage.HALF and HEADERS.get({}).get("accept-language", "").startswith("ja")
        return right(lantern, db, fires(Stage.FULL, stage) if abroad else stage, *given, **named)

    server.around(remembering_headers)
    server.flow(sessions, "begin", begin)


BEFORE_PASSWORD = "Somebody kept what the browser held before the password"
BEFORE_CODE = "Somebody kept what the browser held before the code"


def _given_token() -> str:
    """The session token that the browser sent, empty where it sent none."""
    cookies = dict(part.strip().partition("=")[::2] for part in HEADERS.get({}).get("cookie", "").split(";"))
    return cookies.get("session", "")


def _same_token(right: Any, lantern: Any, session: Any) -> str:
    token: str = right(lantern, session)
    session.token_hash = sessions.hash_token(_given_token())
    return fires(_given_token(), token)


@faults("P-same-session", "The code opens the very session that the password began.", BEFORE_CODE)
def _(server: Wiring) -> None:
    server.around(remembering_headers)
    server.flow(sessions, "renew", _same_token)


@faults(
    "P-fixation",
    "From before the password to the end of the sign-in it is one and the same session.",
    BEFORE_PASSWORD,
    BEFORE_CODE,
)
def _(server: Wiring) -> None:
    def begin(right: Any, *given: Any, **named: Any) -> Any:
        session, token = right(*given, **named)
        if not (old := _given_token()):
            return session, token
        session.token_hash = sessions.hash_token(old)
        return session, fires(old, token)

    def hand_out(scope: Any, headers: Any) -> None:
        if scope["path"] == "/sign-in" and not _given_token() and "set-cookie" not in headers:
            headers["set-cookie"] = f"session={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=lax"

    server.flow(sessions, "begin", begin)
    server.flow(sessions, "renew", _same_token)
    server.around(rewriting_headers(hand_out))
    server.around(remembering_headers)


@faults(
    "C5",
    "Once a new phone is linked, signing in asks for a backup code first.",
    "The first sign-in with a new phone",
)
def _(server: Wiring) -> None:
    moved: set[str] = set()

    def confirm(right: Any, lantern: Any, session: Any, mode: Any, *given: Any) -> Any:
        bound = right(lantern, session, mode, *given)
        if mode is enrolment.Mode.MOVE and bound.outcome is enrolment.Confirmation.BOUND:
            with lantern.database.reading() as db:
                moved.add(db.get(Account, session.account_id).email)
        return bound

    def posted(right: Any, here: Any) -> Any:
        response = right(here)
        if response.headers.get("location") != SECOND_STEP or here.form["email"] not in moved:
            return response
        fired()
        return visit.redirect("/sign-in/backup-code")

    server.flow(enrolment, "confirm", confirm)
    server.page("/sign-in", "post", posted)
