"""What a reader finds on the page of a chapter: rules, examples, steps, why one failed and how to see it again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.report import runs
from tests.report.conftest import LOST_PHONE, SIGNING_IN, TURNING_ON, Show
from tests.report.look import is_red


def test_a_chapter_as_the_feature_file_tells_it(show: Show) -> None:
    page = show(runs.run_of(), at=LOST_PHONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("A lost phone")
    expect(page.locator(".prose")).to_contain_text("A saved backup code opens the door once")
    rule = page.locator(".rule", has_text="let the owner in, once")
    expect(rule.locator(".promises").first).to_contain_text("G-16b password plus unused code: in, code spent")
    expect(rule.locator(".promises").first).to_contain_text("B19 A backup code works once")
    expect(rule.locator(".verdict").first).to_have_text("✔ held")
    expect(page.locator("details[open]")).to_have_count(0)


def test_a_promise_leads_to_where_it_is_told(show: Show) -> None:
    page = show(runs.run_of(), at=LOST_PHONE)
    rule = page.locator(".rule", has_text="let the owner in, once")
    rule.get_by_role("link", name="G-16b", exact=True).click()
    expect(page.locator("li:target")).to_contain_text("password plus unused code: in, code spent")
    page.locator("li:target").get_by_role("link", name="A backup code for the second time").click()
    expect(page.locator(".run[open] .acted:target")).to_be_in_viewport()


def test_a_failure_shows_why_where_and_how_to_run_it_again(show: Show) -> None:
    record = runs.run_of()
    failed = runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    page = show(record, at=LOST_PHONE)
    example = page.locator(".run[open]")
    expect(example.locator(".steps .failed")).to_contain_text("failed here")
    expect(example.locator(".steps .not-reached")).to_contain_text("not reached")
    expect(example.locator("dl")).to_contain_text("Alice is signed in.")
    expect(example.locator("dl")).to_contain_text("rejected ('Wrong code.')")
    expect(example).to_contain_text(f"{failed['file']}:{failed['line']}")
    expect(example).to_contain_text(f'pytest "{failed["nodeid"]}"')


def test_an_error_around_an_example_broke_off(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "Signing in to a new account", "error", "E   OSError: no port is free")
    page = show(record, at=TURNING_ON)
    expect(page.locator(".run[open]")).to_contain_text("broke off")
    expect(page.locator(".run[open] .why")).to_contain_text("OSError: no port is free")


def test_what_is_not_offered_says_why(show: Show) -> None:
    record = runs.run_of()
    runs.end(record, "Signing in to a new account", "skipped", why="not-offered: it has no password")
    run = show(record, at=TURNING_ON).locator(".run.not-offered")
    run.locator("summary").first.click()
    expect(run).to_contain_text("not-offered: it has no password")


def test_what_is_inconclusive_says_why_in_red(show: Show) -> None:
    record = runs.run_of()
    result = runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    result["verdict"], result["why"] = "INCONCLUSIVE", "control-after-failed: the right code was refused too"
    run = show(record, at=LOST_PHONE).locator(".run[open]")
    expect(run.locator(".why .lead")).to_have_text("control-after-failed: the right code was refused too")
    assert is_red(run.locator(".ended"))


def test_a_partial_run_says_which_examples_it_left_out(show: Show) -> None:
    record = runs.run_of()
    runs.keep(record, "Reading the code off the phone", "Entering no code at all")
    page = show(record, at=SIGNING_IN)
    rule = page.locator(".rule", has_text="The password and the current code together")
    expect(rule.locator(".verdict").first).to_have_text("✔ held as far as tested 1 of 4 examples ran")
    expect(rule.locator(".run.not-run")).to_have_count(3)
    expect(rule.locator(".run.not-run summary").first).to_contain_text("not run")


def test_rows_of_an_outline_are_lines_under_its_title(show: Show) -> None:
    page = show(runs.run_of(), at=SIGNING_IN)
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
    page = show(record, at=TURNING_ON)
    example = page.locator(".example", has_text="Signing in to a new account")
    assert example.locator("summary .title").all_inner_texts() == ["chromium", "firefox"]
    example.locator("summary").nth(1).click()
    expect(example.locator("code", has_text="pytest").nth(1)).to_contain_text("--browser firefox")


def test_a_result_without_a_place_in_the_feature_files_is_told(show: Show) -> None:
    record = runs.run_of()
    record["results"][0]["line"] += 1000
    page = show(record)
    page.get_by_role("link", name="Not in the feature files").click()
    expect(page.get_by_role("main")).to_contain_text("Signing in to a new account")


def test_one_chapter_leads_to_the_next(show: Show) -> None:
    page = show(runs.run_of(), at=TURNING_ON)
    page.get_by_role("navigation", name="Other chapters").get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saving backup codes")
    page.get_by_role("navigation", name="Other chapters").get_by_role("link", name="Before").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Turning two-factor authentication on")


def test_what_a_person_did_stands_with_its_step(show: Show) -> None:
    record = runs.run_of()
    entered = runs.deed("enter code", 5, given=["6 digits"], answer="rejected", reason="wrong")
    runs.does(record, "A backup code for the first time", entered)
    page = show(record, at=LOST_PHONE)
    page.locator("summary", has_text="A backup code for the first time").click()
    step = page.locator(".run[open] .steps > li").first
    step.locator("summary").click()
    expect(step).to_contain_text("Alice, device 1: enter code (6 digits) → rejected, for: wrong")
    expect(step).to_contain_text("2026-01-01 12:00:05 for the product")
