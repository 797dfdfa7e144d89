"""What the page tells: the chapters as the feature files hold them, each example with what the run saw.

Frozen records with their verdicts. `telling` makes them of a run, templates/ lay them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.report.words import Failure

NOT_RUN = "not run"


class Verdict(StrEnum):
    """What a run says of a statement, a rule or a chapter."""

    HELD = "held"
    IN_PART = "held as far as tested"
    BROKEN = "broken"
    NOT_TESTED = "not tested"


def judge(outcomes: Iterable[str]) -> Verdict:
    """One failure breaks it; without any, what passed holds, and wholly only if nothing was left out."""
    seen = set(outcomes)
    if seen & {"failed", "error"}:
        return Verdict.BROKEN
    if "passed" not in seen:
        return Verdict.NOT_TESTED
    return Verdict.HELD if seen == {"passed"} else Verdict.IN_PART


@dataclass(frozen=True)
class Deed:
    """One thing that was done in a step: in a sentence, when, and the picture that was taken."""

    did: str
    when: str
    picture: str = ""


@dataclass(frozen=True)
class Step:
    """A step as it is told; outcome: passed, failed, not reached or, without a run, not run."""

    keyword: str
    text: str
    line: int
    outcome: str
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True)
class Run:
    """One acting-out of an example, or that there was none; `label` tells it from the others."""

    anchor: str
    label: str
    outcome: str
    steps: tuple[Step, ...]
    seconds: float | None = None
    failure: Failure | None = None
    command: str = ""


@dataclass(frozen=True)
class Promise:
    """An id of the catalogue and what it says; `is_behaviour` sets those of the standards apart."""

    id: str
    text: str
    is_behaviour: bool


@dataclass(frozen=True)
class Example:
    """An example and its runs, one for each outline row and browser; `own` are tags beyond its rule's."""

    anchor: str
    title: str
    place: str
    tags: tuple[str, ...]
    own: tuple[Promise, ...]
    runs: tuple[Run, ...]

    @property
    def verdict(self) -> Verdict:
        """What its runs say together."""
        return judge(run.outcome for run in self.runs)


@dataclass(frozen=True)
class Rule:
    """A promise in a sentence; without a title it holds the examples that stand outside any rule."""

    anchor: str
    title: str
    promises: tuple[Promise, ...]
    examples: tuple[Example, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs of its examples."""
        return tuple(run for example in self.examples for run in example.runs)

    @property
    def verdict(self) -> Verdict:
        """What its runs say together."""
        return judge(run.outcome for run in self.runs)

    @property
    def ran(self) -> int:
        """How many runs came to an end that says something."""
        return sum(run.outcome in ("passed", "failed", "error") for run in self.runs)


@dataclass(frozen=True)
class Chapter:
    """One feature file."""

    anchor: str
    title: str
    prose: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def verdict(self) -> Verdict:
        """What its runs say together."""
        return judge(run.outcome for rule in self.rules for run in rule.runs)

    @property
    def tally(self) -> Counter[Verdict]:
        """How many of its rules have which verdict."""
        return Counter(rule.verdict for rule in self.rules if rule.title)


@dataclass(frozen=True)
class Statement:
    """One statement of the guide, its verdict and the examples that stand for it."""

    id: str
    text: str
    verdict: Verdict
    examples: tuple[Example, ...]

    @property
    def is_covered(self) -> bool:
        """Whether an example passed for it and none failed."""
        return self.verdict in (Verdict.HELD, Verdict.IN_PART)


@dataclass(frozen=True)
class Wait:
    """A wait in real time, in seconds; served: the examples that it was for."""

    seconds: float
    reason: str
    served: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """All that the page tells."""

    target: str
    began: str
    seconds: float
    is_whole: bool
    browsers: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    statements: tuple[Statement, ...]
    failed: tuple[tuple[Example, Run], ...]
    waits: tuple[Wait, ...] = ()

    def statements_with(self, *verdicts: str) -> tuple[Statement, ...]:
        """The statements with one of these verdicts, in the guide's order."""
        return tuple(statement for statement in self.statements if statement.verdict in verdicts)

    @property
    def tally(self) -> Counter[str]:
        """How many runs ended how."""
        return Counter(run.outcome for _, run in all_runs(self.chapters))


def all_runs(chapters: Iterable[Chapter]) -> Iterator[tuple[Example, Run]]:
    """Every run with its example, in the order of the page."""
    for chapter in chapters:
        for rule in chapter.rules:
            for example in rule.examples:
                for run in example.runs:
                    yield example, run
