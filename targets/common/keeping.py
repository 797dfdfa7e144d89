"""What a browser keeps for a product beside its pages: cookies, and what scripts store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORED = "() => [localStorage, sessionStorage].flatMap(store => Object.values(store))"


def kept_by_browser(page: Page) -> list[str]:
    """The values of all cookies, and of what the site of the page shown has stored."""
    cookies = [str(cookie["value"]) for cookie in page.context.cookies()]
    stored: list[str] = page.evaluate(STORED)
    return cookies + stored
