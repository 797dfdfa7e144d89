"""What the page tells: the chapters as the feature files hold them, each example with what the run saw.

Frozen records with their verdicts. `telling` makes them of a run, templates/ lay them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.report.words import Failure
from harness.verdicts import Verdict, combined

NOT_RUN = "not run"


class Standing(StrEnum):
    """How a statement, a rule or a chapter stands after a run, in the page's words."""

    HELD = "held"
    IN_PART = "held as far as tested"
    RECOMMENDED = "held but for recommendations"
    BROKEN = "broken"
    KNOWN = "broken, as known"
    FIXED = "held, though known to fail"
    INCONCLUSIVE = "inconclusive"
    NOT_JUDGED = "not judged"
    NOT_OFFERED = "not offered"
    NOT_TESTED = "not tested"


WORDS = {
    Verdict.PASS: ("passed", Standing.HELD),
    Verdict.FAIL: ("failed", Standing.BROKEN),
    Verdict.WARN: ("warning", Standing.RECOMMENDED),
    Verdict.NOT_APPLICABLE: ("not offered", Standing.NOT_OFFERED),
    Verdict.INCONCLUSIVE: ("inconclusive", Standing.INCONCLUSIVE),
    Verdict.EXPECTED_FAIL: ("expected fail", Standing.KNOWN),
    Verdict.UNEXPECTED_PASS: ("unexpected pass", Standing.FIXED),
    Verdict.HARNESS_ERROR: ("error", Standing.NOT_JUDGED),
}
"""What the page calls a run with this verdict, and what rests on it."""

RED = tuple(
    WORDS[verdict][0]
    for verdict in (Verdict.FAIL, Verdict.HARNESS_ERROR, Verdict.INCONCLUSIVE, Verdict.UNEXPECTED_PASS)
)
UNTESTED = (NOT_RUN, WORDS[Verdict.NOT_APPLICABLE][0])


def judge(outcomes: Iterable[str]) -> Standing:
    """The worst outcome decides; what passed holds wholly only if nothing was left out."""
    seen = set(outcomes)
    worst = combined(verdict for verdict, (word, _) in WORDS.items() if word in seen)
    if worst is None:
        return Standing.NOT_TESTED
    whole = worst is not Verdict.PASS or seen == {"passed"}
    return WORDS[worst][1] if whole else Standing.IN_PART


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
    """One acting-out of an example, or that there was none; `label` tells it from the others.

    outcome: one of the page's WORDS, or NOT_RUN; why: the reason that goes with the verdict, if any.
    """

    anchor: str
    label: str
    outcome: str
    steps: tuple[Step, ...]
    seconds: float | None = None
    failure: Failure | None = None
    command: str = ""
    why: str = ""

    @property
    def gist(self) -> str:
        """Why it is red, in a line."""
        return self.why or (self.failure.in_a_line if self.failure else "")


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
    def verdict(self) -> Standing:
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
    def verdict(self) -> Standing:
        """What its runs say together."""
        return judge(run.outcome for run in self.runs)

    @property
    def ran(self) -> int:
        """How many runs came to an end that says something."""
        return sum(run.outcome not in UNTESTED for run in self.runs)


@dataclass(frozen=True)
class Chapter:
    """One feature file."""

    anchor: str
    title: str
    prose: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def verdict(self) -> Standing:
        """What its runs say together."""
        return judge(run.outcome for rule in self.rules for run in rule.runs)

    @property
    def tally(self) -> Counter[Standing]:
        """How many of its rules have which verdict."""
        return Counter(rule.verdict for rule in self.rules if rule.title)


@dataclass(frozen=True)
class Statement:
    """One statement of the guide, its verdict and the examples that stand for it."""

    id: str
    text: str
    verdict: Standing
    examples: tuple[Example, ...]

    @property
    def is_covered(self) -> bool:
        """Whether an example passed for it and none failed."""
        return self.verdict in (Standing.HELD, Standing.IN_PART, Standing.RECOMMENDED)


@dataclass(frozen=True)
class Wait:
    """A wait in real time, in seconds; served: the examples that it was for."""

    seconds: float
    reason: str
    served: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """All that the page tells."""

    product: str
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
