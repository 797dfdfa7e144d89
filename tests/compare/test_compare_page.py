"""The page of a comparison as a document: what it tells, where it leads, and who can read it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from harness import catalogue
from harness.compare import page as pages
from harness.compare import runs as compared
from harness.compare.changes import Changes
from harness.compare.comparison import Comparison
from harness.record import RunRecord
from harness.verdicts import Verdict
from tests.compare.builds import FIRST, KNOWN, SECOND, UNMET, end, keep, only, whole, without

GONE = "Counting the codes that are left"
HOSTILE = "<script>document.title = 'owned'</script>"


def builds() -> tuple[RunRecord, RunRecord]:
    """Something of everything."""
    old = without(end(whole(), FIRST, Verdict.FAIL, error=UNMET), "A code typed just as it changes")
    new = end(
        whole("2026-03-02T09:05:00+00:00"), SECOND, Verdict.FAIL, error=UNMET.replace("signed", HOSTILE)
    )
    new = end(new, "Leaving the set-up half-way", Verdict.NOT_APPLICABLE, "not-offered: no such thing")
    new = end(new, "Signing in to a new account", Verdict.EXPECTED_FAIL, KNOWN, UNMET)
    return old, without(new, GONE)


def compare(folder: Path, *records: RunRecord) -> Path:
    """Compare runs that were left beside the page, and return that."""
    kept = [keep(record, folder / f"run {number}") for number, record in enumerate(records)]
    comparison = Comparison([compared.read(path) for path in kept], catalogue.load())
    written, _ = pages.write(Changes(comparison), folder / "compare")
    return written


def show(page: Page, folder: Path, *records: RunRecord) -> Page:
    """Compare runs, and open the page."""
    page.goto(compare(folder, *records).as_uri())
    return page


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the comparison of two builds, and with their reports; nobody writes to it."""
    folder = tmp_path_factory.mktemp("builds")
    compare(folder, *builds())
    return folder


@pytest.fixture
def shown(page: Page, kept: Path) -> Page:
    page.goto((kept / "compare" / "compare.html").as_uri())
    return page


def test_what_changed_stands_on_top(shown: Page) -> None:
    expect(shown.get_by_role("heading", level=1)).to_have_text("What changed at the reference server?")
    expect(shown.locator(".counts strong")).to_have_text(["3", "1", "101", "2"])
    expect(shown.locator(".count.broken")).to_contain_text("of 107 examples")
    expect(shown.locator(".count.broken .chips a")).to_have_text(["G-1a", "B06", "B22"])
    broken = shown.locator(".kind.broken")
    expect(broken.get_by_role("heading")).to_contain_text("Newly broken 2 examples")
    expect(broken).to_contain_text(f"{SECOND} A lost phone")
    expect(broken).to_contain_text("Used codes work again.")
    expect(shown.locator(".kind.held")).to_contain_text(FIRST)
    expect(shown.locator(".kind.lost")).to_contain_text("not-offered: no such thing")
    expect(shown.locator(".kind.gone")).to_contain_text(GONE)
    expect(shown.locator(".kind.new")).to_contain_text("A code typed just as it changes")


def test_markup_in_what_a_product_says_stays_text(shown: Page) -> None:
    expect(shown.locator(".kind.broken")).to_contain_text(HOSTILE)
    expect(shown.locator("script")).to_have_count(0)
    assert "owned" not in shown.title()


def test_each_run_stands_in_its_column(shown: Page) -> None:
    cells = shown.locator("#B19 .promise td")
    expect(cells).to_contain_text(["broken", "broken"])
    row = shown.locator("#B19 tr", has=shown.get_by_role("rowheader", name=SECOND))
    expect(row.locator("td")).to_contain_text(["passed", "failed"])


def test_what_is_alike_is_folded_away_with_its_sentence(shown: Page) -> None:
    shown.locator("summary", has_text="behaviours alike in all runs").click()
    expect(shown.locator("li#B37")).to_contain_text("Password reset does not get round 2FA")
    expect(shown.locator("li#B37")).to_contain_text("held")


def test_the_evidence_is_one_click_away(shown: Page) -> None:
    link = shown.locator(".kind.broken").get_by_role("link", name=f"evidence of {SECOND}").last
    link.click()
    assert "/run%201/chapters/a-lost-phone.html#" in shown.url
    expect(shown.locator(":target")).to_contain_text(SECOND)


def test_every_link_leads_somewhere(shown: Page, kept: Path) -> None:
    folder = kept / "compare"
    ids = shown.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    links = shown.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    inside = {link for link in links if link.startswith("#")}
    assert {link.removeprefix("#") for link in inside} <= set(ids)
    outside = {link.partition("#")[0] for link in links} - {""}
    assert {"../run%200/index.html", "../run%201/index.html", "compare.json"} < outside
    for link in {link for link in links if not link.startswith("#")}:
        file, _, anchor = unquote(link).partition("#")
        there = (folder / file).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in there, link


def test_several_products_stand_side_by_side(page: Page, tmp_path: Path) -> None:
    records = (*builds(), whole())
    records[1]["target"], records[2]["target"] = "shop", "bank"
    show(page, tmp_path, *records)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("the reference server, shop and bank side by side")
    expect(page.locator("table").last.locator("thead th")).to_have_text(
        ["Behaviour", "the reference server", "shop", "bank"]
    )


def test_what_a_run_was_not_asked_for_is_not_called_untested(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path, whole(), only(builds()[1], SECOND), end(whole(), FIRST, Verdict.FAIL))
    row = page.locator("#B19 tr", has=page.get_by_role("rowheader", name=FIRST))
    expect(row.locator("td").nth(1)).to_contain_text("not asked for")
    expect(page.locator(".notes")).to_contain_text(
        "was a partial run: what it was not asked for is not compared"
    )


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1366, True)], ids=["phone", "desktop, dark"])
def test_everybody_can_read_it(shown: Page, width: int, dark: bool) -> None:
    shown.set_viewport_size({"width": width, "height": 900})
    shown.emulate_media(color_scheme="dark" if dark else "light")
    shown.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    found = Axe().run(shown)
    assert found.violations_count == 0, found.generate_report()


def test_wide_tables_scroll_within_themselves(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path, *builds(), whole("2026-03-03T09:05:00+00:00"), whole("2026-03-04T09:05:00+00:00"))
    for width in (320, 390, 768, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_unfolds_what_is_alike_in_dark_ink(shown: Page) -> None:
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.locator("li#B37").evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    assert shown.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
