"""How each clause of a standard stands after a run, by itself: what was tried, what was measured, what can't be seen.

A clause is evidence, and no certificate. It never stands as held where a browser sees only a symptom of it
(catalogue/reach.yaml), where no example tries what it asks, or where it asks for a number that nobody measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from harness import limits
from harness.catalogue import VERIFIED, Clause
from harness.limits import Limit
from harness.measures import Measure, shown
from harness.reach import Reach
from harness.report.contents import Mention
from harness.report.places import STANDARDS, Place
from harness.report.view import Standing, judge

SEEN = (Standing.HELD, Standing.IN_PART)
WORST_FIRST = (
    Standing.BROKEN,
    Standing.INCONCLUSIVE,
    Standing.RECOMMENDED,
    Standing.NOT_TESTED,
    Standing.HELD,
)
"""How several numbers of one clause become one."""


@dataclass(frozen=True)
class Number:
    """What a clause asks of a number, what was measured, and how that stands; level: asked so of it alone."""

    asks: str
    found: str
    standing: limits.Standing
    strength: str
    level: str = ""
    note: str = ""

    @property
    def verdict(self) -> Standing:
        """What it says of its clause."""
        if self.standing is limits.Standing.OUTSIDE:
            return Standing.BROKEN if self.strength == "must" else Standing.RECOMMENDED
        return {
            limits.Standing.WITHIN: Standing.HELD,
            limits.Standing.UNDECIDED: Standing.INCONCLUSIVE,
            limits.Standing.NOT_MEASURED: Standing.NOT_TESTED,
        }[self.standing]


@dataclass(frozen=True)
class Told:
    """One clause after a run: the clause, how it stands and why, and what speaks for it.

    strength: must, should or extra. numbers: what it asks of numbers. who: could check what can't be seen.
    """

    clause: Clause
    strength: str
    verdict: Standing
    why: str = ""
    examples: tuple[Mention, ...] = ()
    numbers: tuple[Number, ...] = ()
    who: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The clause's."""
        return self.clause.id

    @property
    def text(self) -> str:
        """Where it stands in its standard, and what it asks."""
        return f"{self.clause.place}: {self.clause.text}"

    @property
    def place(self) -> Place:
        """Where the report tells of it."""
        return Place(STANDARDS, self.clause.id)

    @property
    def reading(self) -> str:
        """How sure the reading is."""
        return VERIFIED[self.clause.verified]

    @property
    def tone(self) -> str:
        """How it looks: covered, uncovered in red, or none where nothing is wrong and nothing shown."""
        if self.verdict in (*SEEN, Standing.RECOMMENDED):
            return "covered"
        is_explained = self.verdict is Standing.NOT_TESTED and bool(self.why)
        quiet = (Standing.SYMPTOM, Standing.UNSEEN, Standing.NOT_OFFERED)
        return "none" if is_explained or self.verdict in quiet else "uncovered"


@dataclass(frozen=True)
class Standard:
    """One standard and its clauses, in the catalogue's order."""

    name: str
    clauses: tuple[Told, ...]

    def number(self, *verdicts: str) -> int:
        """How many of its clauses have one of these verdicts."""
        return sum(clause.verdict in verdicts for clause in self.clauses)


@dataclass
class Judge:
    """Says how clauses stand. by_tag: examples by what they are tagged with; measured: by quantity."""

    reach: Reach
    by_tag: Mapping[str, Sequence[Mention]]
    numbers: Sequence[Limit] = ()
    measured: Mapping[str, Measure] = field(default_factory=dict)
    strengths: Mapping[str, str] = field(default_factory=dict)

    def standards(self, clauses: Iterable[Clause]) -> tuple[Standard, ...]:
        """The clauses by standard."""
        named: dict[str, list[Told]] = {}
        for clause in clauses:
            named.setdefault(clause.standard, []).append(self.told(clause))
        return tuple(Standard(name, tuple(its)) for name, its in named.items())

    def told(self, clause: Clause) -> Told:
        """One clause."""
        verdict, why, examples = self._seen(clause)
        numbers = tuple(self._numbers(clause))
        if numbers:
            verdict, why = _with_numbers(verdict, why, numbers)
        who = self._who(clause)
        if who and verdict in SEEN:
            verdict = Standing.SYMPTOM
        strength = self.strengths.get(clause.level, "must")
        return Told(clause, strength, verdict, why, examples, numbers, who)

    def _seen(self, clause: Clause) -> tuple[Standing, str, tuple[Mention, ...]]:
        """What its examples say of it, why nothing where they don't, and the examples."""
        own = self.by_tag.get(clause.id, ())
        if not own and (why := self.reach.untried.get(clause.id)):
            return Standing.NOT_TESTED, why, ()
        seen = [behaviour for behaviour in clause.behaviours if behaviour not in self.reach.unseen]
        if not own and not seen:
            whys = (self.reach.unseen[behaviour].why for behaviour in clause.behaviours)
            return Standing.UNSEEN, " ".join(whys), ()
        tags = (clause.id, *seen)
        examples = tuple({m.place: m for tag in tags for m in self.by_tag.get(tag, ())}.values())
        verdict = judge(outcome for mention in examples for outcome in mention.outcomes)
        reasons = (m.reason for m in examples if m.verdict == verdict and m.reason)
        return verdict, next(reasons, ""), examples

    def _who(self, clause: Clause) -> tuple[str, ...]:
        """Who could check what a browser doesn't see of it; nobody where it sees all."""
        unseen = (self.reach.unseen[b].who for b in clause.behaviours if b in self.reach.unseen)
        found = [*self.reach.rest.get(clause.id, ()), *(who for its in unseen for who in its)]
        return tuple(dict.fromkeys(found))

    def _numbers(self, clause: Clause) -> Iterator[Number]:
        for limit in self.numbers:
            if limit.clause == clause.id:
                measure = self.measured.get(limit.measure)
                standing = limit.stands(measure)
                found = shown(measure) if measure else ""
                yield Number(limit.asks, found, standing, limit.strength, limit.level, limit.note)


def _with_numbers(verdict: Standing, why: str, numbers: Sequence[Number]) -> tuple[Standing, str]:
    """A clause that asks for numbers: they decide, beside examples that broke or were not judged."""
    by_number = next(its for its in WORST_FIRST if any(number.verdict is its for number in numbers))
    if verdict in (Standing.NOT_TESTED, Standing.UNSEEN):
        return by_number, why if by_number is Standing.NOT_TESTED else ""
    if verdict not in SEEN:
        return verdict, why
    return (Standing.IN_PART if by_number is Standing.NOT_TESTED else by_number), ""

