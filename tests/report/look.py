"""What tests look for on a page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

RED_AT_LEAST = 150


def counts(page: Page, group: int = 0) -> list[str]:
    """The counts of the statements, or of another group, each on one line."""
    texts = page.locator(".counts").nth(group).locator(".count").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def is_red(text: Locator) -> bool:
    """Whether it is written in red."""
    red, green, blue = text.evaluate("e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).map(Number)")
    return bool(red > RED_AT_LEAST > 2 * max(green, blue))
