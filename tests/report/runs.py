"""Records of runs that nobody acted out: every example of the feature files, ended as a test wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from harness import gherkin, profiles
from harness.measures import Measure
from harness.record import Deed, Result, RunRecord, StepRecord
from harness.report import FEATURES
from harness.verdicts import Verdict

UNMET = (
    "    def step():\n>       expect(False, ...)\n"
    "E       harness.expect.Unmet: The product does not keep its word.\n"
    "E         Expected: Alice is signed in.\n"
    "E         Observed: rejected ('Wrong code.')\n\nsteps/signing_in.py:9: Unmet"
)

ENDS = {
    "passed": Verdict.PASS,
    "failed": Verdict.FAIL,
    "error": Verdict.HARNESS_ERROR,
    "skipped": Verdict.NOT_APPLICABLE,
}


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def run_of(features: Path = FEATURES, profile: str = profiles.ALL) -> RunRecord:
    """A whole run in which every example passed."""
    results = [
        result
        for chapter in profiles.chapters(features.parent, profile)
        for result in _results(chapter, features.parent)
    ]
    return RunRecord(
        target="reference",
        profile=profile,
        began="2026-03-01T09:05:00+00:00",
        seconds=200.4,
        whole=True,
        results=results,
    )


def end(record: RunRecord, title: str, outcome: str, error: str = "", why: str = "") -> Result:
    """Let the first example of this title end so; a failure happens in its last step but one."""
    result = next(result for result in record["results"] if result["example"] == title)
    result["outcome"], result["error"] = outcome, error
    result["verdict"], result["why"] = ENDS[outcome].value, why
    if outcome == "failed":
        result["steps"][-2]["outcome"], result["steps"][-1]["outcome"] = "failed", "not reached"
    return result


def measured(record: RunRecord, *measures: Measure) -> None:
    """Let the first example have measured this."""
    record["results"][0]["steps"][0]["measures"] = list(measures)


def deed(task: str, seconds: float = 0, **told: Any) -> Deed:
    """One thing that Alice did, that many seconds after noon by the product's clock."""
    at = (NOON + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
    return cast(Deed, {"task": task, "by": "Alice", "device": 1, "at": at, "product_time": at, **told})


def does(record: RunRecord, title: str, *deeds: Deed, row: int = 0) -> None:
    """Let the first step of an example's run have these deeds; row: which run of its outline."""
    found = [result for result in record["results"] if result["example"] == title]
    found[row]["steps"][0]["evidence"] = list(deeds)


def keep(record: RunRecord, *titles: str) -> None:
    """Make it a partial run of these examples."""
    record["results"] = [result for result in record["results"] if result["example"] in titles]
    record["whole"] = False


def _results(chapter: gherkin.Chapter, root: Path) -> Iterator[Result]:
    rules = {example: rule.title for rule in chapter.rules for example in rule.examples}
    for example in chapter.examples:
        for row in example.rows:
            yield Result(
                chapter=chapter.title,
                rule=rules.get(example, ""),
                example=example.title,
                values=list(row.values()),
                tags=sorted(example.tags),
                file=chapter.path.relative_to(root).as_posix(),
                line=example.line,
                browser="chromium",
                steps=[_passed(step, row) for step in example.background + example.steps],
                nodeid=f"steps/test_{chapter.path.stem}.py::test_{example.line}[{'-'.join(row.values())}]",
                outcome="passed",
                verdict=Verdict.PASS.value,
                why="",
                seconds=1.25,
                error="",
            )


def _passed(step: gherkin.Step, row: dict[str, str]) -> StepRecord:
    text = gherkin.fill(step.text, row)
    return StepRecord(keyword=step.keyword.capitalize(), text=text, line=step.line, outcome="passed")
