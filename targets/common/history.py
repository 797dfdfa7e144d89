"""The browser's way back to pages that it was told not to keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE_NOT_KEPT = ("ERR_CACHE_MISS", "NS_ERROR_DOCUMENT_NOT_CACHED")
"""What Chromium and Firefox say when going back to a page that they were told not to store."""
OWN_PAGE = "chrome-error://"
"""Where Chromium shows a page of its own instead, which comes a moment later and may be blank."""


@contextmanager
def suppress_page_not_kept(page: Page) -> Iterator[None]:
    """Let the browser refuse to show again what it was told not to keep, until it shows that it does."""
    try:
        yield
    except PlaywrightError as error:
        if not any(sign in error.message for sign in PAGE_NOT_KEPT):
            raise
        if PAGE_NOT_KEPT[0] in error.message:
            page.wait_for_url(f"{OWN_PAGE}**", wait_until="commit")


def shows_own_page(page: Page) -> bool:
    """Whether the browser shows a page of its own now."""
    return page.url.startswith(OWN_PAGE)
