"""What holds for every answer: headers, posts from our own pages only, tidy errors, and a log without
secrets. Pure ASGI.
"""

import logging
import traceback
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.lantern import Lantern
from server.web import render

log = logging.getLogger("lantern")
_PACKAGE = str(Path(__file__).parents[1])

_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src "
    "'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_NOT_OURS = (
    "This form didn't come from this site, so nothing was done. Open the page you wanted here and "
    "try again. If it happens "
    "again, your browser may be too old or hide where forms come from."
)


class Shield:
    """The outermost layer. Nothing leaves the server without passing it."""

    def __init__(self, app: ASGIApp, lantern: Lantern) -> None:
        self.app, self.lantern = app, lantern

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self.app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(scope, send, self.lantern.settings.https)
        try:
            inner = self.app if self._may_pass(scope) else self._page(403, "That form isn't ours", _NOT_OURS)
            await inner(scope, receive, answer.send)
        except ClientDisconnect:
            return
        except Exception as error:
            log.error("unhandled %s", _where(error))
            if not answer.started:
                text = "Something went wrong on our side, and nothing you did. Try again in a moment."
                await self._page(500, "That didn't work", text)(scope, receive, answer.send)
        log.info("%s %s %s", scope["method"], _route(scope), answer.status)

    def _may_pass(self, scope: Scope) -> bool:
        if scope["method"] in ("GET", "HEAD", "OPTIONS") or _is_lab(scope):
            return True
        return self.lantern.policies.origin.is_ours(Headers(scope=scope))

    def _page(self, status: int, title: str, text: str) -> Response:
        product = self.lantern.policies.numbers.product
        return render.bare_page(product, "error.html", status, title=title, text=text)


def _is_lab(scope: Scope) -> bool:
    """The control plane has a token of its own; browsers can't send it across origins."""
    return bool(scope["path"].startswith("/lab/"))


class _Answer:
    """The way out: adds the headers, remembers the status."""

    def __init__(self, scope: Scope, send: Send, https: bool) -> None:
        self._scope, self._send, self._https = scope, send, https
        self.status = 0

    @property
    def started(self) -> bool:
        return self.status != 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._harden(MutableHeaders(scope=message))
        await self._send(message)

    def _harden(self, headers: MutableHeaders) -> None:
        headers.update(_HEADERS)
        is_static = self._scope["path"].startswith("/static/") and self.status in (200, 304)
        headers["cache-control"] = "public, max-age=600" if is_static else "no-store"
        if self._https:
            headers["strict-transport-security"] = "max-age=31536000"


def _where(error: Exception) -> str:
    """The kind of an error and the line it came from; never its text, which may hold what a person typed."""
    ours = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(_PACKAGE)
    ]
    places = [f"{frame.filename[len(_PACKAGE) + 1 :]}:{frame.lineno}" for frame in ours]
    return f"{type(error).__name__} at {' > '.join(places)}"


def _route(scope: Scope) -> str:
    """The route asked for, not the path: a path may hold a token, or whatever somebody typed into the
    address bar.
    """
    return str(scope.get("lantern.route") or "(no such page)")
