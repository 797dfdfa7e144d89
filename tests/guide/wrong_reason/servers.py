"""The reference server with a wrong reason: `TWOFOLD_WRONG=hangs python -m tests.guide.wrong_reason.servers`.

Each refuses, or lets in, for another reason than the one that the guide tests. The server itself is
untouched: its rules are replaced, or its answers at the code page are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.rules.codes import Window
from server.rules.lockout import Lockout, Tries
from server.settings import Settings
from tests.guide.lets_everyone_in import NoLimit, create_kind_app
from tests.guide.refuses_everything import create_stern_app

VARIABLE = "TWOFOLD_WRONG"
CODE_PAGE = "/sign-in/code"
PAGE = "<!doctype html><html lang=en><title>Lantern</title><main>{}</main></html>"
FORM = (
    "<form method=post action=/sign-in/code><label>Authentication code <input name=code></label>"
    "<button>Verify</button></form>"
)
LOCKED = PAGE.format("<p role=alert>Too many wrong codes. You can try again in 15 minutes.</p>" + FORM)
THROTTLED = PAGE.format("<p role=alert>Too many requests. Try again in 1 minute.</p>" + FORM)
WELCOME = PAGE.format("<p role=status>Welcome back, you're signed in.</p>")

Factory = Callable[[Settings, Clock, Policies], Starlette]


class LockAtOnce(Lockout):
    """The first wrong code locks."""

    def after_failure(self, tries: Tries, now: float) -> Tries:
        return Tries(0, tries.in_a_row + 1, now + self.policy.lock_seconds)


class Grudge(Window):
    """Once a code was wrong, no code of that key is right any more."""

    wronged: set[bytes] = set()  # noqa: RUF012 - one for the process, as its accounts are

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        found = super().matches(key, code, now)
        if not found:
            self.wronged.add(key)
        return [] if key in self.wronged else found


def _rules(**others: Callable[[Policies], object]) -> Factory:
    """A server with other rules."""

    def create(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
        changed = {name: make(policies) for name, make in others.items()}
        return create_app(settings, clock, replace(policies, **changed))  # type: ignore[arg-type]

    return create


class AtTheCodePage:
    """Answers in place of the code page, or around it; everything else passes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.minds(scope):
            await self.answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def minds(self, scope: Scope) -> bool:
        """Codes that are sent, unless a kind says otherwise."""
        return bool(scope["path"] == CODE_PAGE and scope["method"] == "POST")

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise NotImplementedError


class Throttles(AtTheCodePage):
    """Every code comes too soon."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await HTMLResponse(THROTTLED, 429)(scope, receive, send)


class DropsTheSession(AtTheCodePage):
    """The sign-in is forgotten when the code arrives."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        await self.app({**scope, "headers": kept}, receive, send)


class Breaks(AtTheCodePage):
    """The code page itself ends in an error."""

    def minds(self, scope: Scope) -> bool:
        return bool(scope["path"] == CODE_PAGE)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await HTMLResponse(PAGE.format("<h1>Internal Server Error</h1>"), 500)(scope, receive, send)


class Redirects(AtTheCodePage):
    """Every code leads back to the sign-in."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await RedirectResponse("/sign-in", 303)(scope, receive, send)


class LosesTheCode(AtTheCodePage):
    """The page's field has another name than the server reads."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def renamed() -> Message:
            message = await receive()
            return {**message, "body": message.get("body", b"").replace(b"code=", b"kode=")}

        await self.app(scope, renamed, send)


class SaysLocked(AtTheCodePage):
    """Whoever gives a right code is let in, and told that it is locked."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started: list[Message] = []

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 303:
                started.append(message)
            elif not started:
                await send(message)

        await self.app(scope, receive, told)
        if started:
            cookies = Headers(raw=started[0]["headers"]).getlist("set-cookie")
            response = HTMLResponse(LOCKED, 429)
            response.raw_headers += [(b"set-cookie", cookie.encode()) for cookie in cookies]
            await response(scope, receive, send)


class OnlySaysSo(AtTheCodePage):
    """Every code leads to a friendly page, and nobody is signed in."""

    def minds(self, scope: Scope) -> bool:
        return super().minds(scope) or scope["path"] == "/home"

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        home = scope["path"] == "/home"
        await (HTMLResponse(WELCOME) if home else RedirectResponse("/home", 303))(scope, receive, send)


class Hangs(AtTheCodePage):
    """No answer ever comes."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


def _around(kind: type[AtTheCodePage], create: Factory = create_app) -> Factory:
    """A server with other answers."""

    def created(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
        app = create(settings, clock, policies)
        app.add_middleware(kind)
        return app

    return created


SERVERS: dict[str, Factory] = {
    "locks_at_once": _rules(lockout=lambda policies: LockAtOnce(policies.numbers)),
    "throttles_all": _around(Throttles),
    "drops_the_session": _around(DropsTheSession),
    "refuses_everything": create_stern_app,
    "accepts_everything": create_kind_app,
    "answers_500": _around(Breaks),
    "redirects_to_sign_in": _around(Redirects),
    "never_receives_the_code": _around(LosesTheCode),
    "says_locked_but_lets_in": _around(
        SaysLocked, _rules(lockout=lambda policies: NoLimit(policies.numbers))
    ),
    "wrong_after_a_wrong_one": _rules(window=lambda policies: Grudge(policies.numbers)),
    "says_welcome_without_a_session": _around(OnlySaysSo),
    "hangs": _around(Hangs),
}


if __name__ == "__main__":
    sys.exit(main(create_app=SERVERS[os.environ[VARIABLE]]))
