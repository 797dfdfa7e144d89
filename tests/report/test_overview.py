"""What a reader finds on the index: the facts of the run, the counts, what failed, what is not covered."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from harness import requirements
from harness.ending import Judgement
from harness.order import Order
from harness.report import FEATURES
from tests.report import runs
from tests.report.conftest import Show
from tests.report.look import counts, is_red


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
    assert "%" not in page.inner_text("body")


def test_the_facts_of_the_run(show: Show) -> None:
    record = runs.run_of()
    for result in record["results"]:
        result["browser_version"] = "140.0.1"
    record["build"], record["order"] = "2026.3-rc1", Order(kind="random by global", seed="7")
    scored = record["requirements"] = requirements.scored(FEATURES.parent, "all")
    record["declares"] = ["Codes have 6 digits and change every 30 seconds (SHA1)."]
    record["judgement"] = Judgement(
        verdict="INCONCLUSIVE",
        exit_code=6,
        scope="incomplete",
        reasons=["nothing was tested"],
        behaviours={},
        statements={},
    )
    page = show(record)
    facts = page.locator(".facts")
    for told in ("2026.3-rc1", "chromium 140.0.1", "random by global, seed 7", f"{scored['files']} files of Twofold"):
        expect(facts).to_contain_text(told)
    expect(facts).to_contain_text(scored["sha256"])
    expect(facts).not_to_contain_text("have changed")
    expect(page.locator(".eyebrow")).to_contain_text("Incomplete run of the guide and of the chapters beyond it")
    expect(page.locator(".ruling")).to_contain_text("INCONCLUSIVE")
    expect(page.locator(".ruling")).to_contain_text("Exit code 6.")
    expect(page.locator(".reasons")).to_have_text("nothing was tested")
    expect(page.get_by_role("region", name="declares about itself")).to_contain_text("Codes have 6 digits")


def test_a_record_of_other_files_says_so(show: Show) -> None:
    record = runs.run_of()
    record["requirements"] = requirements.Requirements(version="0.0.9", files=3, sha256="0" * 64)
    expect(show(record).locator(".facts")).to_contain_text("have changed since this run")


def test_an_older_record_says_what_it_does_not_know(show: Show) -> None:
    facts = show(runs.run_of()).locator(".facts > div")
    for fact in ("Build", "Order", "Scored against"):
        expect(facts.filter(has_text=fact)).to_contain_text("not recorded")


def test_what_failed_comes_first_and_leads_to_it(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    page = show(record)
    assert counts(page)[1] == "1 of 47 statements ✘ tested and broken G-16b"
    failed = page.get_by_role("region", name="What failed")
    expect(failed).to_contain_text("Expected: Alice is signed in. Observed: rejected")
    failed.get_by_role("link", name="A backup code for the second time").click()
    expect(page.locator("details[open] .why")).to_be_in_viewport()


def test_an_error_around_an_example_is_not_the_product_s(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "Signing in to a new account", "error", "E   OSError: no port is free")
    page = show(record)
    assert counts(page)[1] == "0 of 47 statements ✘ tested and broken"
    assert counts(page)[3] == "1 of 47 statements ? not judged G-1a"
    expect(page.locator(".failed-list")).to_contain_text("OSError: no port is free")


def test_what_is_not_offered_says_why_and_is_not_held(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "Signing in to a new account", "skipped", why="not-offered: it has no password")
    page = show(record)
    assert counts(page)[0] == "46 of 47 statements ✔ tested and held"
    assert counts(page)[3] == "1 of 47 statements – not offered G-1a"
    expect(page.locator(".facts")).to_contain_text("1 not offered")
    told = page.get_by_role("region", name="What is not covered")
    expect(told.get_by_role("listitem").filter(has_text="G-1a")).to_contain_text("it has no password")
    assert not is_red(told.get_by_role("heading", name="Not offered by the product"))


def test_what_is_inconclusive_says_why_and_stands_in_red(show: Show) -> None:
    record = runs.run_of()
    result = runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    result["verdict"], result["why"] = "INCONCLUSIVE", "control-after-failed: the right code was refused too"
    page = show(record)
    assert counts(page)[1] == "0 of 47 statements ✘ tested and broken"
    assert counts(page)[3] == "1 of 47 statements ? inconclusive G-16b"
    expect(page.locator(".failed-list")).to_contain_text("control-after-failed")
    told = page.get_by_role("region", name="What is not covered")
    expect(told.get_by_role("listitem").filter(has_text="G-16b")).to_contain_text("control-after-failed")
    assert is_red(told.get_by_role("heading", name="Inconclusive"))


def test_a_partial_run_says_what_it_left_out(show: Show) -> None:
    record = runs.run_of()
    runs.keep(record, "Reading the code off the phone", "Entering no code at all")
    page = show(record)
    expect(page.locator(".eyebrow")).to_contain_text("Partial run")
    assert counts(page)[0] == (
        "2 of 47 statements ✔ tested and held 2 of them in part: not all of their examples ran."
    )
    told = page.get_by_role("region", name="What is not covered")
    expect(told.get_by_role("listitem").filter(has_text="G-16b")).to_have_count(1)
    assert is_red(told.get_by_role("heading", name="This run did not act its examples out"))
    assert is_red(told.get_by_role("link", name="G-16b"))


def test_a_run_of_the_guide_says_in_a_line_what_it_was_not_asked_for(show: Show) -> None:
    page = show(runs.run_of(profile="guide"))
    open_ones = page.get_by_role("region", name="What is not covered")
    expect(open_ones).to_contain_text("Each statement of the guide was tested.")
    expect(open_ones).to_contain_text("Not asked for: the chapters for the standards beyond the guide, with")
    expect(open_ones.get_by_role("listitem")).to_have_count(0)
    expect(page.get_by_text("not run")).to_have_count(0)
    expect(page.get_by_role("link", name="Standards")).to_have_count(0)
    expect(page.locator(".chapters > li")).to_have_count(9)


def test_the_standards_are_counted_where_they_were_asked_for(show: Show) -> None:
    page = show(runs.run_of())
    expect(page.get_by_text("The standards come to 44 behaviours")).to_be_visible()
    held, broken, untested, unseen = counts(page, group=1)
    assert held.endswith("of 44 behaviours ✔ tested and held")
    assert broken == "0 of 44 behaviours ✘ tested and broken"
    assert "not observable" in unseen
    assert sum(int(count.split()[0]) for count in (held, untested, unseen)) == 44


def test_the_contents_lead_to_chapters_and_rules(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    page = show(record)
    chapter = page.locator(".chapters > li", has_text="A lost phone")
    expect(chapter).to_contain_text("A phone that is lost or broken must not mean a lost account.")
    expect(chapter.locator(".state")).to_have_text("1 rule broken, 3 rules held")
    chapter.locator("summary").click()
    chapter.get_by_role("link", name="The second step offers to use a backup code").click()
    expect(page.get_by_role("heading", name="The second step offers")).to_be_in_viewport()


def test_a_comparison_is_linked_where_there_is_one(show: Show, tmp_path: Path) -> None:
    expect(show(runs.run_of()).get_by_role("link", name="What changed")).to_have_count(0)
    (tmp_path / "compare.html").write_text("<!doctype html><title>What changed</title>", encoding="utf-8")
    page = show(runs.run_of())
    page.get_by_role("link", name="What changed").click()
    expect(page).to_have_title("What changed")
