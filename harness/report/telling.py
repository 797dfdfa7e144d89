"""Tells a run: puts its results where the feature files have their examples, with the catalogue's words.

The feature files lead, so that what did not run is told too, and what no file has a place for comes last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from harness import gherkin
from harness.catalogue import Catalogue
from harness.report import deeds
from harness.report.view import (
    NOT_RUN,
    RED,
    WORDS,
    Chapter,
    Example,
    Page,
    Promise,
    Rule,
    Run,
    Statement,
    Step,
    Wait,
    all_runs,
    judge,
)
from harness.report.words import Anchors, failure, product, rerun
from harness.verdicts import Verdict

if TYPE_CHECKING:
    from harness.record import Result, RunRecord

LOST_TITLE = "Not in the feature files"
LOST_PROSE = ("These examples ran, but the feature files as they are now don't hold them.",)


def page_of(record: RunRecord, chapters: Iterable[gherkin.Chapter], known: Catalogue, root: Path) -> Page:
    """Put a run's results where the feature files have their examples; `root` is where their paths start."""
    told = _Teller(record, known, root)
    views = [told.chapter(chapter) for chapter in chapters]
    views += told.lost()
    return Page(
        product=product(record["target"]),
        began=record["began"],
        seconds=record["seconds"],
        is_whole=record["whole"],
        browsers=tuple(sorted({result["browser"] for result in record["results"]} - {""})),
        chapters=tuple(views),
        statements=tuple(_statements(known, views)),
        failed=tuple(
            (example, run) for example, run in all_runs(views) if run.outcome in RED
        ),
        waits=tuple(Wait(w["seconds"], w["reason"], tuple(w["served"])) for w in record.get("waits", ())),
    )


def _statements(known: Catalogue, chapters: Iterable[Chapter]) -> Iterator[Statement]:
    by_tag: dict[str, list[Example]] = defaultdict(list)
    for chapter in chapters:
        for rule in chapter.rules:
            for example in rule.examples:
                for tag in example.tags:
                    by_tag[tag].append(example)
    for statement in known.statements.values():
        examples = tuple(by_tag[statement.id])
        verdict = judge(run.outcome for example in examples for run in example.runs)
        yield Statement(statement.id, statement.text, verdict, examples)


class _Teller:
    """Turns feature files into views, taking each result from the record as its example comes up."""

    def __init__(self, record: RunRecord, known: Catalogue, root: Path) -> None:
        self.target, self.root = record["target"], root
        self.anchors = Anchors()
        self.texts = _texts(known)
        self.behaviours = known.ranks
        self.results: dict[tuple[str, int, tuple[str, ...]], list[Result]] = defaultdict(list)
        for result in record["results"]:
            self.results[result["file"], result["line"], tuple(result["values"])].append(result)

    def chapter(self, chapter: gherkin.Chapter) -> Chapter:
        file = chapter.path.relative_to(self.root).as_posix()
        anchor = self.anchors.of(chapter.title)
        rules = []
        if chapter.strays:
            rules.append(self.rule("", chapter.tags, chapter.strays, file, chapter.title))
        rules += [
            self.rule(r.title, r.tags + chapter.tags, r.examples, file, chapter.title) for r in chapter.rules
        ]
        return Chapter(anchor, chapter.title, chapter.prose, tuple(rules))

    def rule(
        self, title: str, tags: tuple[str, ...], examples: Iterable[gherkin.Example], file: str, chapter: str
    ) -> Rule:
        anchor = self.anchors.of(chapter, title) if title else ""
        told = tuple(self.example(example, tags, file, chapter) for example in examples)
        return Rule(anchor, title, self.promises(tags), told)

    def example(
        self, example: gherkin.Example, rule_tags: tuple[str, ...], file: str, chapter: str
    ) -> Example:
        return Example(
            anchor=self.anchors.of(chapter, example.title),
            title=example.title,
            place=f"{file}:{example.line}",
            tags=example.tags,
            own=self.promises(tag for tag in example.tags if tag not in rule_tags),
            runs=tuple(self.runs(example, file, chapter)),
        )

    def runs(self, example: gherkin.Example, file: str, chapter: str) -> Iterator[Run]:
        different = {tuple(row.values()): row for row in example.rows}
        for row in different.values():
            values = ", ".join(row.values())
            results = self.results.pop((file, example.line, tuple(row.values())), [])
            for result in results:
                label = ", ".join(filter(None, (values, result["browser"] if len(results) > 1 else "")))
                yield self.run(result, label, chapter)
            if not results:
                anchor = self.anchors.of(chapter, example.title, values or "run")
                yield Run(anchor, values, NOT_RUN, tuple(_untold(example, row)))

    def run(self, result: Result, label: str, chapter: str) -> Run:
        verdict = Verdict(result["verdict"])
        return Run(
            anchor=self.anchors.of(chapter, result["example"], label or "run"),
            label=label,
            outcome=WORDS[verdict][0],
            steps=tuple(
                Step(s["keyword"], s["text"], s["line"], s["outcome"], deeds.told(s.get("evidence", ())))
                for s in result["steps"]
            ),
            seconds=result["seconds"],
            failure=failure(result["error"]) if result["outcome"] in ("failed", "error") else None,
            why=result["why"],
            command=rerun(result["nodeid"], self.target, result["browser"]),
        )

    def promises(self, tags: Iterable[str]) -> tuple[Promise, ...]:
        return tuple(
            Promise(tag, self.texts[tag], tag in self.behaviours) for tag in tags if tag in self.texts
        )

    def lost(self) -> Iterator[Chapter]:
        """The results that no feature file has a place for, so that none goes untold."""
        results = [result for found in self.results.values() for result in found]
        if results:
            examples = tuple(map(self._lost_example, results))
            yield Chapter(self.anchors.of(LOST_TITLE), LOST_TITLE, LOST_PROSE, (Rule("", "", (), examples),))

    def _lost_example(self, result: Result) -> Example:
        return Example(
            anchor=self.anchors.of(LOST_TITLE, result["example"]),
            title=result["example"],
            place=f"{result['file']}:{result['line']}",
            tags=tuple(result["tags"]),
            own=self.promises(result["tags"]),
            runs=(self.run(result, ", ".join(result["values"]), LOST_TITLE),),
        )


def _untold(example: gherkin.Example, row: dict[str, str]) -> Iterator[Step]:
    """The steps as the feature file has them, with And where a keyword repeats."""
    before = ""
    for step in example.background + example.steps:
        keyword = "And" if step.keyword == before else step.keyword.capitalize()
        before = step.keyword
        yield Step(keyword, gherkin.fill(step.text, row), step.line, NOT_RUN)


def _texts(known: Catalogue) -> dict[str, str]:
    """What each id that a rule can be tagged with says."""
    sentences = {sentence.id: sentence.says for sentence in known.sentences}
    statements = {statement.id: statement.text for statement in known.statements.values()}
    return sentences | statements | {behaviour.id: behaviour.rule for behaviour in known.behaviours}
