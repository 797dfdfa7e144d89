"""A record with an example of every verdict, made of the feature files; nobody acted it out."""

from __future__ import annotations

from harness.ending import Happenings, judge
from harness.record import Result, RunRecord
from harness.verdicts import Verdict
from tests.report import runs
from tests.report.runs import UNMET

BROKEN = "A backup code for the second time"
__all__ = ["BROKEN", "UNMET", "broken", "ended", "judged", "whole"]


def whole() -> RunRecord:
    """A whole run of the guide in which every example passed, judged."""
    record = runs.run_of()
    record["results"] = [r for r in record["results"] if "/standards/" not in r["file"]]
    record["profile"] = "guide"
    return judged(record)


def broken(error: str = UNMET) -> tuple[RunRecord, Result]:
    """The same with one example broken, and that example."""
    record = whole()
    result = runs.end(record, BROKEN, "failed", error)
    return judged(record), result


def ended(verdict: Verdict, why: str = "", error: str = "") -> tuple[RunRecord, Result]:
    """The same with one example that ended so in its last step but one."""
    record = whole()
    result = runs.end(record, BROKEN, "failed", error, why)
    result["verdict"] = verdict.value
    return judged(record), result


def judged(record: RunRecord) -> RunRecord:
    """Judge it anew."""
    code = 1 if any(r["outcome"] in ("failed", "error") for r in record["results"]) else 0
    happened = Happenings(asked_for_all=record["whole"], is_whole=record["whole"], pytest_code=code)
    record["judgement"] = judge(record["results"], happened)
    return record
