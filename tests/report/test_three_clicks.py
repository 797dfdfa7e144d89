"""A stranger opens the index and asks: three clicks or fewer lead to each answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.report import runs
from tests.report.conftest import Show

MOST = 3


class Stranger:
    """Somebody who sees this report for the first time, and whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_in_viewport()
        assert self.clicks <= MOST


@pytest.fixture
def stranger(show: Show) -> Stranger:
    record = runs.run_of()
    runs.end(record, "A backup code for the first time", "failed", runs.UNMET)
    runs.keep(record, *{r["example"] for r in record["results"]} - {"Following the menus after signing in"})
    page = show(record)
    page.set_viewport_size({"width": 1366, "height": 900})
    return Stranger(page)


def test_is_a_used_backup_code_refused(stranger: Stranger) -> None:
    page = stranger.page
    stranger.click(page.get_by_role("link", name="A lost phone"))
    stranger.click(page.locator("summary", has_text="A backup code for the second time"))
    stranger.sees("the backup code she has used")
    stranger.sees("the backup code is refused")
    expect(page.locator(".run[open]", has_text="for the second time").locator(".ended")).to_contain_text("passed")


def test_what_is_not_covered(stranger: Stranger) -> None:
    stranger.click(stranger.page.get_by_role("link", name="G-8b").first)
    stranger.sees("not covered by this run")


def test_why_did_this_fail_and_how_is_it_run_again(stranger: Stranger) -> None:
    page = stranger.page
    stranger.click(page.get_by_role("link", name="A backup code for the first time"))
    stranger.sees("Alice is signed in.")
    stranger.sees("rejected ('Wrong code.')")
    stranger.sees('pytest "steps/test_06_a_lost_phone.py::')
