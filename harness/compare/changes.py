"""What changed from the first run to the last: of examples, and of the ids that they speak for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from harness.compare.comparison import LEVELS, Absence, Cell, Comparison, Promise, Row
from harness.counting import counted
from harness.report.view import Standing

BROKEN, NOTHING, RECOMMENDED = (
    LEVELS[standing] for standing in (Standing.BROKEN, Standing.NOT_TESTED, Standing.RECOMMENDED)
)


class Kind(StrEnum):
    """The kinds of change, in the order in which they are told."""

    BROKEN = "Newly broken"
    LOST = "Newly not tested"
    SHORT = "Newly short of a recommendation"
    HELD = "Newly held"
    OTHER = "Judged differently"
    GONE = "Disappeared"
    NEW = "Appeared"


BETWEEN = {
    Kind.BROKEN: "Broken at {last}, and not at {first}",
    Kind.LOST: "Not tested at {last}, unlike at {first}",
    Kind.SHORT: "Short of a recommendation at {last}, and not at {first}",
    Kind.HELD: "Held at {last}, and not at {first}",
    Kind.OTHER: "Judged differently at {last} and at {first}",
    Kind.GONE: "Run at {first} alone",
    Kind.NEW: "Run at {last} alone",
}
"""What the kinds are called between two products, of which neither came before the other."""
MEANING: Mapping[Kind, str] = {
    **dict.fromkeys(Kind, ""),
    Kind.LOST: "It proves nothing now: not offered, inconclusive, not judged or not run.",
    Kind.OTHER: "As good or as bad as before, in another word.",
    Kind.GONE: "The feature files of the last run don't have it.",
    Kind.NEW: "The feature files of the first run don't have it.",
}
"""What a reader may not know of a kind; empty where its name says it."""


@dataclass(frozen=True)
class Change:
    """One example or id that is not as it was."""

    kind: Kind
    of: Row | Promise
    before: Cell
    after: Cell

    @property
    def is_worse(self) -> bool:
        """Whether less is shown for the product than before; to be unknown isn't worse than to be broken."""
        before, after = self.before.level, self.after.level
        return before is not None and after is not None and after < before

    @property
    def is_better(self) -> bool:
        """Whether it holds, or holds better, than before."""
        return self.kind is Kind.HELD


def _kind(before: Cell, after: Cell) -> Kind | None:
    """What became of it; None where nothing did, or where it can't be compared."""
    if before.level is None or after.level is None:
        return _coming_or_going(before, after)
    if before.level == after.level:
        return Kind.OTHER if before.word != after.word else None
    if after.level == BROKEN:
        return Kind.BROKEN
    if after.level == NOTHING:
        return Kind.LOST
    return Kind.SHORT if after.level < before.level else Kind.HELD


def _coming_or_going(before: Cell, after: Cell) -> Kind | None:
    if before.seen and after.standing is Absence.NOT_THERE:
        return Kind.GONE
    if after.seen and before.standing is Absence.NOT_THERE:
        return Kind.NEW
    return None


class Changes:
    """All changes of a comparison, from its first run to its last."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    @cached_property
    def examples(self) -> tuple[Change, ...]:
        """Of examples."""
        found = (_change(row, row.cells[0], row.cells[-1]) for row in self.comparison.rows)
        return tuple(change for change in found if change)

    @cached_property
    def promises(self) -> tuple[Change, ...]:
        """Of statements and behaviours, by those of their examples that both runs were asked for.

        Another word alone is no change of theirs: it may come of a run being partial.
        """
        found = (self._of_promise(promise) for promise in self.comparison.promises)
        return tuple(change for change in found if change and change.kind is not Kind.OTHER)

    def _of_promise(self, promise: Promise) -> Change | None:
        ends = (0, len(self.comparison.runs) - 1)
        rows = [row for row in promise.rows if all(_is_asked(row.cells[end]) for end in ends)]
        before, after = (self.comparison.stands(end, promise.id, rows) for end in ends)
        return _change(promise, before, after) if rows else None

    @property
    def kinds(self) -> list[Kind]:
        """Those that there are, in their order."""
        there = {change.kind for change in (*self.examples, *self.promises)}
        return [kind for kind in Kind if kind in there]

    def heading(self, kind: Kind) -> str:
        """What a kind is called here."""
        if self.comparison.is_of_one_target:
            return kind.value
        return BETWEEN[kind].format(first=self.comparison.names[0], last=self.comparison.names[-1])

    def examples_that(self, kind: Kind) -> list[Change]:
        """The examples with this change."""
        return [change for change in self.examples if change.kind is kind]

    def promises_that(self, kind: Kind) -> list[Change]:
        """The ids with this change."""
        return [change for change in self.promises if change.kind is kind]

    @property
    def got_worse(self) -> bool:
        """Whether anything did, of the examples or of what they speak for."""
        return any(change.is_worse for change in (*self.examples, *self.promises))

    @property
    def as_before(self) -> int:
        """How many examples ended in both runs, and in the same way."""
        changed = {change.of.id for change in self.examples}
        rows = self.comparison.rows
        return sum(bool(r.cells[0].seen and r.cells[-1].seen) and r.id not in changed for r in rows)

    @property
    def not_compared(self) -> int:
        """How many examples one of the two runs was not asked for."""
        ends = ((row.cells[0], row.cells[-1]) for row in self.comparison.rows)
        return sum(not all(map(_is_asked, pair)) for pair in ends)

    @property
    def gist(self) -> str:
        """All of it in a sentence."""
        worse = sum(change.is_worse for change in self.examples)
        better = sum(change.is_better for change in self.examples)
        if not self.comparison.is_of_one_target:
            first, last = self.comparison.names[0], self.comparison.names[-1]
            what = f"{worse} worse and {better} better at {last} than at {first}"
            return f"{what}; {counted(self.as_before, 'example')} ended alike at both."
        said = [f"{counted(worse, 'example')} got worse"] if worse else []
        said += (
            [f"{better} got better" if said else f"{counted(better, 'example')} got better"] if better else []
        )
        if not said:
            said = ["A statement or behaviour got worse" if self.got_worse else "Nothing got worse or better"]
        return f"{', '.join(said)}; {counted(self.as_before, 'example')} {_are(self.as_before)} as before."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _is_asked(cell: Cell) -> bool:
    return cell.standing is not Absence.NOT_ASKED


def _change(of: Row | Promise, before: Cell, after: Cell) -> Change | None:
    kind = _kind(before, after)
    return Change(kind, of, before, after) if kind else None
