"""The guide statement by statement, the standards behaviour by behaviour and clause by clause, the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from harness import catalogue
from harness.check.collect import loaded
from harness.report import FEATURES, write
from harness.report.view import WORDS
from harness.stage import CAST
from harness.verdicts import Verdict
from tests.report import runs
from tests.report.conftest import Show
from tests.report.look import is_red

STATEMENTS, STANDARDS, GLOSSARY = "statements.html", "standards.html", "glossary.html"


@pytest.fixture
def features(tmp_path: Path) -> Path:
    """A feature file with one example of one statement."""
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "one.feature").write_text(
        "Feature: One\n  @G-1a\n  Rule: Holds\n    Example: It\n      Given a thing\n", encoding="utf-8"
    )
    return tmp_path / "features"


def test_a_statement_with_each_verdict_has_its_words(show: Show, features: Path) -> None:
    record = runs.run_of(features)
    for verdict in Verdict:
        record["results"][0]["verdict"] = verdict.value
        page = show(record, features, at=STATEMENTS)
        expect(page.locator("#G-1a .verdict")).to_contain_text(WORDS[verdict][1].value)


def test_a_statement_that_did_not_run_stands_in_red(show: Show) -> None:
    record = runs.run_of()
    runs.keep(record, "Reading the code off the phone")
    page = show(record, at=STATEMENTS)
    missed, held = page.locator("#G-16b .verdict"), page.locator("#G-6b .verdict")
    expect(missed).to_contain_text("– not covered by this run: A backup code for the first time")
    assert is_red(missed)
    expect(held).to_contain_text("✔ held as far as tested")
    assert not is_red(held)


def test_a_statement_without_an_example_stands_in_red(show: Show, features: Path) -> None:
    page = show(runs.run_of(features), features, at=STATEMENTS)
    missed = page.locator("#G-2a .verdict")
    expect(missed).to_have_text("– not covered: the feature files have no example for it")
    assert is_red(missed)


def test_a_clause_stands_as_the_behaviours_that_it_became(show: Show) -> None:
    record = runs.run_of()
    clause = next(b for b in catalogue.load().behaviours if b.id == "B19").clauses[0]
    page = show(record, at=STANDARDS)
    told = page.locator(f"[id='{clause}']")
    expect(page.locator("#B19 .verdict")).to_contain_text("✔ held")
    expect(told.locator(".verdict")).to_contain_text("✔ held")
    for result in record["results"]:
        if "B19" in result["tags"]:
            result["outcome"], result["verdict"], result["error"] = "failed", "FAIL", runs.UNMET
    page = show(record, at=STANDARDS)
    expect(page.locator("#B19 .verdict")).to_contain_text("✘ broken")
    expect(told.locator(".verdict")).to_contain_text("✘ broken")
    told.get_by_role("link", name="B19").click()
    expect(page.locator("#B19")).to_be_in_viewport()


def test_every_clause_is_told_with_its_reading_and_those_left_out_in_red(show: Show) -> None:
    record = runs.run_of()
    record["results"] = [result for result in record["results"] if "B10" not in result["tags"]]
    page = show(record, at=STANDARDS)
    told = page.locator(".clauses > li").all_inner_texts()
    assert len(told) == len(catalogue.load().clauses)
    assert all(any(reading in text for reading in catalogue.VERIFIED.values()) for text in told)
    missed = page.locator("#RTS-4\\.1 .word")
    expect(missed).to_have_text("– not tested")
    assert is_red(missed)


def test_what_a_browser_can_t_see_stands_as_that_and_in_no_red(show: Show) -> None:
    page = show(runs.run_of(), at=STANDARDS)
    for name, words in (
        ("#A5-6\\.5\\.3", "symptom only"),
        ("#A5-16\\.3\\.1", "not observable"),
        ("#B40", "not observable"),
    ):
        verdict = page.locator(f"{name} .word").first
        expect(verdict).to_have_text(f"– {words}")
        assert not is_red(verdict)
    expect(page.locator("#A5-6\\.5\\.3")).to_contain_text("could check what a browser doesn’t see: a review of the code")
    expect(page.locator("#B40")).to_contain_text("Who could check it: a look into the log")


def test_a_standard_s_own_page_scores_its_clauses_and_leads_to_all_others(show: Show, tmp_path: Path) -> None:
    page = show(runs.run_of(profile="psd2"), at=STANDARDS)
    expect(page.locator("h1")).to_have_text("PSD2, clause by clause")
    expect(page.locator(".tally tbody tr")).to_have_count(1)
    expect(page.locator("section.standard .clauses > li")).to_have_count(6)
    ids = page.locator(".clauses > li").evaluate_all("all => all.map(e => e.id)")
    assert sorted(ids) == sorted(catalogue.load().clauses)
    expect(page.get_by_role("link", name="Guide")).to_have_count(0)
    assert not (tmp_path / STATEMENTS).exists()
    page.get_by_role("link", name="Report").click()
    expect(page.locator("h1")).to_have_text("Does the reference server do what PSD2 asks for?")
    assert page.title().startswith("7 of 7 behaviours of PSD2 held by the reference server")
    links = page.locator("main a, nav a").evaluate_all("all => all.map(e => e.pathname)")
    assert all(Path(path).exists() for path in links)


def test_a_run_of_the_guide_has_no_page_of_the_standards(tmp_path: Path) -> None:
    write(runs.run_of(), tmp_path)
    assert (tmp_path / STANDARDS).exists()
    write(runs.run_of(profile="guide"), tmp_path)
    assert not (tmp_path / STANDARDS).exists()
    assert len(list(tmp_path.glob("chapters/*.html"))) == 9


@pytest.mark.parametrize("name", CAST)
def test_the_glossary_knows_everybody_on_stage(show: Show, name: str) -> None:
    expect(show(runs.run_of(), at=GLOSSARY).locator(".cast dt", has_text=name)).to_have_count(1)


def test_the_glossary_lists_the_phrases_and_their_words(tmp_path: Path) -> None:
    phrases = loaded(FEATURES.parent)
    write(runs.run_of(), tmp_path, phrases=phrases)
    page = (tmp_path / GLOSSARY).read_text(encoding="utf-8")
    assert f"{len(phrases)} phrases" in page
    assert "{who:Person} has {account:Account}" in page
    assert "<dt>Person</dt><dd><ul><li>Alice</li>" in page
