"""The page as a document: safe, self-contained, linkable, accessible, fast, and written when a run ends."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from harness.record import Deed, Record, RunRecord
from harness.report import FEATURES, write
from harness.report.plugin import add_page
from harness.report.words import product
from tests.report import runs
from tests.report.conftest import Show

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 900}
MARKUP = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\"> & </pre>"
NOW = "2026-01-01T12:00:00.000+00:00"
BRIEF_RUN = 3.0
"""Seconds in which 1,000 examples have to be written."""


def failed_run(features: Path = FEATURES) -> RunRecord:
    """Something of everything: a broken promise, a breakdown, a skip, an example that did not run."""
    record = runs.run_of(features)
    runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    runs.end(record, "Signing in to a new account", "error", "E   OSError: no port is free")
    runs.end(record, "Leaving the set-up half-way", "skipped")
    del record["results"][-1]
    return record


def test_markup_in_what_a_product_says_stays_text(show: Show) -> None:
    record = runs.run_of()
    result = runs.end(record, "Signing in to a new account", "failed", f"E   Boom: {MARKUP}")
    result["steps"][0]["text"] = record["target"] = MARKUP
    page = show(record)
    expect(page.locator("details[open] .why pre").first).to_have_text(f"Boom: {MARKUP}")
    expect(page.locator("details[open] .steps")).to_contain_text(MARKUP)
    expect(page.locator("script, img")).to_have_count(0)
    assert product(MARKUP) in page.title()


def test_the_policy_stops_a_script_and_lets_the_style_through(show: Show) -> None:
    page = show(runs.run_of())
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    page.evaluate(
        "e => document.body.append(Object.assign(document.createElement('script'), e))",
        {"textContent": "document.title = 'owned'"},
    )
    assert "statements of the guide" in page.title()
    assert page.evaluate("getComputedStyle(document.querySelector('.columns')).display") == "grid"


def test_a_picture_is_shown_where_it_was_taken(show: Show, tmp_path: Path) -> None:
    record = runs.run_of()
    step = runs.end(record, "The old phone", "passed")["steps"][-1]
    deed = Deed(task="picture", by="Alice", device=1, at=NOW, product_time=NOW, picture="pictures/end.png")
    step["evidence"] = [deed]
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (1280, 720), "red").save(tmp_path / "pictures" / "end.png")
    page = show(record)
    page.locator("summary", has_text="The old phone").click()
    shown = page.get_by_role("img", name="The page after this step")
    expect(shown).to_have_js_property("naturalWidth", 1280)
    expect(page.locator(".steps > li", has=shown)).to_contain_text(step["text"])


def test_the_page_asks_for_nothing_else(page: Page, show: Show) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    show(failed_run())
    assert asked == [page.url]


def test_anchors_are_unique_and_every_link_leads_somewhere(show: Show) -> None:
    page = show(failed_run())
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert {link for link in links if link.removeprefix("#") not in ids} == {"run.json"}
    for places in (".chapter h2", ".rule h3", ".example", ".run", ".statements li"):
        assert page.locator(places).count() == page.locator(f"{places}[id]").count() > 0


def test_an_anchor_outlives_a_change_of_order(tmp_path: Path) -> None:
    anchor = 'id="a-lost-phone--counting-the-codes-that-are-left"'
    assert anchor in write(failed_run(), tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, show: Show, tmp_path: Path, size: dict[str, int], scheme: str) -> None:
    two_chapters = tmp_path / "features"
    two_chapters.mkdir()
    for name in ("01_turning_two_factor_authentication_on.feature", "06_a_lost_phone.feature"):
        shutil.copy(FEATURES / name, two_chapters)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    show(failed_run(two_chapters), two_chapters)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert Axe().run(page).violations_count == 1, "axe is expected to see a fault that was planted"


@pytest.mark.parametrize("width", [320, 390, 768, 1366])
def test_nothing_is_wider_than_the_screen(page: Page, show: Show, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    record = failed_run()
    runs.end(record, "Signing in to a new account", "failed", f"E   Boom: {'unbroken' * 40}")
    show(record)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_unfolds_the_examples_in_dark_ink(page: Page, show: Show) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    show(runs.run_of())
    assert page.locator(".steps").first.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"


def test_a_thousand_examples_are_written_quickly(tmp_path: Path) -> None:
    features = tmp_path / "features"
    features.mkdir()
    for chapter in range(10):
        rules = "".join(
            f"  @G-1a @B06\n  Rule: Rule {rule}\n"
            + "".join(
                f"    Example: Example {rule} {number}\n      Given a thing\n      When it moves\n"
                "      Then it is elsewhere\n      And nothing else has changed\n"
                for number in range(5)
            )
            for rule in range(20)
        )
        text = f"Feature: Chapter {chapter}\n{rules}"
        (features / f"{chapter}.feature").write_text(text, encoding="utf-8")
    record = runs.run_of(features)
    began = time.process_time()
    page = write(record, tmp_path, features).read_text(encoding="utf-8")
    assert time.process_time() - began < BRIEF_RUN
    assert page.count('class="run passed"') == len(record["results"]) == 1000


class Options:
    """The part of pytest's configuration that the record reads."""

    def __init__(self, folder: Path) -> None:
        self.options = {"--report-dir": str(folder), "--target": "reference", "--profile": "all"}
        self.rootpath = FEATURES.parent
        self.stash = pytest.Stash()

    def getoption(self, name: str, default: str = "") -> str:
        return self.options.get(name, default)


def test_the_end_of_a_run_writes_page_and_record(tmp_path: Path) -> None:
    record = Record(cast(pytest.Config, Options(tmp_path / "report")))
    record.results = {result["nodeid"]: result for result in failed_run()["results"]}
    record.pytest_sessionfinish()
    add_page(record)
    assert [path.name for path in record.written] == ["index.html", "run.json"]
    page, data = (path.read_text(encoding="utf-8") for path in record.written)
    assert "Partial run" in page
    assert json.loads(data)["whole"] is False
