"""Search, filter and theme: small, and nothing that the page needs to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.report import write, write_single
from tests.report import runs
from tests.report.conftest import LOST_PHONE, SIGNING_IN, Show


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)


def found(page: Page) -> list[str]:
    """What the search shows, once it is there."""
    expect(page.locator(".found [role=status]")).to_contain_text("found")
    return page.locator(".found li a").all_inner_texts()


@pytest.mark.parametrize("at", ["index.html", LOST_PHONE])
def test_an_example_is_found_from_any_page(show: Show, at: str) -> None:
    page = show(runs.run_of(), at=at)
    search(page, "COUNTING left codes")
    assert found(page)[0] == "Counting the codes that are left"
    page.locator(".found a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A lost phone")
    expect(page.locator(".acted:target")).to_be_in_viewport()


def test_rules_statements_and_clauses_are_found_by_word_or_id(show: Show) -> None:
    page = show(runs.run_of())
    search(page, "g-16b")
    assert found(page) == ["G-16b password plus unused code: in, code spent"]
    search(page, "works once")
    expect(page.locator(".found li", has_text="B19")).to_contain_text("behaviour · held · The standards")


def test_what_stands_so_can_be_listed_without_a_word(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    page = show(record)
    page.get_by_role("combobox").select_option("broken")
    expect(page.locator(".found li", has_text="A backup code for the second time")).to_have_count(1)
    assert all("broken" in text for text in page.locator(".found small").all_inner_texts())
    search(page, "statement nobody made")
    expect(page.locator(".found [role=status]")).to_have_text("0 found")
    search(page, "")
    page.get_by_role("combobox").select_option("of any standing")
    expect(page.locator(".found")).to_be_hidden()


def test_the_index_of_the_search_is_loaded_by_who_searches(page: Page, show: Show) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    show(runs.run_of())
    assert asked == ["index.html"]
    search(page, "backup")
    assert found(page)
    assert asked == ["index.html", "search.js"]


def test_a_missing_index_is_told(show: Show, tmp_path: Path) -> None:
    page = show(runs.run_of())
    (tmp_path / "search.js").unlink()
    search(page, "backup")
    expect(page.locator(".found [role=status]")).to_contain_text("search.js is missing")


def test_what_a_feature_says_is_no_markup_in_what_is_found(show: Show, tmp_path: Path) -> None:
    features = tmp_path / "features"
    features.mkdir()
    title = "</script><img src=x onerror=\"document.title='owned'\">"
    (features / "one.feature").write_text(
        f"Feature: One\n  @G-1a\n  Rule: Holds\n    Example: {title}\n      Given a thing\n", encoding="utf-8"
    )
    page = show(runs.run_of(features), features)
    search(page, "onerror")
    assert found(page) == [title]
    assert "owned" not in page.title()


def test_a_chapter_shows_only_what_ended_in_one_way(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "Reading the code off the phone", "failed", runs.UNMET)
    page = show(record, at=SIGNING_IN)
    everything = page.locator(".run:visible").count()
    page.get_by_label("Show").select_option("failed")
    assert page.locator(".run:visible .title").all_inner_texts() == ["Reading the code off the phone"]
    expect(page.locator(".rule:visible")).to_have_count(1)
    page.get_by_label("Show").select_option("all examples")
    expect(page.locator(".run:visible")).to_have_count(everything)


def test_a_theme_is_chosen_and_kept(page: Page, show: Show) -> None:
    page.emulate_media(color_scheme="light")
    show(runs.run_of())
    button = page.get_by_role("button", name="Theme")

    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = paper()
    button.click()
    expect(button).to_have_text("Theme: light")
    assert paper() == light
    button.click()
    expect(button).to_have_text("Theme: dark")
    assert paper() != light
    page.get_by_role("link", name="Glossary").click()
    expect(page.get_by_role("button", name="Theme")).to_have_text("Theme: dark")
    assert paper() != light
    page.get_by_role("button", name="Theme").click()
    assert paper() == light


def test_without_a_script_nothing_is_offered_that_needs_one(browser: Browser, tmp_path: Path) -> None:
    index = write(runs.run_of(), tmp_path)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(index.as_uri())
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    page.get_by_role("link", name="A lost phone").click()
    page.locator("summary", has_text="A backup code for the second time").click()
    expect(page.locator(".run[open]")).to_contain_text("the backup code is refused")


def test_one_file_has_its_search_within(page: Page, tmp_path: Path) -> None:
    write_single(runs.run_of(), tmp_path, tmp_path / "all.html")
    page.goto((tmp_path / "all.html").as_uri())
    search(page, "counting codes")
    assert found(page)[0] == "Counting the codes that are left"
    page.locator(".found a").first.click()
    expect(page.locator(".run[open] .acted:target")).to_be_in_viewport()
