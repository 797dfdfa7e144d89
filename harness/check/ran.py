"""`twofold check --ran`: whether a run's record, or those of its shards, prove every statement of the guide.

The record is the JSON file that the harness's pytest plugin writes; this module only reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from harness import profiles, run_file
from harness.gherkin import fill
from harness.verdicts import Verdict

from .identity import GUIDE
from .model import Finding, Suite, Unusable

SHOWN = (Verdict.PASS, Verdict.UNEXPECTED_PASS)
NEITHER = (Verdict.WARN, Verdict.NOT_APPLICABLE)
"""Verdicts that show nothing of a statement, and take nothing from another example that does."""


@dataclass(frozen=True)
class Result:
    """One test of the run: an example, or one row of an outline with its values (None: not recorded)."""

    nodeid: str
    chapter: str
    rule: str
    example: str
    tags: tuple[str, ...]
    verdict: Verdict
    values: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Record:
    """A run: whether it was whole (nothing deselected, not cut short), and each test's result.

    profile: which chapters it was asked for (harness.profiles).
    """

    path: Path
    whole: bool
    results: tuple[Result, ...]
    profile: str = profiles.GUIDE
    target: str = ""

    @cached_property
    def by_statement(self) -> dict[str, list[Result]]:
        grouped: dict[str, list[Result]] = {}
        for result in self.results:
            for tag in result.tags:
                grouped.setdefault(tag, []).append(result)
        return grouped


def read(path: Path) -> Record:
    """Read a run record. Raises Unusable for a file that is none."""
    try:
        data = run_file.read(path)
    except run_file.NoRecord as error:
        raise Unusable(str(error)) from None
    results = tuple(map(_result, data["results"]))
    asked = str(data.get("profile", profiles.GUIDE))
    try:
        profiles.named_profile(asked)
    except profiles.Unknown as error:
        raise Unusable(f"{path}: {error}") from None
    return Record(path, data["whole"], results, asked, str(data.get("target", "")))


def joined(records: Sequence[Record]) -> Record:
    """The records of a run's shards as one, of which nothing may be missing.

    Raises Unusable for shards of different targets or profiles, which are no one's run.
    """
    first, *others = records
    for other in others:
        if (other.target, other.profile) != (first.target, first.profile):
            what = f"'{other.target}' ({other.profile}), and {first.path} one of '{first.target}'"
            raise Unusable(
                f"{other.path}: a run of {what} ({first.profile}) — name the shards of one run alone"
            )
    results = tuple(result for record in records for result in record.results)
    return Record(first.path, first.whole or bool(others), results, first.profile, first.target)


def findings(record: Record, suite: Suite) -> Iterator[Finding]:
    """What keeps the record from being a proof."""
    name = record.path.name
    if not record.whole:
        yield Finding(
            "run-not-whole", name, 1, "the run was a selection, or was cut short", "run the whole guide"
        )
    ran = {(result.chapter, result.example) for result in record.results}
    rows = _rows(record)
    for chapter, example in suite.examples(record.profile):
        titles = dict.fromkeys(fill(example.title, row) for row in example.rows)
        for title in (title for title in titles if (chapter.title, title) not in ran):
            wrong = f"the run has no result of '{title}'"
            yield Finding(
                "example-not-run", suite.at(chapter), example.line, wrong, "run the whole guide again"
            )
        for row in example.rows:
            at = (chapter.title, example.title)
            if at in rows and tuple(row.values()) not in rows[at]:
                wrong = f"the run has no result of '{example.title}' with {', '.join(row.values())}"
                yield Finding(
                    "example-not-run", suite.at(chapter), example.line, wrong, "run the whole guide again"
                )
    if not profiles.named_profile(record.profile).has_guide:
        return
    for statement in suite.catalogue.statements.values():
        if wrong := _unproven(record.by_statement.get(statement.id, [])):
            what = f"{statement.id} ({statement.text}) is not shown: {wrong}"
            yield Finding("statement-not-proven", GUIDE, statement.line, what, "see the run's report")


def _rows(record: Record) -> dict[tuple[str, str], set[tuple[str, ...]]]:
    """The rows that ran of each example by chapter and title, where the record has them."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for result in record.results:
        if result.values is not None:
            found.setdefault((result.chapter, result.example), set()).add(result.values)
    return found


def coverage(record: Record, suite: Suite) -> Iterator[str]:
    """Lines that list each statement with its examples and their verdicts."""
    for statement in suite.catalogue.statements.values():
        yield f"{statement.id} {statement.text}"
        for result in record.by_statement.get(statement.id, []):
            yield f"    {result.verdict.value:15} {result.chapter} / {result.example}  [{result.nodeid}]"


def proven(record: Record, suite: Suite) -> int:
    """How many statements of the guide the run shows."""
    return sum(not _unproven(record.by_statement.get(id_, [])) for id_ in suite.catalogue.statements)


def _unproven(results: list[Result]) -> str:
    """Why these results show nothing: what is red outweighs passes. Empty when they do."""
    bad = {f"'{r.example}' is {r.verdict}": None for r in results if r.verdict not in (*SHOWN, *NEITHER)}
    if bad:
        return ", ".join(sorted(bad))
    if not results:
        return "no example of it ran"
    seen = sorted({result.verdict for result in results} - set(SHOWN))
    return "" if any(r.verdict in SHOWN for r in results) else f"its examples are {' and '.join(seen)}"


def _result(row: Mapping[str, Any]) -> Result:
    tags = tuple(str(tag) for tag in row["tags"])
    values = tuple(map(str, row["values"])) if isinstance(row.get("values"), list) else None
    verdict = Verdict(row["verdict"])
    return Result(row["nodeid"], row["chapter"], row["rule"], row["example"], tags, verdict, values)
