"""A number that a standard demands otherwise than it was measured makes a run of its profile FAIL."""

from __future__ import annotations

import pytest

from harness.ending import Happenings, judge
from harness.measures import Measure, between, exactly
from harness.record import Result, StepRecord


def measured(*measures: Measure) -> Result:
    """An example that passed and measured these."""
    step = StepRecord(keyword="Then", text="it is told", line=3, outcome="passed", measures=list(measures))
    return Result(
        chapter="What was measured",
        rule="It is told",
        example="Measuring",
        values=[],
        tags=["B28"],
        file="features/standards/30_what_was_measured.feature",
        line=2,
        browser="chromium",
        steps=[step],
        nodeid="steps/test.py::test_measuring",
        outcome="passed",
        verdict="PASS",
        why="",
        seconds=0.1,
        error="",
    )


@pytest.mark.parametrize(
    ("profile", "measure", "verdict", "code"),
    [
        ("psd2", exactly("idle", 300, ""), "PASS", 0),
        ("psd2", exactly("idle", 301, ""), "FAIL", 1),
        (
            "psd2",
            between("idle", 200, 400, ""),
            "PASS",
            0,
        ),  # the report says that it isn't known exactly enough
        ("pci", exactly("idle", 301, ""), "PASS", 0),
        ("pci", exactly("lock_seconds", 900, ""), "FAIL", 1),
        ("nist-800-63b", exactly("idle", 7200, ""), "PASS", 0),  # an hour is advice there
        ("nist-800-63b", exactly("lock_threshold", 5, ""), "PASS", 0),
        ("guide", exactly("idle", 301, ""), "PASS", 0),
        ("all", exactly("idle", 301, ""), "PASS", 0),
    ],
)
def test_each_profile_takes_the_numbers_of_its_own_standard(
    profile: str, measure: Measure, verdict: str, code: int
) -> None:
    judged = judge([measured(measure)], Happenings(), profile)
    assert (judged["verdict"], judged["exit_code"]) == (verdict, code)
    assert bool(judged["reasons"]) is (code == 1)


def test_the_reason_names_clause_and_number() -> None:
    judged = judge([measured(exactly("lock_threshold", 6, ""))], Happenings(), "psd2")
    assert judged["reasons"] == [
        "RTS-4.3b of PSD2 is not met. Wrong codes that lock: at most 5 wrong codes; measured: 6 wrong codes"
    ]
