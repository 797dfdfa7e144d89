"""What a trial comes to: caught, survived, with bystanders, not fired, or no trial at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.prove.examples import Example
from harness.prove.trial import Outcome, Seen, Trial, _read

RED, GREEN, UNDECIDED = Seen("FAIL"), Seen("PASS"), Seen("INCONCLUSIVE", "control-after-failed: …")


def trial(seen: Mapping[str, Seen], *, fired: bool = True, trouble: str = "") -> Trial:
    return Trial("A1", ("named",), seen, fired, 1.0, trouble)


@pytest.mark.parametrize(
    ("tried", "outcome"),
    [
        (trial({"named": RED, "control": GREEN}), Outcome.CAUGHT),
        (trial({"named": RED, "control": UNDECIDED}), Outcome.CAUGHT),
        (trial({"named": RED, "control": Seen("EXPECTED_FAIL")}), Outcome.CAUGHT),
        (trial({"named": GREEN, "control": GREEN}), Outcome.SURVIVED),
        (trial({"named": UNDECIDED, "control": GREEN}), Outcome.SURVIVED),
        (trial({"named": Seen("EXPECTED_FAIL")}), Outcome.SURVIVED),
        (trial({"control": GREEN}), Outcome.SURVIVED),
        (trial({"named": RED, "control": RED}), Outcome.BYSTANDERS),
        (trial({"named": RED, "control": Seen("WARN")}), Outcome.BYSTANDERS),
        (trial({"named": RED, "control": GREEN}, fired=False), Outcome.NOT_FIRED),
        (trial({"named": GREEN}, trouble="the run left no record"), Outcome.BROKEN),
    ],
)
def test_outcome(tried: Trial, outcome: Outcome) -> None:
    assert tried.outcome is outcome


def test_what_could_not_be_judged_is_told_apart_from_what_was_accused() -> None:
    tried = trial({"named": RED, "a": UNDECIDED, "b": RED, "c": GREEN})
    assert (tried.unclear, tried.bystanders, tried.green) == (["a"], ["b"], ["c"])


def example(name: str) -> Example:
    return Example(name, name, "Chapter", "Rule", frozenset({"B10"}), f"steps/test_x.py::{name}")


def record(folder: Path, *results: dict[str, object]) -> Path:
    file = folder / "run.json"
    file.write_text(json.dumps({"results": results}), encoding="utf-8")
    return file


def result(name: str, verdict: str, why: str = "", error: str = "") -> dict[str, object]:
    title, _, value = name.partition(": ")
    values = [value] if value else []
    return {"example": title, "values": values, "verdict": verdict, "why": why, "error": error}


def test_a_record_is_read_by_title_and_row(tmp_path: Path) -> None:
    error = "E   The product does not keep its word.\nE     Expected: no\nE     Observed: yes"
    file = record(tmp_path, result("A: x", "FAIL", error=error), result("B", "PASS"))
    seen, trouble = _read(file, [example("A: x"), example("B")], "")
    assert seen == {"A: x": Seen("FAIL", "Expected: no Observed: yes"), "B": Seen("PASS")}
    assert not trouble


@pytest.mark.parametrize("verdict", ["HARNESS_ERROR", "UNEXPECTED_PASS"])
def test_a_verdict_that_says_nothing_of_the_product_makes_no_trial(verdict: str, tmp_path: Path) -> None:
    _, trouble = _read(record(tmp_path, result("A", verdict, "boom")), [example("A")], "the last words")
    assert f"A ({verdict}: boom)" in trouble
    assert "the last words" in trouble


def test_an_example_that_is_missing_makes_no_trial(tmp_path: Path) -> None:
    _, trouble = _read(record(tmp_path, result("A", "PASS")), [example("A"), example("B")], "killed")
    assert trouble == "no usable verdict on B. The run's last words:\nkilled"


def test_a_run_without_a_record_makes_no_trial(tmp_path: Path) -> None:
    seen, trouble = _read(tmp_path / "run.json", [example("A")], "No browser")
    assert (seen, trouble) == ({}, "the run left no record. Its last words:\nNo browser")
