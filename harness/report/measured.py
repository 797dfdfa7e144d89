"""The numbers that a run measured: each beside what was declared, and beside what every clause asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.catalogue import Clause
from harness.limits import Limit, Standing
from harness.measures import QUANTITIES, Measure, Quantity, agrees, declared_as, shown, told, told_span
from harness.report.places import STANDARDS, Place

if TYPE_CHECKING:
    from harness.record import Result

NOT_ACTED_OUT = "This run did not act out what measures it"


@dataclass(frozen=True)
class Asked:
    """What one clause asks of a number, in words, and how the number stands to that."""

    clause: Clause
    bound: str
    strength: str
    level: str
    note: str
    standing: Standing

    @property
    def place(self) -> Place:
        """Where the report tells of the clause."""
        return Place(STANDARDS, self.clause.id)

    @property
    def is_broken(self) -> bool:
        """Whether something is outside that a clause demands."""
        return self.standing is Standing.OUTSIDE and self.strength == "must"


@dataclass(frozen=True)
class Number:
    """One quantity: what was measured, in words, or why nothing was.

    agrees: whether it is what was declared; None where nothing was. whose: the browser, where there are several.
    """

    name: str
    title: str
    shown: str
    declared: str
    agrees: bool | None
    how: str
    asked: tuple[Asked, ...]
    whose: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether there is a number."""
        return bool(self.shown)

    def number(self, *standings: str) -> int:
        """How many clauses stand so."""
        return sum(its.standing in standings for its in self.asked)


def numbers(
    results: Iterable[Result], limits: Iterable[Limit], clauses: Iterable[Clause]
) -> tuple[Number, ...]:
    """All quantities in their order; empty where the run measured none at all."""
    kept, asked = list(results), tuple(limits)
    found = dict(_by_name(kept))
    if not found:
        return ()
    known = {clause.id: clause for clause in clauses}
    told_of = []
    for quantity in QUANTITIES.values():
        those = [limit for limit in asked if limit.measure == quantity.name and limit.clause in known]
        for measure, whose in found.get(quantity.name) or [(None, "")]:
            told_of.append(_number(quantity, measure, whose, those, known, _why(quantity, kept)))
    return tuple(told_of)


def _by_name(results: list[Result]) -> Iterator[tuple[str, list[tuple[Measure | None, str]]]]:
    several = len({result["browser"] for result in results}) > 1
    every = [
        (measure, result["browser"] if several else "")
        for result in results
        for step in result["steps"]
        for measure in step.get("measures", ())
    ]
    for name in QUANTITIES:
        if those := [(measure, whose) for measure, whose in every if measure["name"] == name]:
            yield name, list(those)


def _number(
    quantity: Quantity,
    measure: Measure | None,
    whose: str,
    limits: list[Limit],
    known: Mapping[str, Clause],
    why: str,
) -> Number:
    return Number(
        name=quantity.name,
        title=quantity.title,
        shown=shown(measure) if measure else "",
        declared=declared_as(measure) if measure else "",
        agrees=agrees(measure) if measure else None,
        how=measure["how"] if measure else why,
        asked=tuple(_asked(limit, measure, quantity, known[limit.clause]) for limit in limits),
        whose=whose,
    )


def _why(quantity: Quantity, results: Iterable[Mapping[str, Any]]) -> str:
    """Why an example that was to measure it didn't."""
    for result in results:
        if any(step["text"].endswith(quantity.asked) for step in result["steps"]):
            return str(result["why"]) or "It came to no number"
    return NOT_ACTED_OUT


def _asked(limit: Limit, measure: Measure | None, quantity: Quantity, clause: Clause) -> Asked:
    standing = limit.stands(measure)
    return Asked(clause, _bound(limit, quantity), limit.strength, limit.level, limit.note, standing)


def _bound(limit: Limit, quantity: Quantity) -> str:
    if limit.as_declared:
        return "as the product declares"
    least, most = limit.at_least, limit.at_most
    if most is None:
        return f"at least {told(least or 0, quantity.unit)}"
    if least is None:
        return f"at most {told(most, quantity.unit)}"
    if least == most:
        return f"just {told(most, quantity.unit)}"
    return told_span(least, most, quantity.unit)
