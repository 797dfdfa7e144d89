"""What a reader finds on the page: counts, verdicts, failures, and what was left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from harness.report.view import WORDS
from harness.stage import CAST
from harness.verdicts import Verdict
from tests.report import runs
from tests.report.conftest import Show

RED_AT_LEAST = 150


def counts(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".count").all_inner_texts()]


def is_red(text: Locator) -> bool:
    red, green, blue = text.evaluate("e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).map(Number)")
    return bool(red > RED_AT_LEAST > 2 * max(green, blue))


def test_a_whole_run_that_passed(show: Show) -> None:
    page = show(runs.run_of())
    assert counts(page) == [
        "47 of 47 statements ✔ tested and held",
        "0 of 47 statements ✘ tested and broken",
        "0 of 47 statements – not tested",
    ]
    expect(page.locator(".eyebrow")).to_contain_text("Whole run")
    expect(page.locator(".facts")).to_contain_text("1 March 2026, 09:05 UTC")
    expect(page.locator(".facts")).to_contain_text("3 min 20 s")
    expect(page.locator(".facts")).to_contain_text("chromium")
    expect(page.get_by_text("What failed")).to_have_count(0)
    expect(page.locator("details[open]")).to_have_count(0)
    assert "%" not in page.inner_text("body")


def test_a_chapter_as_the_feature_file_tells_it(show: Show) -> None:
    page = show(runs.run_of())
    lost_phone = page.get_by_role("region", name="A lost phone")
    expect(lost_phone).to_contain_text("backup code")
    rule = lost_phone.locator(".rule", has_text="let the owner in, once")
    expect(rule.locator(".promises")).to_contain_text("G-16b password plus unused code: in, code spent")
    expect(rule.locator(".promises")).to_contain_text("B19")
    expect(rule.locator(".verdict")).to_have_text("✔ held")
    expect(page.get_by_role("navigation")).to_contain_text("A lost phone 4 rules held", use_inner_text=True)


def test_a_failure_shows_why_where_and_how_to_run_it_again(show: Show) -> None:
    record = runs.run_of()
    failed = runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    page = show(record)
    assert counts(page)[1] == "1 of 47 statements ✘ tested and broken G-16b"
    example = page.locator("details[open]")
    expect(example.locator(".steps .failed")).to_contain_text("failed here")
    expect(example.locator(".steps .not-reached")).to_contain_text("not reached")
    expect(example.locator("dl")).to_contain_text("Alice is signed in.")
    expect(example.locator("dl")).to_contain_text("rejected ('Wrong code.')")
    expect(example).to_contain_text(f"{failed['file']}:{failed['line']}")
    expect(example).to_contain_text(f'pytest "{failed["nodeid"]}"')
    expect(page.get_by_role("navigation")).to_contain_text("1 rule broken, 3 rules held")
    page.get_by_role("link", name="A backup code for the second time").first.click()
    expect(example).to_be_in_viewport()


def test_an_error_around_an_example_is_not_the_product_s(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "Signing in to a new account", "error", "E   OSError: no port is free")
    page = show(record)
    assert counts(page)[1] == "0 of 47 statements ✘ tested and broken"
    assert counts(page)[3] == "1 of 47 statements ? not judged G-1a"
    expect(page.locator("details[open]").first).to_contain_text("broke off")
    expect(page.locator("details[open] .why").first).to_contain_text("OSError: no port is free")
    expect(page.locator(".failed-list")).to_contain_text("OSError: no port is free")


def test_what_is_not_offered_says_why_and_is_not_held(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "Signing in to a new account", "skipped", why="not-offered: it has no password")
    page = show(record)
    assert counts(page)[0] == "46 of 47 statements ✔ tested and held"
    assert counts(page)[3] == "1 of 47 statements – not offered G-1a"
    expect(page.locator(".facts")).to_contain_text("1 not offered")
    run = page.locator(".run.not-offered")
    run.locator("summary").click()
    expect(run).to_contain_text("not-offered: it has no password")


def test_what_is_inconclusive_says_why_and_stands_in_red(show: Show) -> None:
    record = runs.run_of()
    result = runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    result["verdict"], result["why"] = "INCONCLUSIVE", "control-after-failed: the right code was refused too"
    page = show(record)
    assert counts(page)[1] == "0 of 47 statements ✘ tested and broken"
    assert counts(page)[3] == "1 of 47 statements ? inconclusive G-16b"
    expect(page.locator(".failed-list")).to_contain_text("control-after-failed")
    run = page.locator("details[open]").first
    expect(run.locator(".why .lead")).to_have_text("control-after-failed: the right code was refused too")
    assert is_red(run.locator(".ended"))


def test_a_statement_with_each_verdict_has_its_words(show: Show) -> None:
    record = runs.run_of()
    for verdict in Verdict:
        result = runs.end(record, "Signing in to a new account", "passed")
        result["verdict"] = verdict.value
        page = show(record)
        expect(page.locator("#G-1a .verdict")).to_contain_text(WORDS[verdict][1].value)


def test_a_partial_run_says_what_it_left_out(show: Show) -> None:
    record = runs.run_of()
    runs.keep(record, "Reading the code off the phone", "Entering no code at all")
    page = show(record)
    expect(page.locator(".eyebrow")).to_contain_text("Partial run")
    assert counts(page)[0] == (
        "2 of 47 statements ✔ tested and held 2 of them in part: not all of their examples ran."
    )
    rule = page.locator(".rule", has_text="The password and the current code together")
    expect(rule.locator(".verdict").first).to_have_text("✔ held as far as tested 1 of 4 examples ran")
    expect(rule.locator(".run.not-run")).to_have_count(3)
    expect(rule.locator(".run.not-run summary").first).to_contain_text("not run")


def test_a_statement_that_did_not_run_stands_in_red(show: Show) -> None:
    record = runs.run_of()
    runs.keep(record, "Reading the code off the phone")
    page = show(record)
    missed, held = page.locator("#G-16b .verdict"), page.locator("#G-6b .verdict")
    expect(missed).to_contain_text("– not covered by this run: A backup code for the first time")
    assert is_red(missed)
    expect(held).to_contain_text("✔ held as far as tested")
    assert not is_red(held)


def test_a_statement_without_an_example_stands_in_red(show: Show, tmp_path: Path) -> None:
    features = tmp_path / "features"
    features.mkdir()
    (features / "one.feature").write_text(
        "Feature: One\n  @G-1a\n  Rule: Holds\n    Example: It\n      Given a thing\n", encoding="utf-8"
    )
    page = show(runs.run_of(features), features)
    missed = page.locator("#G-2a .verdict")
    expect(missed).to_have_text("– not covered: the feature files have no example for it")
    assert is_red(missed)


def test_rows_of_an_outline_are_lines_under_its_title(show: Show) -> None:
    page = show(runs.run_of())
    outline = page.locator(".example", has_text="Entering a code that is not the current one")
    assert outline.locator("summary .title").all_inner_texts() == [
        "a wrong code",
        "a code that her phone showed long ago",
        "a code from Bob's phone",
    ]
    outline.locator("summary").nth(2).click()
    expect(outline.locator(".steps").nth(2)).to_contain_text("and a code from Bob's phone")


def test_runs_in_two_browsers_are_told_apart(show: Show) -> None:
    record = runs.run_of()
    first = record["results"][0]
    record["results"].append({**first, "browser": "firefox", "nodeid": f"{first['nodeid']}[firefox]"})
    page = show(record)
    expect(page.locator(".facts")).to_contain_text("chromium, firefox")
    example = page.locator(".example", has_text="Signing in to a new account")
    assert example.locator("summary .title").all_inner_texts() == ["chromium", "firefox"]
    example.locator("summary").nth(1).click()
    expect(example.locator("code").nth(1)).to_contain_text("--browser firefox")


def test_a_result_without_a_place_in_the_feature_files_is_told(show: Show) -> None:
    record = runs.run_of()
    record["results"][0]["line"] += 1000
    page = show(record)
    lost = page.get_by_role("region", name="Not in the feature files")
    expect(lost).to_contain_text("Signing in to a new account")


@pytest.mark.parametrize("name", CAST)
def test_the_glossary_knows_everybody_on_stage(show: Show, name: str) -> None:
    expect(show(runs.run_of()).locator(".cast dt", has_text=name)).to_have_count(1)
