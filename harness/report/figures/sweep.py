"""The acceptance window as it was swept: a bar of time steps, beside what is declared and what clauses allow.

Where a run swept it, this stands in for acceptance_window, which has only what other examples happened to try.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from harness import catalogue
from harness.counting import counted
from harness.limits import Limit
from harness.measures import Measure, of_run
from harness.report.view import Chapter
from harness.words import rough_span

MARGIN, CELL, ROW = 10, 46, 38
"""Units of the drawing: beside the bar, from one time step to the next, and from one row of words to the next."""
BAR_ENDS = 84
"""Units from the top to the end of the bar and its labels."""


@dataclass(frozen=True)
class Cell:
    """One time step: how far off (negative: late), whether a code of it was taken, and whether that is declared."""

    steps: int
    accepted: bool
    declared: bool | None
    start: int
    off: str

    @property
    def label(self) -> str:
        """The number of steps with its sign."""
        return f"{self.steps:+d}".replace("-", "−") if self.steps else "0"

    @property
    def is_against_its_word(self) -> bool:
        """Whether the answer contradicts what the product declares."""
        return self.declared is not None and self.declared != self.accepted


@dataclass(frozen=True)
class Allowed:
    """What somebody allows: from where to where in the drawing, how far down, in words, and whether that was kept."""

    start: int
    width: int
    top: int
    words: str
    is_kept: bool


@dataclass(frozen=True)
class Sweep:
    """The picture."""

    kind: ClassVar[str] = "sweep"
    cells: tuple[Cell, ...]
    allowed: tuple[Allowed, ...]

    @property
    def width(self) -> int:
        """Units of the drawing."""
        return 2 * MARGIN + CELL * len(self.cells)

    @property
    def height(self) -> int:
        """The same from top to bottom."""
        return BAR_ENDS + ROW * len(self.allowed) + 8

    @property
    def summary(self) -> str:
        """What it shows, in sentences."""
        taken = [cell.label for cell in self.cells if cell.accepted]
        first, last = self.cells[0].label, self.cells[-1].label
        told = f"Tried at every time step from {first} to {last}; taken at {', '.join(taken) or 'none'}."
        if not self.is_whole:
            told = f"Tried at {', '.join(c.label for c in self.cells)}; taken at {', '.join(taken) or 'none'}."
        broken = [cell.label for cell in self.cells if cell.is_against_its_word]
        return told + (f" Against what the product declares: {', '.join(broken)}." if broken else "")

    @property
    def is_whole(self) -> bool:
        """Whether no time step between the first and the last was left out."""
        return self.cells[-1].steps - self.cells[0].steps == len(self.cells) - 1


def of(chapter: Chapter, declared: Mapping[str, Any], asked: Iterable[Limit]) -> Sweep | None:
    """The sweep that a chapter's examples made; None where they made none."""
    results = [run.result for example in chapter.examples for run in example.runs if run.result]
    return next(drawn(of_run(results), declared, asked), None)


def drawn(
    measures: Iterable[Measure], declared: Mapping[str, Any], asked: Iterable[Limit]
) -> Iterator[Sweep]:
    """A picture of each sweep among these measures."""
    limits = tuple(asked)
    for measure in measures:
        if tried := measure.get("tried"):
            cells = tuple(
                _cell(place, its["steps"], its["accepted"], declared) for place, its in enumerate(tried)
            )
            yield Sweep(cells, tuple(_allowed(cells, declared, limits)))


def _cell(place: int, steps: int, accepted: bool, declared: Mapping[str, Any]) -> Cell:
    bounds = _declared(declared)
    inside = None if bounds is None else bounds[0] <= steps <= bounds[1]
    return Cell(steps, accepted, inside, MARGIN + CELL * place, _off(steps, declared.get("period")))


def _off(steps: int, period: int | None) -> str:
    if steps == 0:
        return "on time"
    distance = rough_span(abs(steps) * period) if period else counted(abs(steps), "step")
    return f"{distance} {'late' if steps < 0 else 'early'}"


def _declared(declared: Mapping[str, Any]) -> tuple[int, int] | None:
    if "steps_back" in declared and "steps_ahead" in declared:
        return -declared["steps_back"], declared["steps_ahead"]
    return None


def _allowed(
    cells: tuple[Cell, ...], declared: Mapping[str, Any], limits: Iterable[Limit]
) -> Iterator[Allowed]:
    rows: list[tuple[int, int, str, bool]] = []
    if (bounds := _declared(declared)) is not None:
        words = f"declared: {counted(-bounds[0], 'step')} late, {counted(bounds[1], 'step')} early"
        rows.append((*bounds, words, not any(cell.is_against_its_word for cell in cells)))
    taken = [cell.steps for cell in cells if cell.accepted] or [0]
    for limit in limits:
        found = _of_limit(limit, declared.get("period", 30))
        if found is not None:
            first, last, words = found
            # A clause on late codes alone says nothing of early ones.
            is_kept = first <= min(taken) and (limit.measure == "window_back" or max(taken) <= last)
            rows.append((first, last, f"{_called(limit)}: {words}", is_kept))
    for number, (first, last, words, is_kept) in enumerate(rows):
        inside = [cell.start for cell in cells if first <= cell.steps <= last]
        if inside:
            top = BAR_ENDS + ROW * number
            yield Allowed(inside[0], inside[-1] - inside[0] + CELL, top, words, is_kept)


def _of_limit(limit: Limit, period: int) -> tuple[int, int, str] | None:
    if limit.at_most is None:
        return None
    if limit.measure == "window_back":
        most = int(limit.at_most)
        return -most, 0, f"at most {counted(most, 'step')} late"
    if limit.measure == "code_life":
        steps = max(int(limit.at_most) // period, 1)
        return 1 - steps, 0, f"{counted(steps, 'step')} in all"
    return None


def _called(limit: Limit) -> str:
    clause = next(its for its in catalogue.load().standards if its.id == limit.clause)
    return f"{clause.standard.partition(' (')[0]} {clause.place.removeprefix('s')}"
