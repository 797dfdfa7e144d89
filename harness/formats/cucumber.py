"""Cucumber JSON, as Xray, Jenkins and the like take it: chapters, examples and steps with their statuses.

pytest-bdd has options for it, but counts what was skipped as passed, and writes nothing with -n. This one is
made of the record. It keeps to what Cucumber for Java writes, the strictest of the dialects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from harness.formats.wording import SET_UP, TEAR_DOWN, message, stopped_at
from harness.verdicts import Verdict

if TYPE_CHECKING:
    from harness.record import Result, RunRecord, StepRecord

STATUSES = {
    Verdict.PASS: "passed",
    Verdict.FAIL: "failed",
    Verdict.UNEXPECTED_PASS: "failed",
    Verdict.HARNESS_ERROR: "failed",
    Verdict.INCONCLUSIVE: "pending",
    Verdict.WARN: "skipped",
    Verdict.EXPECTED_FAIL: "skipped",
    Verdict.NOT_APPLICABLE: "skipped",
}
"""The status of the place where an example stopped; what passed before it stays passed."""
NANOSECONDS = 1_000_000_000
Json = dict[str, Any]


def features(record: RunRecord) -> list[Json]:
    """A feature for each chapter that has a result."""
    by_file = groupby(record["results"], key=lambda result: result["file"])
    return [_feature(file, list(results)) for file, results in by_file]


def _feature(file: str, results: list[Result]) -> Json:
    return {
        "uri": file,
        "id": _slug(results[0]["chapter"]),
        "line": 1,
        "keyword": "Feature",
        "name": results[0]["chapter"],
        "description": "",
        "elements": [_element(result) for result in results],
    }


def _element(result: Result) -> Json:
    parts = (result["chapter"], result["rule"], result["example"], *result["values"], result["browser"])
    element = {
        "id": ";".join(_slug(part) for part in parts if part),
        "line": result["line"],
        "type": "scenario",
        "keyword": "Scenario Outline" if result["values"] else "Scenario",
        "name": result["example"],
        "description": result["rule"],
        "tags": [{"name": f"@{tag}"} for tag in result["tags"]],
        **_acted(result),
    }
    return element


def _acted(result: Result) -> Json:
    """The steps, and a hook where the example stopped before or after all of them."""
    place, status = stopped_at(result), STATUSES[Verdict(result["verdict"])]
    ended = {"status": status, "error_message": _message(result)}
    steps = list(_steps(result, place, ended))
    if place == SET_UP:
        return {"before": [_hook(SET_UP, ended)], "steps": steps}
    if place == TEAR_DOWN:
        return {"steps": steps, "after": [_hook(TEAR_DOWN, ended)]}
    return {"steps": steps}


def _steps(result: Result, place: int | str | None, ended: Json) -> Iterator[Json]:
    for number, step in enumerate(result["steps"]):
        passed = step["outcome"] == "passed"
        told = ended if number == place else {"status": "passed" if passed else "skipped"}
        yield {
            "keyword": f"{step['keyword']} ",
            "line": step["line"],
            "name": step["text"],
            "match": {"location": f"{result['file']}:{step['line']}"},
            "result": {**told, **_duration(step)},
        }


def _duration(step: StepRecord) -> Json:
    """How long people were at work in it; nothing where none was."""
    took = sum(deed.get("took", 0.0) for deed in step.get("evidence", ()))
    return {"duration": round(took * NANOSECONDS)} if took else {}


def _hook(name: str, ended: Json) -> Json:
    return {"match": {"location": name}, "result": ended}


def _message(result: Result) -> str:
    """Begins with the verdict, which says more than Cucumber's statuses can."""
    return "\n".join(filter(None, (message(result), result["error"])))


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")
