"""How a clause stands: by its examples, by what was measured, and never as held where nobody saw all of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from harness.catalogue import Clause
from harness.limits import Limit
from harness.measures import Measure, between, exactly
from harness.reach import Reach, Unseen
from harness.report.clauses import Judge
from harness.report.contents import Mention
from harness.report.places import Place
from harness.report.view import Standing

REACH = Reach(
    unseen={"B90": Unseen("It leaves no trace.", ("a look into the log",))},
    rest={"P-1": ("a review of the code",)},
    untried={"U-1": "No example tries it."},
)
FULL = Clause("F-1", "Doors", "1", "MUST", "Doors shut.", behaviours=("B01",))
PROXY = Clause("P-1", "Doors", "2", "MUST", "Doors are strong.", observable="proxy", behaviours=("B01",))
HIDDEN = Clause("H-1", "Doors", "3", "MUST", "Doors are counted.", observable="partial", behaviours=("B90",))
MIXED = Clause("M-1", "Doors", "4", "MUST", "Doors shut and are counted.", behaviours=("B01", "B90"))
UNTRIED = Clause("U-1", "Doors", "5", "MUST", "Doors shut by themselves.", behaviours=("B01",))
MOST, LEAST = (
    Limit("F-1", "idle", "must", "seconds", at_most=300),
    Limit("F-1", "lock_threshold", "should", "tries", at_least=10),
)


def shown(tag: str, *outcomes: str, reason: str = "") -> dict[str, list[Mention]]:
    """One example with this tag, which ended so."""
    return {tag: [Mention("Shutting a door", Place("chapters/doors.html", tag), (tag,), outcomes, reason)]}


PASSED, FAILED = shown("B01", "passed"), shown("B01", "failed", reason="it stays open")


@pytest.mark.parametrize(
    ("clause", "by_tag", "verdict"),
    [
        (FULL, PASSED, Standing.HELD),
        (FULL, shown("B01", "passed", "not run"), Standing.IN_PART),
        (FULL, FAILED, Standing.BROKEN),
        (FULL, shown("B01", "warning"), Standing.RECOMMENDED),
        (FULL, {}, Standing.NOT_TESTED),
        (PROXY, PASSED, Standing.SYMPTOM),
        (PROXY, shown("B01", "passed", "not run"), Standing.SYMPTOM),
        (PROXY, FAILED, Standing.BROKEN),
        (PROXY, {}, Standing.NOT_TESTED),
        (HIDDEN, PASSED, Standing.UNSEEN),
        (MIXED, PASSED, Standing.SYMPTOM),
        (MIXED, FAILED, Standing.BROKEN),
        (UNTRIED, PASSED, Standing.NOT_TESTED),
        (UNTRIED, FAILED, Standing.NOT_TESTED),
        (UNTRIED, shown("U-1", "passed"), Standing.HELD),
        (UNTRIED, shown("U-1", "failed"), Standing.BROKEN),
    ],
)
def test_a_clause_stands_as_its_examples_say_as_far_as_they_can(
    clause: Clause, by_tag: Mapping[str, list[Mention]], verdict: Standing
) -> None:
    assert Judge(REACH, by_tag).told(clause).verdict is verdict


def test_what_can_t_be_seen_says_who_could_look_and_stands_in_no_red() -> None:
    symptom, hidden, mixed = (Judge(REACH, PASSED).told(clause) for clause in (PROXY, HIDDEN, MIXED))
    assert (symptom.who, hidden.who, mixed.who) == (
        ("a review of the code",),
        ("a look into the log",),
        ("a look into the log",),
    )
    assert hidden.why == "It leaves no trace."
    assert {told.tone for told in (symptom, hidden, mixed)} == {"none"}


def test_what_nobody_tries_says_why_and_only_what_was_left_out_stands_in_red() -> None:
    untried, left_out, broken = (
        Judge(REACH, PASSED).told(UNTRIED),
        Judge(REACH, {}).told(FULL),
        Judge(REACH, FAILED).told(FULL),
    )
    assert (untried.why, untried.tone) == ("No example tries it.", "none")
    assert (left_out.tone, broken.tone) == ("uncovered", "uncovered")
    assert broken.why == "it stays open"


IDLE, TRIES = exactly("idle", 300, ""), exactly("lock_threshold", 10, "")


@pytest.mark.parametrize(
    ("limits", "measures", "by_tag", "verdict"),
    [
        ((MOST,), (IDLE,), PASSED, Standing.HELD),
        ((MOST,), (exactly("idle", 301, ""),), PASSED, Standing.BROKEN),
        ((MOST,), (between("idle", 200, 400, ""),), PASSED, Standing.INCONCLUSIVE),
        ((MOST,), (), PASSED, Standing.IN_PART),
        ((MOST,), (IDLE,), FAILED, Standing.BROKEN),
        ((MOST,), (IDLE,), {}, Standing.HELD),
        ((MOST,), (), {}, Standing.NOT_TESTED),
        ((LEAST,), (TRIES,), PASSED, Standing.HELD),
        ((LEAST,), (exactly("lock_threshold", 5, ""),), PASSED, Standing.RECOMMENDED),
        ((MOST, LEAST), (IDLE, exactly("lock_threshold", 5, "")), PASSED, Standing.RECOMMENDED),
        ((MOST, LEAST), (exactly("idle", 301, ""), TRIES), PASSED, Standing.BROKEN),
    ],
)
def test_a_clause_that_asks_for_a_number_stands_as_that_was_measured(
    limits: tuple[Limit, ...],
    measures: tuple[Measure, ...],
    by_tag: Mapping[str, list[Mention]],
    verdict: Standing,
) -> None:
    measured = {measure["name"]: measure for measure in measures}
    assert Judge(REACH, by_tag, limits, measured).told(FULL).verdict is verdict


def test_a_number_of_another_clause_says_nothing_of_this_one() -> None:
    other = Limit("F-2", "idle", "must", "seconds", at_most=60)
    told = Judge(REACH, PASSED, (other,), {"idle": IDLE}).told(FULL)
    assert (told.verdict, told.numbers) == (Standing.HELD, ())
