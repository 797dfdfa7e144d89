"""Tells a run: puts its results where the feature files have their examples, with the catalogue's words.

The feature files lead, so that what did not run is told too, and what no file has a place for comes last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from harness import gherkin, profiles
from harness.report import deeds
from harness.report.places import Anchors, Place, page_of_chapter
from harness.report.view import NOT_RUN, WORDS, Chapter, Example, Promise, Rule, Run, Step
from harness.words import failure, rerun
from harness.verdicts import Verdict

if TYPE_CHECKING:
    from harness.record import Result, RunRecord

LOST_TITLE = "Not in the feature files"
LOST_PROSE = ("These examples ran, but the feature files as they are now don't hold them.",)


def pages_of(parsed: Iterable[gherkin.Chapter]) -> tuple[str, ...]:
    """The page of each chapter; and of what no chapter holds, which comes last."""
    names = Anchors()
    titles = [*(chapter.title for chapter in parsed), LOST_TITLE]
    return tuple(page_of_chapter(title, names) for title in titles)


def chapters(
    record: RunRecord, parsed: Sequence[gherkin.Chapter], promises: Mapping[str, Promise], root: Path
) -> Iterator[Chapter]:
    """The chapters one by one, as each is asked for, so that a long run needn't be held whole.

    promises: what can be tagged, by id; root: where the paths of the feature files start.
    """
    told = _Teller(record, promises, root)
    *pages, last = pages_of(parsed)
    for page, chapter in zip(pages, parsed, strict=True):
        yield told.chapter(page, chapter)
    yield from told.lost(last)


class _Teller:
    """Turns feature files into views, taking each result from the record as its example comes up."""

    def __init__(self, record: RunRecord, promises: Mapping[str, Promise], root: Path) -> None:
        self.target, self.root, self.known = record["target"], root, promises
        self.anchors, self.page = Anchors(), ""
        self.results: dict[tuple[str, int, tuple[str, ...]], list[Result]] = defaultdict(list)
        for result in record["results"]:
            self.results[result["file"], result["line"], tuple(result["values"])].append(result)

    def chapter(self, page: str, chapter: gherkin.Chapter) -> Chapter:
        file = chapter.path.relative_to(self.root).as_posix()
        self.page = page
        place = self.at(chapter.title)
        rules = []
        if chapter.strays:
            rules.append(self.rule("", chapter.tags, chapter.strays, file, chapter.title))
        rules += [
            self.rule(r.title, r.tags + chapter.tags, r.examples, file, chapter.title) for r in chapter.rules
        ]
        beyond = profiles.is_of_standards(chapter.path)
        return Chapter(place, chapter.title, chapter.prose, tuple(rules), beyond)

    def at(self, *titles: str) -> Place:
        return Place(self.page, self.anchors.of(*titles))

    def rule(
        self, title: str, tags: tuple[str, ...], examples: Iterable[gherkin.Example], file: str, chapter: str
    ) -> Rule:
        place = self.at(chapter, title) if title else Place(self.page)
        told = tuple(self.example(example, tags, file, chapter) for example in examples)
        return Rule(place, title, self.promises(tags), told)

    def example(
        self, example: gherkin.Example, rule_tags: tuple[str, ...], file: str, chapter: str
    ) -> Example:
        return Example(
            place=self.at(chapter, example.title),
            title=example.title,
            source=f"{file}:{example.line}",
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
                place = self.at(chapter, example.title, values or "run")
                yield Run(place, values, NOT_RUN, tuple(_untold(example, row)))

    def run(self, result: Result, label: str, chapter: str) -> Run:
        verdict = Verdict(result["verdict"])
        return Run(
            place=self.at(chapter, result["example"], label or "run"),
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
            result=result,
        )

    def promises(self, tags: Iterable[str]) -> tuple[Promise, ...]:
        return tuple(self.known[tag] for tag in tags if tag in self.known)

    def lost(self, page: str) -> Iterator[Chapter]:
        """The results that no feature file has a place for, so that none goes untold."""
        results = [result for found in self.results.values() for result in found]
        if results:
            self.page = page
            place = self.at(LOST_TITLE)
            examples = tuple(map(self._lost_example, results))
            yield Chapter(place, LOST_TITLE, LOST_PROSE, (Rule(place, "", (), examples),))

    def _lost_example(self, result: Result) -> Example:
        return Example(
            place=self.at(LOST_TITLE, result["example"]),
            title=result["example"],
            source=f"{result['file']}:{result['line']}",
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
