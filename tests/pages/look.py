"""How a page is looked at: every width in both themes, without loading it again, and what its browser noted.

What must hold is asked in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
HEIGHTS = {360: 740, 390: 844, 820: 1180, 1366: 768}
"""Widths of the window and the height of the screens that have them, in CSS pixels."""


def looks(page: Page, widths: Sequence[int]) -> Iterator[tuple[int, Theme]]:
    """Brings the page to each width in each theme, and says which they are."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            yield width, theme


@dataclass
class Watch:
    """What browsers note by the way and a person doesn't see. faults: in the browser's words."""

    own: str
    faults: list[str] = field(default_factory=list)

    def over(self, new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
        """The same maker of browser contexts, each of them watched."""

        def watched(**settings: Any) -> BrowserContext:
            context = new_context(**settings)
            context.on("console", self._console)
            context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
            context.on("request", self._request)
            context.on("response", self._response)
            return context

        return watched

    def _console(self, message: ConsoleMessage) -> None:
        # A page that answers 4xx on purpose is noted too; parts of a page that fail are seen in _response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.own + "/", "data:")):
            self.faults.append(f"request to another origin: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status} for {response.url}")
