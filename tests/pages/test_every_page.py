"""Every page in each of its states: usable by everybody, at every width, in both themes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from server.web import settings_pages, sign_in_pages, two_factor_pages
from tests.pages.look import looks
from tests.pages.regulars import Venue
from tests.pages.scene import Scene, every_scene

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (360, 820, 1366)
AXE = Axe()
AXE_AT = {"light": 1366, "dark": 360}
"""Each layout and each theme once: they don't depend on each other."""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
NOT_A_PAGE = {"/", "/reset-password/{token}"}
"""They only lead on to another page."""


@pytest.mark.parametrize("scene", every_scene().values(), ids=every_scene())
def test_page(scene: Scene, venue: Venue) -> None:
    page = scene.open(venue)
    assert re.fullmatch(r"\S.* – Lantern", page.title())
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).count() == 1
    for width, theme in looks(page, WIDTHS):
        assert overhang(page) <= 0, f"At {width} px in {theme} the page scrolls sideways."
        if width == AXE_AT[theme]:
            found = AXE.run(page, options=AXE_OPTIONS)
            assert not found.violations_count, f"At {width} px in {theme}: {found.generate_report()}"


def overhang(page: Page) -> int:
    """By how many CSS pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_no_page_is_forgotten() -> None:
    pages = [*sign_in_pages.PAGES, *settings_pages.PAGES, *two_factor_pages.PAGES]
    opened = {page.path for page in pages if page.get} - NOT_A_PAGE
    assert opened == {scene.path for scene in every_scene().values()} & opened
