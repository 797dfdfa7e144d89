"""Runs of builds that nobody made: records of the whole guide with what a test wants to differ."""

from __future__ import annotations

import copy
import json
from pathlib import Path

from harness import catalogue, report
from harness.compare import runs as compared
from harness.compare.changes import Changes
from harness.compare.comparison import Comparison
from harness.record import Result, RunRecord
from harness.verdicts import Verdict
from tests.formats import runs

FIRST, SECOND = "A backup code for the first time", "A backup code for the second time"
KNOWN = (
    "known-failing: Used codes work again. (https://tracker.example/1, expected until 2030-01-01, x.yaml:1)"
)
UNMET = (
    "Expected:  The code is refused.\nObserved:  signed in\nAt fault:  the product: it does not keep its word"
)


def whole(began: str = "2026-03-01T09:05:00+00:00") -> RunRecord:
    """A whole run of the guide in which every example passed."""
    return {**runs.whole(), "began": began}


def end(record: RunRecord, title: str, verdict: Verdict, why: str = "", error: str = "") -> RunRecord:
    """The same run with every row of an example ended so."""
    changed = copy.deepcopy(record)
    for result in of(changed, title):
        result["verdict"], result["why"], result["error"] = verdict.value, why, error
    return runs.judged(changed)


def of(record: RunRecord, title: str) -> list[Result]:
    """The results of an example."""
    return [result for result in record["results"] if result["example"] == title]


def without(record: RunRecord, *titles: str) -> RunRecord:
    """The same run, whole as it was, with feature files that don't have these examples."""
    changed = copy.deepcopy(record)
    changed["results"] = [r for r in changed["results"] if r["example"] not in titles]
    return runs.judged(changed)


def only(record: RunRecord, *titles: str) -> RunRecord:
    """A partial run of these examples."""
    changed = copy.deepcopy(record)
    changed["results"] = [r for r in changed["results"] if r["example"] in titles]
    changed["whole"] = False
    runs.judged(changed)
    assert changed["judgement"]
    changed["judgement"]["scope"] = "partial"
    return changed


def between(*records: RunRecord) -> Changes:
    """What changed from the first to the last."""
    read = [compared.of_record(record, "the same") for record in records]
    return Changes(Comparison(read, catalogue.load()))


def keep(record: RunRecord, folder: Path) -> Path:
    """Leave a run as it is left on disk, its page included."""
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    report.write(record, folder)
    return folder
