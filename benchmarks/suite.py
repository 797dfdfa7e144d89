"""A synthetic suite of any size, and the record of a run of it, as large an example as the guide's are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from harness import profiles
from harness.record import Deed, Result, RunRecord, StepRecord

RULES, EXAMPLES = 20, 5
"""Rules of a chapter, and examples of a rule."""
STEPS = (
    ("Given", "Alice has an account protected by two-factor authentication"),
    ("And", "Alice's phone is as slow as the product tolerates"),
    ("When", "Alice signs in with her password and the code from her phone"),
    ("Then", "the code is refused as wrong"),
    ("And", "after setting her phone's clock right the next code lets Alice in"),
)
DEEDS = 3
"""Things done in a step; the guide has 2.7."""
TAGS = ("G-6b", "G-16b", "G-17a", "G-19a", "B08", "B09", "B12", "B19")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FAILS_EACH = 97
"""Every so many examples one fails."""
ERROR = (
    "Chapter:   {}\nExpected:  Alice is signed in.\nObserved:  rejected ('That code is wrong.')\n"
    "At fault:  the product: it does not keep its word\n"
)


def make(folder: Path, examples: int) -> None:
    """Write features/ and run.json for that many examples into a folder."""
    features = folder / "features"
    features.mkdir(parents=True)
    per_chapter = RULES * EXAMPLES
    results: list[Result] = []
    for number, first in enumerate(range(0, examples, per_chapter)):
        name = f"{number:03}_chapter.feature"
        told = _chapter(number, min(per_chapter, examples - first))
        (features / name).write_text("\n".join(line for line, _ in told) + "\n", encoding="utf-8")
        results += _results(number, f"features/{name}", told)
    record = RunRecord(
        target="reference",
        profile=profiles.GUIDE,
        began=NOON.isoformat(),
        seconds=1.0 * examples,
        whole=True,
        results=results,
    )
    (folder / "run.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def _chapter(number: int, examples: int) -> list[tuple[str, str]]:
    """The lines of a feature file, each with the kind of thing it begins."""
    lines = [(f"Feature: Chapter {number} of many", "chapter")]
    lines.append(("  A promise that is kept in all of these examples. Nobody is let in without a code.", ""))
    for at in range(examples):
        if at % EXAMPLES == 0:
            tags = " ".join(f"@{TAGS[(number + at + n) % len(TAGS)]}" for n in range(2))
            lines += [
                (f"  {tags}", ""),
                (f"  Rule: Promise {at // EXAMPLES} of chapter {number} is kept", ""),
            ]
        lines.append((f"    Example: Circumstance {at} of chapter {number}", "example"))
        lines += [(f"      {keyword} {text}", "step") for keyword, text in STEPS]
    return lines


def _results(chapter: int, file: str, told: list[tuple[str, str]]) -> Iterator[Result]:
    for line, (text, kind) in enumerate(told, 1):
        if kind == "example":
            yield _result(chapter, file, line, text.partition(": ")[2])


def _result(chapter: int, file: str, line: int, title: str) -> Result:
    number = int(title.split()[1])
    failed = (chapter * RULES * EXAMPLES + number) % FAILS_EACH == 0
    return Result(
        chapter=f"Chapter {chapter} of many",
        rule=f"Promise {number // EXAMPLES} of chapter {chapter} is kept",
        example=title,
        values=[],
        tags=[],
        file=file,
        line=line,
        browser="chromium",
        steps=list(_steps(line, number, failed)),
        nodeid=f"steps/test_{chapter:03}.py::test_circumstance_{number}[chromium]",
        outcome="failed" if failed else "passed",
        verdict="FAIL" if failed else "PASS",
        why="",
        seconds=1.25,
        error=ERROR.format(chapter) if failed else "",
    )


def _steps(line: int, number: int, failed: bool) -> Iterator[StepRecord]:
    for at, (keyword, text) in enumerate(STEPS):
        outcome = "passed" if not failed or at < 3 else "failed" if at == 3 else "not reached"
        deeds = [_deed(number * 15 + at * DEEDS + n) for n in range(DEEDS)]
        step = StepRecord(keyword=keyword, text=text, line=line + at + 1, outcome=outcome)
        step["evidence"] = deeds
        yield step


def _deed(number: int) -> Deed:
    at = (NOON + timedelta(milliseconds=137 * number)).isoformat(timespec="milliseconds")
    return Deed(
        task="enter code",
        by="Alice",
        device=1,
        at=at,
        product_time=at,
        took=0.179,
        given=["6 digits"],
        read_back="6 digits",
        time_step=59855661,
        steps_away=0,
        seconds_left=25.0,
        answer="rejected",
        reason="wrong",
        said="That code isn't right. Use the newest code of your entry in the authenticator app.",
    )
