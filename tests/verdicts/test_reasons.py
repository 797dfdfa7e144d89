"""Verdicts, their reasons and how they combine: closed lists, each member explained and reachable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError

from harness.browsers import NoBrowser
from harness.expect import RightEntryRefused, Unmet
from harness.judging import Course, judged
from harness.people import Person
from harness.refusals import must_be_locked, must_be_refused, must_stay_out
from harness.verdicts import (
    MEANINGS,
    REASONS,
    WORST_FIRST,
    Inconclusive,
    NotApplicable,
    Verdict,
    Why,
    combined,
)
from targets.port import Answer, Outcome, Reason, TargetError
from tests.verdicts.suites import BREAKS, KEEPS, Suite, example, run

AFTER = Course("then", "the next code from her phone lets Alice in", refusal_held=True)
PROMISED = Course("then", "after the declared wait the code from her phone lets Alice in", refusal_held=True)


def test_every_verdict_and_every_reason_is_explained() -> None:
    assert set(MEANINGS) == set(WORST_FIRST) == set(Verdict)
    assert set(REASONS) == set(Why)
    sentences = [*MEANINGS.values(), *(sentence for _, sentence in REASONS.values())]
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in sentences)


def test_the_worst_verdict_decides_and_what_is_not_offered_least() -> None:
    assert combined([Verdict.PASS, Verdict.NOT_APPLICABLE]) is Verdict.PASS
    assert combined([Verdict.PASS, Verdict.WARN, Verdict.EXPECTED_FAIL]) is Verdict.EXPECTED_FAIL
    assert combined([Verdict.INCONCLUSIVE, Verdict.PASS]) is Verdict.INCONCLUSIVE
    assert combined([Verdict.HARNESS_ERROR, Verdict.FAIL]) is Verdict.FAIL
    assert combined([]) is None


@pytest.mark.parametrize(
    ("error", "course", "is_call", "code"),
    [
        (RightEntryRefused("no"), Course("given", "Alice is signed in"), True, Why.CONTROL_BEFORE_FAILED),
        (RightEntryRefused("no"), AFTER, True, Why.CONTROL_AFTER_FAILED),
        (TargetError("gone"), Course(), False, Why.TARGET_UNUSABLE),
        (NotApplicable("no lock"), Course(), False, Why.NOT_OFFERED),
        (NoBrowser("none"), Course(), False, Why.MACHINE),
        (PlaywrightError("closed"), Course(), False, Why.MACHINE),
        (PlaywrightError("Timeout"), Course("when", "x"), True, Why.NO_ANSWER),
        (pytest.skip.Exception("later"), Course(), True, Why.SKIPPED),
        (AssertionError("plain"), Course("then", "x"), True, Why.HARNESS_BUG),
        (Inconclusive(Why.ENTRY_CHANGED, "cut"), Course("then", "x"), True, Why.ENTRY_CHANGED),
    ],
)
def test_each_error_has_its_reason(error: BaseException, course: Course, is_call: bool, code: Why) -> None:
    verdict, why = judged(error, course, is_call=is_call)
    assert (verdict, why.partition(":")[0]) == (code.verdict, code.value)


@pytest.mark.parametrize(
    ("error", "course"),
    [
        (Unmet("let in"), Course("given", "Alice has entered a wrong code")),
        (Unmet("let in"), AFTER),
        (RightEntryRefused("no"), PROMISED),
        (RightEntryRefused("no"), Course("then", "Alice is signed in")),
    ],
)
def test_a_broken_promise_is_no_failed_control(error: Unmet, course: Course) -> None:
    assert judged(error, course) == (Verdict.FAIL, "")


class Browser:
    """Shows whether private pages open, and nothing else."""

    def __init__(self, opens: bool) -> None:
        self.opens = opens

    def is_signed_in(self) -> bool:
        return self.opens


class Somebody:
    """The part of a person that a refusal is judged by."""

    name, setting_up = "Alice", False

    def __init__(self, answer: Answer, entered: str = "123456", opens: bool = False) -> None:
        self.answer, self.entered, self.browser = answer, entered, Browser(opens)


def somebody(answer: Answer, opens: bool = False) -> Person:
    return Somebody(answer, opens=opens)  # type: ignore[return-value]


REFUSED = Answer(Outcome.REJECTED, "That code isn't right.", Reason.WRONG, "123456")


def test_an_honest_refusal_is_one() -> None:
    must_be_refused(somebody(REFUSED))
    must_be_refused(somebody(Answer(Outcome.REJECTED, typed="123 456")))
    must_be_locked(somebody(Answer(Outcome.LOCKED, reason=Reason.LOCKED)))
    must_stay_out(somebody(Answer(Outcome.PASSWORD_ASKED)))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(Outcome.NOT_SENT, "Fill in this field"), Why.ENTRY_NOT_SENT),
        (Answer(Outcome.REJECTED, typed="12345"), Why.ENTRY_CHANGED),
        (Answer(Outcome.LOCKED, reason=Reason.LOCKED), Why.CONTRADICTING_REASON),
        (Answer(Outcome.REJECTED, reason=Reason.LOCKED), Why.CONTRADICTING_REASON),
        (Answer(Outcome.REJECTED, reason=Reason.SESSION_GONE), Why.SESSION_GONE),
        (Answer(Outcome.PASSWORD_ASKED), Why.SESSION_GONE),
        (Answer(Outcome.OTHER, "Internal Server Error"), Why.NO_ANSWER),
        (Answer(Outcome.CODE_ASKED), Why.NO_ANSWER),
    ],
)
def test_a_refusal_for_another_reason_proves_nothing(answer: Answer, code: Why) -> None:
    with pytest.raises(Inconclusive) as raised:
        must_be_refused(somebody(answer))
    assert raised.value.code is code


@pytest.mark.parametrize(
    "person",
    [somebody(Answer(Outcome.IN)), somebody(REFUSED, opens=True), somebody(Answer(Outcome.DONE))],
    ids=["let in", "private pages open all the same", "set-up confirmed"],
)
def test_letting_in_is_a_broken_promise(person: Person) -> None:
    with pytest.raises(Unmet):
        must_be_refused(person)


def test_a_refusal_as_wrong_is_no_lock_and_letting_in_is_a_broken_one() -> None:
    with pytest.raises(Inconclusive):
        must_be_locked(somebody(REFUSED))
    for person in (somebody(Answer(Outcome.IN)), somebody(Answer(Outcome.LOCKED), opens=True)):
        with pytest.raises(Unmet):
            must_be_locked(person)


def test_a_killed_run_does_not_leave_an_older_record(tmp_path: Path) -> None:
    first = run(Suite((KEEPS,)), tmp_path)
    assert first.record is not None
    killed = run(Suite((KEEPS, example("When the product sees the run killed"))), tmp_path)
    assert killed.record is None
    assert not (tmp_path / "report/index.html").exists()


def test_trouble_with_the_target_is_told_in_a_sentence(tmp_path: Path) -> None:
    ended = run(Suite((KEEPS,), start='raise TargetError("Nothing answers.")'), tmp_path)
    assert ended.results[0]["outcome"] == "error"
    assert ended.results[0]["why"] == "target-unusable: Nothing answers."
    assert "Observed:  Nothing answers." in ended.results[0]["error"]
    assert "Traceback" not in ended.output and "raise TargetError" not in ended.output


def test_junit_and_narrator_tell_the_verdicts(tmp_path: Path) -> None:
    recommended = example("When the product breaks its word", tags="@B07 @should")
    absent = example("When the product keeps its word", tags="@B12 @needs-lock")
    suite = Suite((KEEPS, BREAKS, recommended, absent))
    ended = run(suite, tmp_path, "--narrate", "--junitxml", "junit.xml")
    junit = (tmp_path / "junit.xml").read_text(encoding="utf-8")
    assert 'failures="1" skipped="2"' in junit
    assert "✔ Doors 1" in ended.output and "✘ Doors 2" in ended.output
    assert "! Doors 3" in ended.output and "warning: should-unmet" in ended.output
    assert "not applicable: not-offered: doors declares that it does not lock" in ended.output
    assert not re.search(r"(?m)^[.sxFE]+( *\[ *\d+%\])?$|\[ *\d+%\]$", ended.output), ended.output
    behaviours = (ended.record or {})["judgement"]["behaviours"]
    assert behaviours == {"B01": "PASS", "B02": "FAIL", "B07": "WARN", "B12": "NOT_APPLICABLE"}
