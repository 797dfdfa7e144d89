"""The page of what was measured: each number beside what was declared, each clause judged by itself."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from harness.measures import Measure, between, exactly
from harness.record import RunRecord
from harness.report import FEATURES, write
from tests.report import runs
from tests.report.conftest import Show
from tests.report.look import is_red

DECLARED = {"period": 30, "steps_back": 1, "steps_ahead": 1}


def swept(*accepted: int) -> Measure:
    """A sweep in which codes of these time steps were taken."""
    back = exactly("window_back", -min(accepted), "Codes of a phone.", declared=1)
    back["tried"] = [{"steps": steps, "accepted": steps in accepted} for steps in range(-7, 8)]
    return back


def run(*measures: Measure, profile: str = "all") -> RunRecord:
    record = runs.run_of(profile=profile)
    record["declared"] = DECLARED
    runs.measured(record, *measures)
    return record


def part(page: Page, title: str) -> Locator:
    """The section of one number."""
    return page.get_by_role("region", name=title, exact=True)


def test_each_clause_is_judged_by_itself(show: Show) -> None:
    page = show(run(exactly("lock_threshold", 6, "After 6.", declared=6)), at="measured.html")
    number = part(page, "Wrong codes that lock")
    expect(number).to_contain_text("6 wrong codes ✔ as declared")
    pci = number.get_by_role("listitem").filter(has_text="PCI DSS 4.0.1 8.3.4")
    expect(pci).to_contain_text("at most 10 wrong codes must")
    expect(pci).to_contain_text("within")
    psd2 = number.get_by_role("listitem").filter(has_text="PSD2 RTS")
    expect(psd2.locator(".standing")).to_have_text("✘ outside")
    assert is_red(psd2.locator(".standing"))
    advice = number.get_by_role("listitem").filter(has_text="NIST SP 800-63B-4 8.1")
    expect(advice.locator(".standing")).to_have_text("! outside")
    assert not is_red(advice.locator(".standing"))


def test_a_clause_leads_to_where_the_standards_are_told(show: Show) -> None:
    page = show(run(exactly("lock_threshold", 5, "After 5.")), at="measured.html")
    part(page, "Wrong codes that lock").get_by_role("link", name="PCI DSS").click()
    expect(page.locator("li:target")).to_contain_text("PCI-8.3.4a")


def test_what_is_against_the_declaration_is_red_and_told_on_the_index(show: Show) -> None:
    page = show(run(swept(-2, -1, 0, 1), between("idle", 100, None, "It never ended.")))
    line = page.get_by_role("region", name="What was measured")
    expect(line).to_contain_text("2 numbers, 1 against what the reference server declares")
    line.get_by_role("link").click()
    assert is_red(part(page, "How late a code is taken").locator(".measure .bad"))
    expect(part(page, "How long one stays signed in without doing anything")).to_contain_text("100 s or more not declared")
    expect(page.locator(".cell.wrong")).to_have_count(1)
    said = "Tried at every time step from −7 to +7; taken at −2, −1, 0, +1. Against what the product declares: −2."
    expect(page.get_by_role("img", name=said)).to_be_visible()
    expect(page.locator("svg")).to_contain_text("RFC 6238 5.2: at most 1 step late")
    expect(page.locator("svg .passed-over")).to_have_count(3)


def test_what_was_not_measured_says_why(show: Show) -> None:
    record = run(swept(-1, 0, 1))
    for result in record["results"]:
        if result["example"] == "Timing a lock from begin to end":
            result["verdict"], result["why"] = "NOT_APPLICABLE", "not-offered: its time can't be moved"
    number = part(show(record, at="measured.html"), "How long a lock lasts")
    expect(number).to_contain_text("Not measured")
    expect(number).to_contain_text("its time can't be moved")
    expect(number.locator(".standing").first).to_have_text("– not measured")


def test_a_profile_has_its_own_limits_alone(show: Show) -> None:
    page = show(run(exactly("lock_threshold", 5, "After 5."), profile="psd2"), at="measured.html")
    expect(part(page, "Wrong codes that lock").get_by_role("listitem")).to_have_count(1)


def test_without_a_number_there_is_no_page(tmp_path: Path) -> None:
    record = run(swept(0))
    write(record, tmp_path, FEATURES)
    assert (tmp_path / "measured.html").is_file()
    del record["results"][0]["steps"][0]["measures"]
    write(record, tmp_path, FEATURES)
    assert not (tmp_path / "measured.html").is_file()
    assert 'href="measured.html"' not in (tmp_path / "index.html").read_text(encoding="utf-8")
