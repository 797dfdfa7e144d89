"""The browser's way back to pages that it was told not to keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Error as PlaywrightError

PAGE_NOT_KEPT = ("ERR_CACHE_MISS", "NS_ERROR_DOCUMENT_NOT_CACHED")
"""What Chromium and Firefox say when going back to a page that they were told not to store."""


@contextmanager
def suppress_page_not_kept() -> Iterator[None]:
    """Let the browser refuse to show again what it was told not to keep."""
    try:
        yield
    except PlaywrightError as error:
        if not any(sign in error.message for sign in PAGE_NOT_KEPT):
            raise
