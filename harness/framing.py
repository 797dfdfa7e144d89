"""Sites that show a product's page inside themselves, so that clicks meant for them land on it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness import tabs
from harness.traps import PAGE, foreign, neighbour, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

SITES = {"a foreign site": foreign, "a neighbour of the product": neighbour}


def shows_inside(page: Page, host: Callable[[str], str]) -> bool:
    """Whether a site at that host can show the page shown now inside itself, to the same browser.

    A page that sends on to another one instead, such as the sign-in, is not shown.
    """
    address = page.url.partition("#")[0]
    with served(PAGE.format(f'<iframe src="{escape(address)}"></iframe>')) as port:
        tab = page.context.new_page()
        try:
            tab.goto(f"http://{host(urlsplit(address).hostname or '')}:{port}/", wait_until="load")
            return any(frame.url.partition("#")[0] == address for frame in tab.frames[1:])
        finally:
            tabs.close(tab)
