"""What a browser asks a product for besides the page in hand: by accident, for itself, in a second tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import tabs
from targets.port import Aside

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATHS = {Aside.MISSING: "/there-is-nothing-here", Aside.ICON: "/favicon.ico"}


def ask_aside(page: Page, address: str, what: Aside) -> None:
    """Ask with the cookies of the page's browser, which keeps what comes back with the answer."""
    if what in PATHS:
        page.context.request.get(address + PATHS[what])
        return
    tab = page.context.new_page()
    tab.goto(address + "/", wait_until="domcontentloaded")
    tabs.close(tab)
