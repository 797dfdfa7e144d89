"""A lock as a timeline: the tries, the lock and the release of one example, on the product's own clock.

The marks stand in the order of the tries, not to scale: on a clock that is moved, five tries happen at one
moment and the next one a quarter of an hour later. When each was stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from harness.report.figures.deeds import deeds_of
from harness.report.view import Chapter, Run
from harness.words import rough_span, timer
from targets.port import Outcome

if TYPE_CHECKING:
    from harness.record import Deed

TELLS = ("B12", "B14")
"""The behaviours whose examples show a lock from its first try to its end."""
TASKS = ("enter code",)
KINDS = {
    Outcome.REJECTED.value: "refused",
    Outcome.LOCKED.value: "locked",
    Outcome.IN.value: "let in",
}
MOST = 12
"""Tries that a picture can show."""
MARGIN, COLUMN = 16, 72
"""Units of the drawing: left of the first try, and from one to the next."""


@dataclass(frozen=True)
class Try:
    """One code and its answer. seconds: since the first try, by the product's clock."""

    kind: str
    seconds: float
    said: str
    middle: int

    @property
    def when(self) -> str:
        """Minutes and seconds since the first try."""
        return timer(self.seconds)


@dataclass(frozen=True)
class Timeline:
    """The picture. locked: start and width of the lock; ends: where its declared end stands, and when that is."""

    kind: ClassVar[str] = "lockout"
    example: str
    tries: tuple[Try, ...]
    locked: tuple[int, int]
    ends: tuple[int, str] | None
    declared: str

    @property
    def width(self) -> int:
        """Units of the drawing."""
        return 2 * MARGIN + COLUMN * len(self.tries)

    @property
    def summary(self) -> str:
        """What it shows, in a sentence."""
        refused = sum(its.kind == "refused" for its in self.tries)
        lock = next(its for its in self.tries if its.kind == "locked")
        return (
            f"{refused} wrong codes were refused, the next one locked at {lock.when}, and at "
            f"{self.tries[-1].when} the right code was let in{self.declared}."
        )


def of(chapter: Chapter, declared: Mapping[str, Any]) -> Timeline | None:
    """The first lock that an example of the chapter shows whole; None where none does."""
    for example in chapter.examples:
        for run in example.runs if set(TELLS) & set(example.tags) else ():
            if told := _timeline(example.title, run, declared.get("lock")):
                return told
    return None


def _timeline(title: str, run: Run, lock: Mapping[str, Any] | None) -> Timeline | None:
    tries = tuple(_tries(run))
    kinds = [its.kind for its in tries]
    if not _is_whole(kinds):
        return None
    first = kinds.index("locked")
    last = len(kinds) - 1 - kinds[::-1].index("locked")
    start = tries[first].middle - COLUMN // 2
    width = tries[last].middle + COLUMN // 2 - start
    words = f", {rough_span(lock['seconds'])} declared" if lock else ""
    return Timeline(title, tries, (start, width), _end(tries, first, last, lock), words)


def _is_whole(kinds: list[str]) -> bool:
    """Whether tries were refused, then locked, and the last one was let in; and a picture can show them."""
    return (
        len(kinds) <= MOST
        and kinds[-1:] == ["let in"]
        and kinds.count("let in") == 1
        and kinds[:1] == ["refused"]
        and "locked" in kinds
    )


def _end(
    tries: tuple[Try, ...], first: int, last: int, lock: Mapping[str, Any] | None
) -> tuple[int, str] | None:
    """Between the last locked try and the next one, if the declared end lies there."""
    if lock is None:
        return None
    ends = tries[first].seconds + lock["seconds"]
    if tries[last].seconds <= ends <= tries[last + 1].seconds:
        return tries[last].middle + COLUMN // 2, timer(ends)
    return None


def _tries(run: Run) -> Iterator[Try]:
    codes = [deed for deed in deeds_of(run) if deed["task"] in TASKS and deed.get("answer") in KINDS]
    for place, deed in enumerate(codes):
        seconds = (_moment(deed) - _moment(codes[0])).total_seconds()
        middle = MARGIN + COLUMN * place + COLUMN // 2
        yield Try(KINDS[deed["answer"]], seconds, deed.get("said", ""), middle)


def _moment(deed: Deed) -> datetime:
    return datetime.fromisoformat(deed["product_time"])
