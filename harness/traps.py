"""Sites of a stranger that make a visitor's browser send something to the product in the visitor's name.

They are on this machine's loopback, at another port than the product: `localhost` and 127.0.0.1 are two
sites to a browser, and two ports of one host are one site (and two origins).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from harness import tabs
from harness.overheard import FORM, LOOKS, Sent
from harness.verdicts import Inconclusive, NotApplicable, Why

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Request

LOOPBACK = ("127.0.0.1", "localhost")
PAGE = "<!doctype html><meta charset=utf-8><title>You have won</title>{}"


@dataclass(frozen=True)
class Trap:
    """host: the name under which the site is visited. page: what it holds. method: how the request comes."""

    host: Callable[[str], str]
    page: Callable[[Sent], str]
    method: str


def foreign(product: str) -> str:
    """A name that makes another site of this machine."""
    return next(name for name in LOOPBACK if name != product)


def neighbour(product: str) -> str:
    """The product's own name. Raises NotApplicable for a product whose neighbours aren't on this machine."""
    if product not in LOOPBACK:
        raise NotApplicable(f"no neighbour of {product} can be put up from this machine")
    return product


def _form(sent: Sent) -> str:
    """A form that sends itself. Another content type than a form's goes out as plain text, as forms can."""
    fields, kind = (sent.fields, FORM) if sent.kind in (FORM, "") else ([_as_field(sent)], "text/plain")
    inputs = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields
    )
    form = f'<form method="post" action="{escape(sent.url)}" enctype="{kind}">{inputs}</form>'
    return PAGE.format(f"{form}<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>")


def _as_field(sent: Sent) -> tuple[str, str]:
    """A JSON object as name and value of one field: forms put '=' between the two, here into a text."""
    try:
        told = json.loads(sent.body or "{}")
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Inconclusive(
            Why.ENTRY_NOT_SENT, f"Twofold can't forge a body of the type {sent.kind!r}, so nothing was sent"
        )
    opened = json.dumps(told)[:-1]
    return f'{opened}{", " if told else ""}"sent": "', '"}'


def _link(sent: Sent) -> str:
    """A link that is followed by itself, with the form's fields in its query."""
    query = urlencode(sent.fields)
    there = sent.url + (("&" if "?" in sent.url else "?") + query if query else "")
    return PAGE.format(f'<a href="{escape(there)}">Your prize</a><script>document.links[0].click()</script>')


TRAPS = {
    "a foreign site that sends the same in her name": Trap(foreign, _form, "POST"),
    "a neighbour of the product that sends the same in her name": Trap(neighbour, _form, "POST"),
    "a link of a foreign site that asks for the same": Trap(foreign, _link, "GET"),
}


def spring(trap: Trap, sent: Sent, browser: BrowserContext) -> int:
    """Let a browser visit the trap in a tab of its own. Gives the status of the product's answer.

    Raises playwright's TimeoutError when the browser sends nothing or the product doesn't answer.
    """
    host = trap.host(urlsplit(sent.url).hostname or "")

    is_look = sent.method in LOOKS  # where a look is enough to change things, every trap is a link
    page, method = (_link, "GET") if is_look else (trap.page, trap.method)

    def is_forged(request: Request) -> bool:
        same_place = request.url.partition("?")[0] == sent.url.partition("?")[0]
        return same_place and request.method == method

    with served(page(sent)) as port:
        tab = browser.new_page()
        try:
            with tab.expect_response(lambda response: is_forged(response.request)) as answered:
                tab.goto(f"http://{host}:{port}/", wait_until="commit")
            return answered.value.status
        finally:
            tabs.close(tab)


@contextmanager
def served(page: str) -> Iterator[int]:
    """The port at which this page is served meanwhile."""
    server = ThreadingHTTPServer((LOOPBACK[0], 0), partial(_Site, page.encode()))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Site(BaseHTTPRequestHandler):
    """One page, whatever is asked for."""

    def __init__(self, page: bytes, *request: object) -> None:
        self._page = page
        super().__init__(*request)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(self._page)))
        self.end_headers()
        self.wfile.write(self._page)

    def log_message(self, *told: object) -> None:
        """Keep quiet: what it serves may hold a password."""
