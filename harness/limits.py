"""What clauses ask of measured numbers (catalogue/limits.yaml), and how a measure stands to it.

Each clause is judged by itself: standards disagree, and none decides whether a product keeps its word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from harness import yaml_text
from harness.catalogue import FOLDER, Catalogue, CatalogueError, Clause
from harness.measures import QUANTITIES, Measure, agrees, told

FILE = "limits.yaml"
STRENGTHS = ("must", "should", "may")
"""How strongly a clause asks, the strongest first. may: advice, or what it allows as an example."""
_FIELDS = {"clause", "measure", "at_least", "at_most", "as_declared", "unit", "strength", "level", "note"}
_WEAK = ("advice", "option", "test objective", "definition", "default", "consequence", "can", "MAY")
"""Levels of clauses that ask for nothing by themselves."""


class Standing(StrEnum):
    """How a measured number stands to a limit."""

    WITHIN = "within"
    OUTSIDE = "outside"
    UNDECIDED = "not measured exactly enough"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Limit:
    """What one clause asks of one quantity.

    clause: its id in catalogue/clauses.yaml. at_least, at_most: in the quantity's unit, both included.
    as_declared: it asks for what the product's own documents say. strength: of STRENGTHS. level: of the
    standard's own levels, such as AAL2 or L2, where it asks so of that level alone. line: in limits.yaml.
    """

    clause: str
    measure: str
    strength: str
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    as_declared: bool = False
    level: str = ""
    note: str = ""
    line: int = 1

    @property
    def asks(self) -> str:
        """What it asks for, for people: 'Wrong codes that lock: at most 5 wrong codes'."""
        quantity = QUANTITIES[self.measure]
        if self.as_declared:
            return f"{quantity.title}: as the product declares"
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        said = (f"{words} {told(bound, quantity.unit)}" for words, bound in bounds if bound is not None)
        return f"{quantity.title}: {' and '.join(said)}"

    def stands(self, measure: Measure | None) -> Standing:
        """How a measure stands to this limit; None: nothing was measured."""
        if measure is None:
            return Standing.NOT_MEASURED
        if self.as_declared:
            return _as_declared(agrees(measure))
        if measure["low"] is None:
            return Standing.NOT_MEASURED
        return self._within(measure["low"], measure["high"])

    def _within(self, low: float, high: float | None) -> Standing:
        least, most = self.at_least, self.at_most
        too_low = least is not None and high is not None and high < least
        too_high = most is not None and low > most
        if too_low or too_high:
            return Standing.OUTSIDE
        is_enough = least is None or low >= least
        is_little_enough = most is None or (high is not None and high <= most)
        return Standing.WITHIN if is_enough and is_little_enough else Standing.UNDECIDED


def _as_declared(answer: bool | None) -> Standing:
    if answer is None:
        return Standing.NOT_MEASURED
    return Standing.WITHIN if answer else Standing.OUTSIDE


@lru_cache(maxsize=8)
def load(folder: Path = FOLDER) -> tuple[Limit, ...]:
    """Read the limits once. Raises CatalogueError for a file or an entry that can't be used."""
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
        rows = yaml_text.read(text)["limits"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise CatalogueError(f"{FILE}: not a list under 'limits': {error} — correct the file") from None
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("- clause:")]
    return tuple(_limit(row, line) for row, line in zip(rows, lines, strict=True))


def _limit(row: dict[str, Any], line: int) -> Limit:
    strange = set(row) - _FIELDS
    missing = {"clause", "measure", "strength"} - set(row)
    if strange or missing:
        wrong = f"has no {', '.join(sorted(missing))}" if missing else f"has {', '.join(sorted(strange))}"
        raise CatalogueError(f"{FILE}:{line}: the entry {wrong} — write {', '.join(sorted(_FIELDS))} alone")
    return Limit(**row, line=line)


def of(measure: str, limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """The limits of one quantity."""
    return tuple(limit for limit in limits if limit.measure == measure)


def wrong_with(limit: Limit, known: Catalogue) -> Iterator[tuple[str, str]]:
    """What is wrong with a limit, and what to do about it."""
    clause = next((clause for clause in known.standards if clause.id == limit.clause), None)
    if limit.clause not in known.clauses:
        yield f"no clause is called '{limit.clause}'", "name one of catalogue/clauses.yaml"
    quantity = QUANTITIES.get(limit.measure)
    if quantity is None:
        yield f"nothing that is measured is called '{limit.measure}'", f"name one of {', '.join(QUANTITIES)}"
    elif not limit.as_declared and limit.unit != quantity.unit:
        yield f"'{limit.measure}' is measured in {quantity.unit}, not {limit.unit or 'nothing'}", "correct it"
    if limit.strength not in STRENGTHS:
        yield f"the strength '{limit.strength}' is unknown", f"choose one of {', '.join(STRENGTHS)}"
    elif clause is not None and limit.strength == "must" and is_weak(clause):
        yield f"the clause {clause.id} is only '{clause.level}', not a must", "choose should or may"
    bounds = [bound for bound in (limit.at_least, limit.at_most) if bound is not None]
    if bool(bounds) == limit.as_declared:
        yield "it needs bounds (at_least, at_most) or as_declared, and not both", "write one of the two"
    if bounds != sorted(bounds):
        yield "at_least is more than at_most, which nothing can be", "correct the numbers"


def is_weak(clause: Clause) -> bool:
    """Whether a clause asks for nothing that has to be done."""
    return clause.level in _WEAK or clause.level.startswith(("SHOULD", "RECOMMENDED"))
