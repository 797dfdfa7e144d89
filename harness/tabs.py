"""Opens a browser's tabs, and closes them, whatever they are about to load, and those that are too many."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

from harness.browsers import NoBrowser

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

NOTHING = "about:blank"
MOST = 50
"""Tabs that one device has open; what a page opens beyond them is closed."""


def opened(context: BrowserContext) -> Page:
    """An empty tab. Raises NoBrowser where there is none to be had: no product was asked for anything yet."""
    try:
        return context.new_page()
    except PlaywrightError as error:
        told = str(error).strip().partition("\n")[0]
        raise NoBrowser(f"The browser opens no page: {told}\n  Do this: {_remedy(told)}.") from error


def _remedy(told: str) -> str:
    if "ffmpeg" in told:
        return "leave --video out, or fetch what films pages with `playwright install ffmpeg`"
    return "see on its machine why (its log, its memory), and run the example again"


def close_one_too_many(tab: Page) -> None:
    """Close a tab that a page has opened when there are more than enough, so that none fills the machine."""
    if len(tab.context.pages) > MOST and tab.opener():
        with suppress(PlaywrightError):  # it may have closed by itself
            tab.close()


def close(tab: Page) -> None:
    """Close a tab that may be on its way to another page; what is shown and loaded is given up.

    Chromium confirms a request to close that meets a navigation being committed, and then forgets it, so that
    Playwright's `page.close()` never returns (its issue 41900; Chromium's 536385539). From the empty page
    nothing leads on, so the tab is sent there first.

    Raises playwright's TimeoutError when it doesn't get there.
    """
    with suppress(PlaywrightError):  # another navigation that comes first interrupts the call, and no more
        tab.goto(NOTHING)
    tab.wait_for_url(NOTHING)
    tab.close()
