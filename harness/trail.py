"""The addresses that a person's browsers have opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.spellings import Index

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Frame, Page, Request

SEEN_BY_PEOPLE = frozenset({"document", "xhr", "fetch", "image"})
"""Kinds of requests whose answers can show a key."""


@dataclass
class Trail:
    """The addresses that the browsers of one person have opened since this was begun.

    all: every address, and those that the browser said it came from. looked_at: those of what can be seen.
    """

    all: list[str] = field(default_factory=list, repr=False)
    looked_at: dict[str, None] = field(default_factory=dict, repr=False)

    def follow(self, browser: BrowserContext) -> None:
        """Note from now on what this browser opens, in whatever tab."""
        browser.on("request", self._asked)
        browser.on("page", self._opened)

    def _asked(self, request: Request) -> None:
        self.all += [request.url, request.headers.get("referer", "")]
        is_web = request.url.startswith("http")
        if is_web and request.method == "GET" and request.resource_type in SEEN_BY_PEOPLE:
            self.looked_at[request.url] = None

    def _opened(self, page: Page) -> None:
        def moved(frame: Frame) -> None:
            self.all.append(frame.url)  # scripts change it without a request, and fragments are never sent

        page.on("framenavigated", moved)

    def found(self, secrets: Iterable[tuple[str, str]]) -> list[str]:
        """Which of these secrets (value, what it is) stand in an address, by what they are."""
        index = Index()
        for value, label in secrets:
            index.add(value, label)
        return sorted({place.label for url in self.all for place in index.places(url)})
