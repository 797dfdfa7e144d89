"""Waits for a product's answer: the page has sent something, and all that it asked for has come."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response

ANSWERS = frozenset({"document", "xhr", "fetch"})
"""Kinds of requests whose answers decide what a page shows; pictures and styles don't."""
SENT_WITHIN = 5.0
"""Seconds in which a press of a button has to send something; what doesn't was kept by the browser."""
SENT_BY_ITSELF_WITHIN = 1.0
"""Seconds in which a form that sends itself does so."""
BREATH = "() => new Promise(done => setTimeout(done, 15))"
"""Lets the page's own scripts go on for 15 milliseconds: what has come is shown, what follows is asked."""
PATIENCE = 30.0
"""Seconds to wait for a product's answer."""


class Traffic:
    """What one page has asked of the product and not been answered yet.

    status: of the last answer to a document or a script; 0 before any.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: set[Request] = set()
        self.begun = 0
        self.status = 0
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _asked(self, request: Request) -> None:
        if request.resource_type in ANSWERS:
            self.begun += 1
            self._waiting.add(request)

    def _ended(self, request: Request) -> None:
        self._waiting.discard(request)

    def _answered(self, response: Response) -> None:
        if response.request.resource_type in ANSWERS:
            self.status = response.status

    def answer_to(self, act: Callable[[], object], within: float = SENT_WITHIN) -> bool:
        """Do something that sends within so many seconds, and wait for what comes of it. False if it didn't.

        Raises playwright's TimeoutError when the answer doesn't come within PATIENCE.
        """
        before = self.begun
        act()
        return self.answer(before, within)

    def answer(self, before: int, within: float = SENT_WITHIN) -> bool:
        """Wait for the answer to what has begun since `before` of `begun`, as answer_to does."""
        if not self._breathe_until(lambda: self.begun > before, within):
            return False
        if not self._breathe_until(lambda: not self._waiting, PATIENCE):
            raise PlaywrightTimeout(f"The product's answer did not come within {PATIENCE:g} seconds.")
        self._page.wait_for_load_state("domcontentloaded")
        return True

    def _breathe_until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Whether it holds, twice in a row, within so many seconds: an answer often asks for the next."""
        end, held = time.monotonic() + seconds, 0
        while held < 2:
            if time.monotonic() > end:
                return False
            self._breathe()
            held = held + 1 if holds() else 0
        return True

    def _breathe(self) -> None:
        """Let the page go on; a page that is just being replaced has no scripts to ask."""
        try:
            self._page.locator(":root").evaluate(BREATH, timeout=PATIENCE * 1000)
        except PlaywrightTimeout:
            raise
        except PlaywrightError:
            if self._page.is_closed():
                raise
