"""The pictures of a chapter: drawn from what people did, left out where nothing was measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from harness.record import Deed, RunRecord
from harness.report.figures.acceptance_window import COLUMN
from tests.report import runs
from tests.report.conftest import TURNING_ON, WRONG_CODES, WRONG_TIME, Show

DECLARED = {"period": 30, "steps_back": 1, "steps_ahead": 1, "lock": {"threshold": 3, "seconds": 900}}


def entered(steps: int, answer: str, reason: str = "unspecified") -> Deed:
    return runs.deed("enter code", steps_away=steps, answer=answer, reason=reason)


def measured(*deeds: Deed, declared: dict[str, Any] | None = None) -> RunRecord:
    """A run in which one example of the window did this."""
    record = runs.run_of()
    record["declared"] = DECLARED if declared is None else declared
    runs.does(record, "A phone that runs far off", *deeds)
    return record


def table(page: Page) -> list[list[str]]:
    """The rows of the picture's text equivalent."""
    page.locator(".same summary").click()
    rows = page.locator(".same tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


AS_DECLARED = (
    entered(-20, "rejected", "clock"),
    entered(-1, "signed in"),
    entered(0, "signed in"),
    entered(0, "done"),
    entered(2, "rejected", "wrong"),
)


def test_the_window_shows_what_was_accepted_and_what_refused(show: Show) -> None:
    page = show(measured(*AS_DECLARED), at=WRONG_TIME)
    said = "Accepted at −1, 0; refused at −20, +2."
    expect(page.get_by_role("img", name=said)).to_be_visible()
    assert page.locator("svg .who").all_text_contents() == [
        "Measured",
        "The product’s own word",
        "RFC 6238, 5.2",
        "OWASP ASVS 5.0.0, 6.5.5",
    ]
    assert page.locator("svg .who + .off").all_text_contents() == [
        "1 step late, 1 step early",
        "should: at most 1 step late",
        "must at L2: a code lives 30 s at most",
    ]
    spans = page.locator("svg .allowed").evaluate_all("all => all.map(e => e.width.baseVal.value)")
    assert spans == [2 * COLUMN - 12, 2 * COLUMN - 12, COLUMN - 12], "−1 and 0; −1 and 0; 0"
    expect(page.locator(".mark.accepted")).to_have_count(2)
    expect(page.locator(".mark.refused")).to_have_count(2)
    expect(page.locator(".mark.wrong")).to_have_count(0)
    assert table(page) == [
        ["−20", "10 min slow", "0", "1", "refused"],
        ["−1", "30 s slow", "1", "0", "accepted"],
        ["0", "on time", "2", "0", "accepted"],
        ["+2", "1 min fast", "0", "1", "refused"],
    ]


def test_an_answer_against_what_is_declared_stands_out(show: Show) -> None:
    page = show(measured(*AS_DECLARED, entered(3, "signed in")), at=WRONG_TIME)
    expect(page.locator(".mark.wrong")).to_have_count(1)
    expect(page.locator("figcaption")).to_contain_text("Against what the product declares: +3.")


def test_a_refusal_for_something_else_says_nothing_about_time(show: Show) -> None:
    others = (entered(-1, "rejected", "used before"), entered(1, "locked out for now", "locked"))
    page = show(measured(*AS_DECLARED, *others), at=WRONG_TIME)
    assert [row[0] for row in table(page)] == ["−20", "−1", "0", "+2"]
    expect(page.locator(".mark.wrong")).to_have_count(0)


def test_without_declared_facts_the_window_tells_steps_alone(show: Show) -> None:
    page = show(measured(*AS_DECLARED, declared={}), at=WRONG_TIME)
    expect(page.locator("svg .declared")).to_have_count(0)
    assert "ASVS" not in page.locator("svg").inner_html(), "how long a step is isn't known"
    assert table(page)[0] == ["−20", "20 steps slow", "0", "1", "not declared"]


def test_what_other_chapters_enter_is_no_measurement(show: Show) -> None:
    record = runs.run_of()
    runs.does(record, "Reading the code off the phone", *AS_DECLARED)
    expect(show(record, at="chapters/signing-in-with-a-code.html").locator("figure")).to_have_count(0)


def test_two_offsets_make_no_window(show: Show) -> None:
    expect(show(measured(*AS_DECLARED[:2]), at=WRONG_TIME).locator("figure")).to_have_count(0)


def locking(*answers: tuple[float, str]) -> RunRecord:
    record = runs.run_of()
    record["declared"] = DECLARED
    deeds = [runs.deed("enter code", at, answer=answer, said=f"At {at:g}.") for at, answer in answers]
    runs.does(record, "Reaching the limit", *deeds)
    return record


LOCKED = ((0, "rejected"), (0, "rejected"), (0, "locked out for now"), (30, "locked out for now"))


def test_a_lock_is_told_from_its_first_try_to_its_end(show: Show) -> None:
    page = show(locking(*LOCKED, (901, "signed in")), at=WRONG_CODES)
    said = (
        "2 wrong codes were refused, the next one locked at 0:00, and at 15:01 the right code was let in, "
        "15 min declared."
    )
    expect(page.get_by_role("img", name=said)).to_be_visible()
    expect(page.locator("svg")).to_contain_text("declared end 15:00")
    assert table(page) == [
        ["0:00", "refused", "At 0."],
        ["0:00", "refused", "At 0."],
        ["0:00", "locked", "At 0."],
        ["0:30", "locked", "At 30."],
        ["15:01", "let in", "At 901."],
    ]


def test_a_lock_that_ends_too_early_shows_no_end_that_was_not_kept(show: Show) -> None:
    page = show(locking(*LOCKED, (600, "signed in")), at=WRONG_CODES)
    expect(page.locator("svg .ends")).to_have_count(0)
    expect(page.locator("figcaption")).to_contain_text("at 10:00 the right code was let in, 15 min declared")


def test_a_lock_that_nobody_saw_end_is_not_drawn(show: Show) -> None:
    expect(show(locking(*LOCKED), at=WRONG_CODES).locator("figure")).to_have_count(0)


def test_the_set_up_is_a_strip_of_its_pictures(show: Show, tmp_path: Path) -> None:
    record = runs.run_of()
    (tmp_path / "pictures").mkdir()
    result = next(r for r in record["results"] if r["example"] == "Entering the code that the phone shows")
    for number, step in enumerate(result["steps"][-2:]):
        name = f"pictures/{number}.png"
        Image.new("RGB", (1280, 720), "blue").save(tmp_path / name)
        step["evidence"] = [runs.deed("picture", picture=name)]
    page = show(record, at=TURNING_ON)
    frames = page.locator(".strip li")
    assert frames.locator("p").all_inner_texts() == [step["text"] for step in result["steps"][-2:]]
    expect(frames.locator("img").first).to_have_js_property("naturalWidth", 1280)


def test_a_run_without_pictures_has_no_strip(show: Show) -> None:
    expect(show(runs.run_of(), at=TURNING_ON).locator("figure")).to_have_count(0)
