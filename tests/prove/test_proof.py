"""What a proof says, in words, as data and as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from faults.products.patched import Patch
from harness import catalogue
from harness.prove import page as pages
from harness.prove.examples import Example
from harness.prove.proof import Proof
from harness.prove.trial import Seen, Trial

RED, GREEN = Seen("FAIL", "Expected: no. Observed: yes."), Seen("PASS")
EXAMPLES = {
    name: Example(name, name, "Chapter", "Rule", frozenset(tags), f"steps/test_x.py::{name}")
    for name, tags in {"Replay": ["B10"], "Race": ["B10"], "Backup code": ["B19"], "Key": ["B05"]}.items()
}
FAULTS = [
    Patch("A1", "A code works twice.", ("Replay",)),
    Patch("A5", "A race is lost.", ("Race",), by_chance=True),
    Patch("D1", "A backup code <b>works</b> twice.", ("Backup code",)),
    Patch("I6", "The key is short.", ("Key",)),
    Patch("P-odd", "Nothing comes of it.", ("Key",)),
]


def tried(fault: Patch, *, fired: bool = True, trouble: str = "", **seen: Seen) -> Trial:
    names = {name.replace("_", " "): one for name, one in seen.items()}
    return Trial(fault.id, fault.caught_by, names, fired, 1.5, trouble)


def proof_of(
    *trials: Trial, known: int = len(FAULTS), times: int = 1, not_seeded: dict[str, str] | None = None
) -> Proof:
    ids = {trial.fault for trial in trials}
    chosen = [fault for fault in FAULTS if fault.id in ids]
    return Proof(
        "reference",
        chosen,
        trials,
        EXAMPLES,
        catalogue.load(),
        full=False,
        seconds=61.0,
        known=known,
        times=times,
        not_seeded=not_seeded or {},
    )


NO_FAULT = Trial("", (), {"Replay": GREEN, "Key": GREEN}, True, 1.0)
CAUGHT = tried(FAULTS[0], Replay=RED, Key=GREEN)
SURVIVED = tried(FAULTS[1], Race=GREEN)
ACCUSED = tried(FAULTS[2], Backup_code=RED, Replay=RED)
NOT_FIRED = tried(FAULTS[4], fired=False, Key=GREEN)
BROKEN = tried(FAULTS[3], trouble="the run left no record. Its last words:\nno browser")


def test_a_proof_that_holds() -> None:
    proof = proof_of(NO_FAULT, CAUGHT, known=1)
    assert proof.holds
    assert proof.whole
    assert proof.lines()[-1] == (
        "prove: 1 of 1 fault of reference caught by what is named for them and by nothing else, "
        "2 trials, 61 s"
    )


@pytest.mark.parametrize("trial", [SURVIVED, ACCUSED, NOT_FIRED, BROKEN])
def test_one_that_was_not_caught_spoils_it(trial: Trial) -> None:
    assert not proof_of(NO_FAULT, CAUGHT, trial).holds


def test_one_time_of_many_spoils_it() -> None:
    proof = proof_of(NO_FAULT, tried(FAULTS[1], Race=RED), SURVIVED, times=2)
    assert not proof.holds
    assert "A5 survived (1 of 2 times): A race is lost." in proof.lines()


def test_an_example_that_passed_as_a_control_is_not_red_anyway() -> None:
    assert proof_of(CAUGHT, tried(FAULTS[3], Key=RED, Replay=GREEN)).holds


def test_what_is_red_without_a_fault_spoils_it() -> None:
    proof = proof_of(Trial("", (), {"Replay": RED, "Key": GREEN}, True, 1.0), CAUGHT)
    assert not proof.holds
    assert "Seen to pass nowhere, not even without any fault: Replay" in proof.lines()


def test_each_trouble_is_told_in_words() -> None:
    told = "\n".join(proof_of(NO_FAULT, CAUGHT, SURVIVED, ACCUSED, BROKEN, NOT_FIRED).lines())
    assert "A5 survived: A race is lost.\n  did not notice it: Race (PASS)" in told
    assert "accused though not named: Replay (FAIL: Expected: no. Observed: yes.)" in told
    assert "P-odd did not fire: Nothing comes of it.\n  It made no difference in any example" in told
    assert "I6 could not be tried: The key is short.\n  the run left no record" in told
    assert "prove: 1 of 5 faults" in told
    assert "Behaviours that no fault was seen to break: B01, " in told


def test_an_example_that_was_named_and_not_tried_has_proven_nothing(tmp_path: Path) -> None:
    broad = Patch("A1", "A code works twice.", ("Replay", "Key"))
    trial = Trial("A1", ("Replay",), {"Replay": RED, "Backup code": GREEN}, True, 1.5)
    proof = replace(proof_of(NO_FAULT, trial, known=1), faults=[broad])
    assert proof.holds
    assert "Key" in proof.unproven_examples()
    assert "B05" in proof.unproven_behaviours()
    told = pages.write(proof, tmp_path).read_text(encoding="utf-8")
    assert "B10: noticed, as it should be" in told
    assert "B05: should have noticed" not in told


def test_an_example_that_missed_it_has_proven_nothing() -> None:
    proof = proof_of(NO_FAULT, SURVIVED, known=1)
    assert "Race" in proof.unproven_examples()
    assert "B10" in proof.unproven_behaviours()


def test_a_selection_says_nothing_of_the_rest() -> None:
    proof = proof_of(NO_FAULT, CAUGHT)
    assert not proof.whole
    assert "Behaviours that no fault was seen to break" not in "\n".join(proof.lines())


def test_a_class_that_the_product_has_no_feature_for_is_told(tmp_path: Path) -> None:
    proof = proof_of(NO_FAULT, CAUGHT, known=1, not_seeded={"H1": "no device is remembered"})
    assert "Classes of defects that reference has no feature for: H1" in proof.lines()
    told = pages.write(proof, tmp_path).read_text(encoding="utf-8")
    assert "Trust survives a reset, relink or disable: no device is remembered." in told
    data = json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))
    assert data["classes_without_fault"] == {"H1": "no device is remembered"}


def test_the_data(tmp_path: Path) -> None:
    pages.write(proof_of(NO_FAULT, CAUGHT, SURVIVED), tmp_path)
    told = json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))
    assert (told["holds"], told["whole"]) == (False, False)
    assert [(fault["id"], fault["outcome"]) for fault in told["faults"]] == [
        ("A1", "caught"),
        ("A5", "survived"),
    ]
    assert told["faults"][0]["trials"][0]["examples"] == {"Replay": "FAIL", "Key": "PASS"}


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of a proof with something of everything."""
    written = pages.write(proof_of(NO_FAULT, CAUGHT, SURVIVED, ACCUSED, BROKEN, NOT_FIRED), tmp_path)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(written.as_uri())
    yield page
    context.close()


def test_the_page_tells_each_fault_and_who_noticed(shown: Page) -> None:
    expect(shown.get_by_role("heading", level=1)).to_have_text("1 of 5 deliberate defects were noticed")
    expect(shown.locator("#A1")).to_contain_text("Noticed by Replay")
    expect(shown.locator("#A5")).to_contain_text("Not noticed by Race: PASS")
    expect(shown.locator("#D1")).to_contain_text("Also accused, though not named: Replay")
    expect(shown.locator("#D1")).to_contain_text("A backup code <b>works</b> twice.")
    expect(shown.locator("#P-odd")).to_contain_text("made no difference in this trial")
    expect(shown.locator("#I6")).to_contain_text("no browser")


@pytest.mark.parametrize(
    ("fault", "behaviour", "sign"),
    [
        (FAULTS[0], "B10", "●"),
        (FAULTS[0], "B05", "○"),
        (FAULTS[1], "B10", "✗"),
        (FAULTS[2], "B10", "!"),
        (FAULTS[0], "B19", ""),
    ],
)
def test_the_matrix_has_a_sign_for_each(shown: Page, fault: Patch, behaviour: str, sign: str) -> None:
    columns = [told.split()[0] for told in shown.locator(".matrix thead th").all_inner_texts()]
    row = shown.locator(".matrix tr").filter(has=shown.get_by_role("link", name=fault.breaks))
    assert row.locator("td").nth(columns.index(behaviour) - 1).inner_text() == sign


def test_the_matrix_shows_no_behaviour_that_nothing_was_tried_on(shown: Page) -> None:
    expect(shown.locator(".matrix thead th")).to_have_count(1 + len({"B05", "B10", "B19"}))


def test_what_was_missed_stands_first(shown: Page) -> None:
    missed = shown.get_by_role("region", name="What was not noticed as it should be")
    expect(missed.get_by_role("listitem")).to_have_count(4)
    expect(missed).to_contain_text("Nothing comes of it. did not fire")


def test_the_page_counts_false_alarms(shown: Page) -> None:
    expect(shown.locator(".count").filter(has_text="False alarms")).to_contain_text("1 example")


def test_many_examples_are_folded_after_the_first_few(browser: Browser, tmp_path: Path) -> None:
    examples = {**EXAMPLES, "One more": replace(EXAMPLES["Key"], name="One more", title="One more")}
    fault = Patch("A7", "Any code will do.", tuple(examples))
    trial = Trial("A7", fault.caught_by, dict.fromkeys(examples, RED), True, 1.0)
    proof = replace(proof_of(trial), faults=[fault], examples=examples)
    page = browser.new_page()
    page.goto(pages.write(proof, tmp_path).as_uri())
    expect(page.locator("#A7").get_by_text("And by 1 more example")).to_be_visible()
    expect(page.locator("#A7").get_by_text("One more", exact=True)).to_be_hidden()
    page.close()


def test_the_page_fits_a_phone(shown: Page) -> None:
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(shown: Page, scheme: str) -> None:
    shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = Axe().run(shown)
    assert found.violations_count == 0, found.generate_report()
