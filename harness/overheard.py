"""What a product's own page sends when somebody makes a change: overheard, caught, or sent in its place.

Learnt by watching a browser, so that no target has to describe it. Sending it from elsewhere is in traps.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from harness.verdicts import Inconclusive, Why

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Route

LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Requests that should change nothing (RFC 9110 section 9.2.1)."""
FORM = "application/x-www-form-urlencoded"
OWN_TOKEN = re.compile(r"csrf|xsrf|authenticity", re.IGNORECASE)
"""Names of fields in which a product hands its own page a token: whoever sends has one of her own there."""


@dataclass(frozen=True)
class Sent:
    """One request for a change. kind: its content type, without parameters."""

    method: str
    url: str
    body: str = field(repr=False)
    kind: str

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of its form; empty where its body is no form."""
        return parse_qsl(self.body, keep_blank_values=True) if self.kind in (FORM, "") else []


def overhear(page: Page, change: Callable[[], object]) -> tuple[Sent, ...]:
    """Make a change, and give what it sent.

    Where a product changes things by a mere look, that is every address that was looked at, in order.
    """
    heard: list[Request] = []

    def note(request: Request) -> None:
        heard.append(request)

    page.on("request", note)
    try:
        change()
    finally:
        page.remove_listener("request", note)
    if any(request.method not in LOOKS for request in heard):
        return (_last(heard),)
    return tuple(_sent(request) for request in heard if request.resource_type == "document")


def catch(page: Page, change: Callable[[], object]) -> Sent:
    """Make a change that never reaches the product, and give what was sent for it."""
    caught: list[Request] = []

    def answer(route: Route) -> None:
        caught.append(route.request)
        is_page = route.request.resource_type == "document"
        route.fulfill(
            content_type="text/html" if is_page else "application/json",
            body="<!doctype html><title>Caught</title>" if is_page else "{}",
        )

    with _changes(page, answer):
        change()
    return _last(caught)


def send_instead(page: Page, change: Callable[[], object], other: Sent) -> None:
    """Make a change, but send another's request in its place, with the tokens of the one who sends.

    Raises Inconclusive when nothing was sent that it could have taken the place of.
    """
    replaced: list[Request] = []

    def swap(route: Route) -> None:
        replaced.append(route.request)
        body = _with_own_tokens(other, _sent(route.request))
        route.continue_(url=other.url, method=other.method, post_data=body)

    with _changes(page, swap):
        change()
    _last(replaced)


@contextmanager
def _changes(page: Page, handle: Callable[[Route], None]) -> Iterator[None]:
    """Let the page's requests pass, but for those that change something."""

    def sort(route: Route) -> None:
        if route.request.method in LOOKS:
            route.continue_()
        else:
            handle(route)

    page.route("**/*", sort)
    try:
        yield
    finally:
        page.unroute("**/*", sort)


def _last(requests: list[Request]) -> Sent:
    """The last that changes something: before it come passwords and other questions that lead there."""
    changes = [request for request in requests if request.method not in LOOKS]
    if not changes:
        raise Inconclusive(
            Why.ENTRY_NOT_SENT, "the change sent no request of a kind that changes things, so none was learnt"
        )
    return _sent(changes[-1])


def _sent(request: Request) -> Sent:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Sent(request.method, request.url, request.post_data or "", kind)


def _with_own_tokens(other: Sent, own: Sent) -> str:
    tokens = {name: value for name, value in own.fields if OWN_TOKEN.search(name)}
    if not tokens:
        return other.body
    return urlencode([(name, tokens.get(name, value)) for name, value in other.fields])
