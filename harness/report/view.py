"""What a chapter's page tells: rules, examples and runs as the feature files hold them, with their verdicts.

Frozen records. `telling` makes them of a run, `contents` keeps of them what other pages say, templates/ lay
them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.report.places import Place
from harness.words import Failure
from harness.verdicts import Verdict, combined

if TYPE_CHECKING:
    from harness.record import Result

NOT_RUN = "not run"


class Standing(StrEnum):
    """How a statement, a rule or a chapter stands after a run, in the report's words."""

    HELD = "held"
    IN_PART = "held as far as tested"
    RECOMMENDED = "held but for recommendations"
    BROKEN = "broken"
    KNOWN = "broken, as known"
    FIXED = "held, though known to fail"
    INCONCLUSIVE = "inconclusive"
    NOT_JUDGED = "not judged"
    NOT_OFFERED = "not offered"
    SYMPTOM = "symptom only"
    UNSEEN = "not observable"
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
"""What the report calls a run with this verdict, and what rests on it."""

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


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done in a step: in a sentence, when, and the picture that was taken."""

    did: str
    when: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is told; outcome: passed, failed, left, not reached or, without a run, not run."""

    keyword: str
    text: str
    line: int
    outcome: str
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One acting-out of an example, or that there was none; `label` tells it from the others.

    outcome: one of the report's WORDS, or NOT_RUN; why: the reason that goes with the verdict, if any.
    result: what it was told from; None where nothing ran.
    """

    place: Place
    label: str
    outcome: str
    steps: tuple[Step, ...]
    seconds: float | None = None
    failure: Failure | None = None
    command: str = ""
    why: str = ""
    result: Result | None = None

    @property
    def gist(self) -> str:
        """Why it is red, in a line."""
        return self.why or (self.failure.in_a_line if self.failure else "")


@dataclass(frozen=True, slots=True)
class Promise:
    """An id of the catalogue and what it says; place: where it is told of, None where no page does."""

    id: str
    text: str
    is_behaviour: bool
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """An example and its runs, one for each outline row and browser; `own` are tags beyond its rule's."""

    place: Place
    title: str
    source: str
    tags: tuple[str, ...]
    own: tuple[Promise, ...]
    runs: tuple[Run, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How each of its runs ended."""
        return tuple(run.outcome for run in self.runs)

    @property
    def verdict(self) -> Standing:
        """What its runs say together."""
        return judge(self.outcomes)

    @property
    def is_single(self) -> bool:
        """Whether it has one run, which needs no label."""
        return len(self.runs) == 1 and not self.runs[0].label


@dataclass(frozen=True)
class Rule:
    """A promise in a sentence; without a title it holds the examples that stand outside any rule."""

    place: Place
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

    place: Place
    title: str
    prose: tuple[str, ...]
    rules: tuple[Rule, ...]
    is_of_standards: bool = False

    @property
    def examples(self) -> Iterator[Example]:
        """All its examples."""
        return (example for rule in self.rules for example in rule.examples)

    @property
    def outcomes(self) -> Iterator[str]:
        """How each of its runs ended."""
        return (outcome for example in self.examples for outcome in example.outcomes)

    @property
    def verdict(self) -> Standing:
        """What its runs say together."""
        return judge(self.outcomes)

    @property
    def tally(self) -> Counter[Standing]:
        """How many of its rules have which verdict."""
        return Counter(rule.verdict for rule in self.rules if rule.title)
