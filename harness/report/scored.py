"""How each thing that is asked of the product stands after a run: statements, behaviours, clauses of standards.

A clause stands as the behaviours that it became stand: what several standards ask is one behaviour here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.catalogue import Behaviour, Catalogue
from harness.report.contents import Entry, Mention
from harness.report.places import STANDARDS, STATEMENTS, Place
from harness.report.view import Promise, Standing, judge

COVERED = (Standing.HELD, Standing.IN_PART, Standing.RECOMMENDED)


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked of the product, its standing, and the examples that speak for it.

    rank: must, should or extra for a behaviour, the standard's own word for a clause. behind: ids of what it
    was made of, or became.
    """

    id: str
    text: str
    place: Place
    verdict: Standing
    examples: tuple[Mention, ...]
    rank: str = ""
    behind: tuple[str, ...] = ()

    @property
    def is_covered(self) -> bool:
        """Whether an example passed for it and none failed."""
        return self.verdict in COVERED

    @property
    def reason(self) -> str:
        """Why it is not simply held, in the words of the first example that says so."""
        return next((m.reason for m in self.examples if m.verdict == self.verdict and m.reason), "")


@dataclass(frozen=True)
class Standard:
    """One standard and its clauses, in the catalogue's order."""

    name: str
    clauses: tuple[Requirement, ...]

    def number(self, *verdicts: str) -> int:
        """How many of its clauses have one of these verdicts."""
        return sum(clause.verdict in verdicts for clause in self.clauses)


class Scores:
    """Looks up examples by what they are tagged with.

    asked_for_standards: whether the chapters beyond the guide were part of the run.
    """

    def __init__(self, known: Catalogue, entries: Iterable[Entry], asked_for_standards: bool) -> None:
        self.known, self.asked_for_standards = known, asked_for_standards
        self.by_tag: Mapping[str, list[Mention]] = defaultdict(list)
        for entry in entries:
            for mention in entry.examples:
                for tag in mention.tags:
                    self.by_tag[tag].append(mention)

    def statements(self) -> tuple[Requirement, ...]:
        """The testable statements of the guide."""
        return tuple(
            self._requirement(s.id, s.text, Place(STATEMENTS, s.id), (s.id,))
            for s in self.known.statements.values()
        )

    def behaviours(self) -> tuple[Requirement, ...]:
        """What several standards ask alike; none where the run was not asked for it."""
        return tuple(map(self._behaviour, self.known.behaviours)) if self.asked_for_standards else ()

    def _behaviour(self, its: Behaviour) -> Requirement:
        place = Place(STANDARDS, its.id)
        return self._requirement(its.id, its.rule, place, (its.id,), its.rank, its.clauses)

    def standards(self) -> tuple[Standard, ...]:
        """The clauses by standard; none where the run was not asked for them."""
        became: dict[str, list[str]] = defaultdict(list)
        for behaviour in self.known.behaviours:
            for name in behaviour.clauses:
                became[name].append(behaviour.id)
        named: dict[str, list[Requirement]] = defaultdict(list)
        for clause in self.known.standards if self.asked_for_standards else ():
            behind = tuple(became[clause.id])
            text = f"{clause.place}: {clause.text}"
            place = Place(STANDARDS, clause.id)
            told = self._requirement(clause.id, text, place, (clause.id, *behind), clause.level, behind)
            named[clause.standard].append(told)
        return tuple(Standard(name, tuple(clauses)) for name, clauses in named.items())

    def not_asked_for(self) -> tuple[str, ...]:
        """The behaviours that no example of this run's chapters speaks for, where only the guide was asked for."""
        if self.asked_for_standards:
            return ()
        return tuple(behaviour.id for behaviour in self.known.behaviours if behaviour.id not in self.by_tag)

    def _requirement(
        self,
        name: str,
        text: str,
        place: Place,
        tags: Iterable[str],
        rank: str = "",
        behind: tuple[str, ...] = (),
    ) -> Requirement:
        examples = tuple({m.place: m for tag in tags for m in self.by_tag.get(tag, ())}.values())
        verdict = judge(outcome for mention in examples for outcome in mention.outcomes)
        return Requirement(name, text, place, verdict, examples, rank, behind)


def with_verdict(requirements: Sequence[Requirement], *verdicts: str) -> tuple[Requirement, ...]:
    """Those of these verdicts, in their order."""
    return tuple(requirement for requirement in requirements if requirement.verdict in verdicts)


def promises(known: Catalogue, asked_for_standards: bool) -> dict[str, Promise]:
    """What each id that a rule can be tagged with says, and on which page more of it is told."""
    return {promise.id: promise for promise in _promises(known, asked_for_standards)}


def _promises(known: Catalogue, asked_for_standards: bool) -> Iterator[Promise]:
    for sentence in known.sentences:
        yield Promise(sentence.id, sentence.says, is_behaviour=False)
    for statement in known.statements.values():
        yield Promise(statement.id, statement.text, False, Place(STATEMENTS, statement.id))
    for behaviour in known.behaviours:
        place = Place(STANDARDS, behaviour.id) if asked_for_standards else None
        yield Promise(behaviour.id, behaviour.rule, True, place)
