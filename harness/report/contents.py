"""What other pages tell of a chapter: its entry in the contents, its examples in a line each, what is red.

Made when the chapter's own page has been written, so that the steps and deeds of a long run can go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from harness.report.places import Place
from harness.report.view import RED, Chapter, Example, Run, Standing, judge


@dataclass(frozen=True, slots=True)
class Mention:
    """An example as other pages speak of it. reason: why it is no pass, where the run says so."""

    title: str
    place: Place
    tags: tuple[str, ...]
    outcomes: tuple[str, ...]
    reason: str = ""

    @property
    def verdict(self) -> Standing:
        """What its runs say together."""
        return judge(self.outcomes)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A run that somebody has to look at."""

    title: str
    place: Place
    outcome: str
    gist: str


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule in the contents."""

    title: str
    place: Place
    verdict: Standing
    examples: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter in the contents; lead: the first sentence of its prose."""

    title: str
    place: Place
    lead: str
    is_of_standards: bool
    tally: Counter[Standing]
    outcomes: Counter[str]
    rules: tuple[RuleEntry, ...]
    troubles: tuple[Trouble, ...]

    @property
    def verdict(self) -> Standing:
        """What its runs say together."""
        return judge(self.outcomes)

    @property
    def examples(self) -> Iterable[Mention]:
        """All its examples."""
        return (mention for rule in self.rules for mention in rule.examples)


def entry_of(chapter: Chapter) -> Entry:
    """What is kept of a chapter."""
    return Entry(
        title=chapter.title,
        place=chapter.place,
        lead=_first_sentence(" ".join(chapter.prose)),
        is_of_standards=chapter.is_of_standards,
        tally=chapter.tally,
        outcomes=Counter(chapter.outcomes),
        rules=tuple(
            RuleEntry(rule.title, rule.place, rule.verdict, tuple(map(_mention, rule.examples)))
            for rule in chapter.rules
        ),
        troubles=tuple(
            _trouble(example, run)
            for example in chapter.examples
            for run in example.runs
            if run.outcome in RED
        ),
    )


def _mention(example: Example) -> Mention:
    reasons = (run.gist for run in example.runs if run.outcome != "passed")
    place = example.runs[0].place if example.is_single else example.place
    return Mention(
        example.title, place, example.tags, example.outcomes, next(filter(None, reasons), "")
    )


def _trouble(example: Example, run: Run) -> Trouble:
    title = f"{example.title}: {run.label}" if run.label else example.title
    return Trouble(title, run.place, run.outcome, run.gist)


def _first_sentence(prose: str) -> str:
    head, stop, _ = prose.partition(". ")
    return f"{head}." if stop else head
