"""The reference server with pages that fight back; which, tells the environment variable TWOFOLD_HOSTILE.

Each answers every code that is sent with a page that no reader can be done with, or shows a QR code that is
none of its own: nobody is let in, and nobody is told no. Or its backup codes can't be downloaded.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.settings import Settings
from server.web import render
from tests.guide.wrong_reason.servers import CODE_PAGE, PAGE, AtTheCodePage, Factory

VARIABLE = "TWOFOLD_HOSTILE"
ROUND = "/round-and-round"
DOWNLOAD = "/settings/security/backup-codes/download"
HUGE = 20_000_000
"""Characters of a huge page."""


async def _without_end() -> AsyncIterator[str]:
    yield "<!doctype html><title>Lantern</title><main>"
    while True:
        yield "<p>and so on</p>" * 100
        await asyncio.sleep(0)  # a turn for everybody else: nobody may be reading any more


def _script(text: str) -> Callable[[], Response]:
    return lambda: HTMLResponse(PAGE.format(f"<p>One moment</p><script>{text}</script>"))


ANSWERS: dict[str, Callable[[], Response]] = {
    "redirects_for_ever": lambda: RedirectResponse(ROUND, 303),
    "huge": lambda: HTMLResponse(PAGE.format("<p>word</p>" * (HUGE // 11))),
    "never_ends": lambda: StreamingResponse(_without_end(), media_type="text/html"),
    "loops": _script("setTimeout(() => { while (true); })"),
    "alerts": _script("setTimeout(() => { while (true) alert('Still here'); })"),
    "asks": _script(
        "onbeforeunload = event => event.preventDefault();"
        "setInterval(() => confirm('Stay?') || prompt('Why?'))"
    ),
    "opens_tabs": _script("setInterval(() => open(location), 100)"),
    "downloads": lambda: Response("x", headers={"content-disposition": "attachment; filename=codes.txt"}),
    "never_settles": _script("setInterval(() => fetch('/healthz?' + Math.random()), 5)"),
    "moves_on": _script(f"setInterval(() => location.replace('{CODE_PAGE}?' + Math.random()), 5)"),
    "rewrites_history": _script("for (let n = 0; n < 50; n++) history.pushState({}, '', '/home')"),
    "reloads": _script("setTimeout(() => location.reload(), 1)"),
}
"""What comes of a code, by the name of the server."""


class FightsBack(AtTheCodePage):
    """Every code is answered so, and every page that the answer opens by itself."""

    def minds(self, scope: Scope) -> bool:
        again = scope["path"] == CODE_PAGE and scope["query_string"] != b""
        return super().minds(scope) or again or scope["path"] == ROUND

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await ANSWERS[os.environ[VARIABLE]]()(scope, receive, send)


def _behind(door: type[AtTheCodePage]) -> Factory:
    """A server some of whose requests another answers."""

    def create(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
        app = create_app(settings, clock, policies)
        app.add_middleware(door)
        return app

    return create


def _showing(other: Callable[[str], str]) -> Factory:
    """A server whose QR codes hold something else than the key."""

    def create(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
        drawn = render.qr_picture
        render.qr_picture = lambda uri: drawn(other(uri))
        return create_app(settings, clock, policies)

    return create


def _showing_noise(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    noise = '<svg role="img" aria-label="QR code" viewBox="0 0 9 9"><path d="M1 1h3v4h2v-3h2v6h-7z"/></svg>'
    render.qr_picture = lambda uri: Markup(noise)
    return create_app(settings, clock, policies)


SHOWN: dict[str, Factory] = {
    "shows_garbage": _showing(lambda uri: "]]>&#0;<<otpauth:[//totp?secret=%%%"),
    "shows_the_wrong_key": _showing(lambda uri: uri.replace("secret=", "secret=AAAA")),
    "shows_digits_of_no_number": _showing(lambda uri: uri.replace("digits=6", "digits=%C2%B2")),
    "shows_noise": _showing_noise,
}
"""What the QR code of the set-up holds, by the name of the server."""


async def _file_without_end() -> AsyncIterator[str]:
    while True:
        yield "00000-00000\n" * 100  # enough for a browser to see that it is to be saved
        await asyncio.sleep(0.1)  # and never so fast that it fills a disk


async def _file_that_breaks_off() -> AsyncIterator[str]:
    yield "00000-00000\n"


def _file(lines: AsyncIterator[str], **headers: str) -> Response:
    named = {"content-disposition": "attachment; filename=codes.txt", **headers}
    return StreamingResponse(lines, media_type="text/plain", headers=named)


GIVEN: dict[str, Callable[[], Response]] = {
    "gives_a_file_without_end": lambda: _file(_file_without_end()),
    "gives_a_file_that_breaks_off": lambda: _file(_file_that_breaks_off(), **{"content-length": "999"}),
}
"""What comes of the button that downloads backup codes, by the name of the server."""


class GivesFiles(AtTheCodePage):
    """The download alone is another."""

    def minds(self, scope: Scope) -> bool:
        return bool(scope["path"] == DOWNLOAD)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await GIVEN[os.environ[VARIABLE]]()(scope, receive, send)


SERVERS: dict[str, Factory] = {
    **dict.fromkeys(ANSWERS, _behind(FightsBack)),
    **SHOWN,
    **dict.fromkeys(GIVEN, _behind(GivesFiles)),
}

if __name__ == "__main__":
    sys.exit(main(create_app=SERVERS[os.environ[VARIABLE]]))
