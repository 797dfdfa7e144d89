"""Allure results: an example a file, for `allure generate` and the tools that take its format.

Made of the record with the model of allure-python-commons, which is an extra of its own. A second run into
the same folder replaces the results of the examples that it ran.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attr
from allure_commons.model2 import (
    ATTACHMENT_PATTERN,
    TEST_CASE_PATTERN,
    Attachment,
    Label,
    Parameter,
    Status,
    StatusDetails,
    TestResult,
    TestStepResult,
)

from harness.example_id import example_id
from harness.formats.wording import message, stopped_at
from harness.verdicts import Verdict
from harness.words import product, rerun

if TYPE_CHECKING:
    from harness.record import Result, RunRecord, StepRecord

STATUSES = {
    Verdict.PASS: Status.PASSED,
    Verdict.FAIL: Status.FAILED,
    Verdict.UNEXPECTED_PASS: Status.FAILED,
    Verdict.HARNESS_ERROR: Status.BROKEN,
    Verdict.INCONCLUSIVE: Status.BROKEN,
    Verdict.WARN: Status.SKIPPED,
    Verdict.EXPECTED_FAIL: Status.SKIPPED,
    Verdict.NOT_APPLICABLE: Status.SKIPPED,
}
CATEGORIES = {
    Verdict.FAIL: "The product does not keep its word",
    Verdict.UNEXPECTED_PASS: "Passed, though known to fail",
    Verdict.INCONCLUSIVE: "Inconclusive: nothing is shown",
    Verdict.HARNESS_ERROR: "Twofold or the machine broke",
    Verdict.EXPECTED_FAIL: "Known to fail",
    Verdict.WARN: "Short of a recommendation",
    Verdict.NOT_APPLICABLE: "Not offered by the product",
}
"""What Allure sorts results by, which else calls each broken one a defect of the test."""
COVERED = "The page, with all that is secret covered"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "twofold")


def write(record: RunRecord, report: Path, folder: Path) -> None:
    """Write all results into a folder, which is made. report: where the pictures are. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Writer(record, report, folder)
    for result in record["results"]:
        writer.write(result)
    (folder / "categories.json").write_text(json.dumps(list(_categories()), indent=1), encoding="utf-8")
    (folder / "environment.properties").write_text("".join(_environment(record)), encoding="utf-8")


class _Writer:
    """Writes the results of one run: `report` is its folder, `folder` that of the results."""

    def __init__(self, record: RunRecord, report: Path, folder: Path) -> None:
        self.target, self.began = record["target"], record["began"]
        self.product = product(self.target)
        self.report, self.folder = report, folder

    def write(self, result: Result) -> None:
        told = self.told(result)
        data = json.dumps(attr.asdict(told, filter=_is_told), indent=1, ensure_ascii=False)
        (self.folder / TEST_CASE_PATTERN.format(prefix=told.uuid)).write_text(data, encoding="utf-8")

    def told(self, result: Result) -> Any:
        row = ", ".join(result["values"])
        start = _milliseconds(next(_moments(result), self.began))
        return TestResult(
            uuid=self.id_of(result, "result"),
            historyId=self.id_of(result, "history"),
            testCaseId=str(uuid.uuid5(_SPACE, example_id(result["example"]))),
            fullName=f"{result['chapter']}: {result['example']}",
            name=f"{result['example']} ({row})" if row else result["example"],
            description=result["rule"],
            status=STATUSES[Verdict(result["verdict"])],
            statusDetails=self.details(result),
            stage="finished",
            start=start,
            stop=start + round(result["seconds"] * 1000),
            steps=list(self.steps(result, start)),
            labels=[Label(name=name, value=value) for name, value in self.labels(result)],
            parameters=[Parameter(name=name, value=value) for name, value in self.parameters(result)],
        )

    def id_of(self, result: Result, what: str) -> str:
        """The same in every run of this example against this product in this browser."""
        known = example_id(result["example"], result["values"], result["browser"])
        return str(uuid.uuid5(_SPACE, f"{what} {self.product} {known}"))

    def details(self, result: Result) -> Any:
        """Why, where it isn't plain success, and how to run it again."""
        if result["verdict"] == Verdict.PASS:
            return None
        again = f"Run again: {rerun(result['nodeid'], self.target, result['browser'])}"
        return StatusDetails(
            known=result["verdict"] == Verdict.EXPECTED_FAIL,
            message=message(result),
            trace="\n\n".join(filter(None, (result["error"], again))),
        )

    def parameters(self, result: Result) -> Iterator[tuple[str, str]]:
        """All that tells one history from another: Allure 3 makes it of the test case and these."""
        row = ", ".join(result["values"])
        told = (("target", self.product), ("row", row), ("browser", result["browser"]))
        yield from ((name, value) for name, value in told if value)

    def labels(self, result: Result) -> Iterator[tuple[str, str]]:
        levels = (self.product, result["chapter"], result["rule"] or "No rule")
        yield from zip(("epic", "feature", "story"), levels, strict=True)
        yield from zip(("parentSuite", "suite", "subSuite"), levels, strict=True)
        yield from (("framework", "twofold"), ("language", "gherkin"), ("verdict", result["verdict"]))
        yield from (("tag", tag) for tag in result["tags"])
        if result["browser"]:
            yield "browser", result["browser"]

    def steps(self, result: Result, start: int) -> Iterator[Any]:
        """With the status of the example where it stopped; their times are those of what was done in them."""
        place, status = stopped_at(result), STATUSES[Verdict(result["verdict"])]
        for number, step in enumerate(result["steps"]):
            passed = Status.PASSED if step["outcome"] == "passed" else Status.SKIPPED
            began, start = _times(step, start)
            yield TestStepResult(
                name=f"{step['keyword']} {step['text']}",
                status=status if number == place else passed,
                statusDetails=StatusDetails(message=message(result)) if number == place else None,
                stage="finished",
                start=began,
                stop=start,
                attachments=list(self.pictures(step, result)),
            )

    def pictures(self, step: StepRecord, result: Result) -> Iterator[Any]:
        """Those taken in a step, copied to where the results are."""
        for deed in step.get("evidence", ()):
            picture = deed.get("picture", "")
            if picture and (self.report / picture).is_file():
                copy = ATTACHMENT_PATTERN.format(prefix=self.id_of(result, picture), ext="png")
                shutil.copyfile(self.report / picture, self.folder / copy)
                yield Attachment(name=COVERED, source=copy, type="image/png")


def _is_told(_: object, value: object) -> bool:
    return value not in (None, [], "")


def _moments(result: Result) -> Iterator[str]:
    """When each thing in an example was done."""
    yield from (deed["at"] for step in result["steps"] for deed in step.get("evidence", ()))


def _times(step: StepRecord, before: int) -> tuple[int, int]:
    """Begin and end of a step in milliseconds since 1970; where nothing was done, the end of the last one."""
    deeds = step.get("evidence", [])
    if not deeds:
        return before, before
    last = deeds[-1]
    return _milliseconds(deeds[0]["at"]), _milliseconds(last["at"]) + round(last.get("took", 0.0) * 1000)


def _milliseconds(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


def _categories() -> Iterator[dict[str, Any]]:
    for verdict, name in CATEGORIES.items():
        regex = f"^{verdict}\\b[\\s\\S]*"
        yield {"name": name, "messageRegex": regex, "matchedStatuses": [STATUSES[verdict]]}


def _environment(record: RunRecord) -> Iterator[str]:
    judged = record.get("judgement")
    browsers = sorted({result["browser"] for result in record["results"]} - {""})
    facts = {
        "target": record["target"],
        "profile": record.get("profile", ""),
        "began": record["began"],
        "run": judged["scope"] if judged else "",
        "verdict": judged["verdict"] if judged else "",
        "browser": ", ".join(browsers),
    }
    yield from (f"{name} = {' '.join(value.split())}\n" for name, value in facts.items())
