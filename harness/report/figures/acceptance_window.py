"""The measured acceptance window: codes by how many time steps they were off, and which were accepted.

From the examples of the behaviour that measures it. A refusal counts only if it was for the code itself: a
lock, or a code that was used before, says nothing about time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from harness import catalogue
from harness.counting import counted
from harness.limits import Limit
from harness.report.figures.deeds import deeds_of
from harness.report.view import Chapter
from harness.words import rough_span
from targets.port import Outcome, Reason

MEASURES = "B09"
"""The behaviour whose examples measure the window."""
ACCEPTED = (Outcome.IN.value, Outcome.DONE.value)
FOR_THE_CODE = (Reason.WRONG.value, Reason.SKEWED.value, Reason.UNSPECIFIED.value)
FEWEST = 3
"""Offsets that make a picture."""
GUTTER, COLUMN = 216, 64
"""Units of the drawing: what is left of the first offset, and from one to the next."""


@dataclass(frozen=True)
class Offset:
    """One distance from the product's own time step, in steps (negative: late), and the answers there.

    middle: where it stands in the drawing. declared: whether the product says that it accepts it; None where
    it says nothing. off: in words.
    """

    steps: int
    accepted: int
    refused: int
    middle: int
    declared: bool | None
    off: str

    @property
    def answer(self) -> str:
        """accepted, refused, or both where the answers differ."""
        if self.accepted and self.refused:
            return "accepted and refused"
        return "accepted" if self.accepted else "refused"

    @property
    def is_against_its_word(self) -> bool:
        """Whether an answer contradicts what the product declares."""
        return bool(self.refused) if self.declared else self.declared is False and bool(self.accepted)

    @property
    def label(self) -> str:
        """The number of steps with its sign."""
        return f"{self.steps:+d}".replace("-", "−") if self.steps else "0"


@dataclass(frozen=True)
class Bar:
    """The offsets, first to last, that somebody wants accepted or allows: by their own word, or in a clause.

    words: what they say. is_declared: it is the product who says it.
    """

    first: int
    last: int
    who: str
    words: str
    is_declared: bool = False

    def over(self, offsets: Iterable[Offset]) -> tuple[int, int]:
        """Its start and width in a drawing of these offsets; no width where none of them is in it."""
        inside = [offset.middle for offset in offsets if self.first <= offset.steps <= self.last]
        return (inside[0] - COLUMN // 2 if inside else GUTTER), COLUMN * len(inside)


@dataclass(frozen=True)
class Window:
    """The picture. gaps: where offsets that nobody tried lie between two columns."""

    kind: ClassVar[str] = "window"
    offsets: tuple[Offset, ...]
    gaps: tuple[int, ...]
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        """Units of the drawing."""
        return GUTTER + COLUMN * len(self.offsets)

    @property
    def summary(self) -> str:
        """What it shows, in sentences."""
        accepted = [offset.label for offset in self.offsets if offset.accepted]
        refused = [offset.label for offset in self.offsets if offset.refused]
        told = f"Accepted at {_listed(accepted)}; refused at {_listed(refused)}."
        broken = [offset.label for offset in self.offsets if offset.is_against_its_word]
        return f"{told} Against what the product declares: {_listed(broken)}." if broken else told


def of(chapter: Chapter, declared: Mapping[str, Any], limits: Iterable[Limit]) -> Window | None:
    """The window that a chapter measured, beside these limits; None where it measured none."""
    answers: dict[int, list[bool]] = defaultdict(list)
    for steps, accepted in _answers(chapter):
        answers[steps].append(accepted)
    if len(answers) < FEWEST:
        return None
    offsets = tuple(
        _offset(place, steps, answers[steps], declared) for place, steps in enumerate(sorted(answers))
    )
    return Window(offsets, tuple(_gaps(offsets)), (*_declared(declared), *_allowed(declared, limits)))


def _answers(chapter: Chapter) -> Iterator[tuple[int, bool]]:
    for example in chapter.examples:
        for run in example.runs if MEASURES in example.tags else ():
            for deed in deeds_of(run):
                if "steps_away" in deed and deed.get("answer") in ACCEPTED:
                    yield deed["steps_away"], True
                elif "steps_away" in deed and deed.get("answer") == Outcome.REJECTED.value:
                    if deed.get("reason") in FOR_THE_CODE:
                        yield deed["steps_away"], False


def _offset(place: int, steps: int, answers: list[bool], declared: Mapping[str, Any]) -> Offset:
    bounds = _bounds(declared)
    return Offset(
        steps=steps,
        accepted=sum(answers),
        refused=len(answers) - sum(answers),
        middle=GUTTER + COLUMN * place + COLUMN // 2,
        declared=None if bounds is None else bounds[0] <= steps <= bounds[1],
        off=_off(steps, declared.get("period")),
    )


def _off(steps: int, period: int | None) -> str:
    if steps == 0:
        return "on time"
    distance = rough_span(abs(steps) * period) if period else counted(abs(steps), "step")
    return f"{distance} {'slow' if steps < 0 else 'fast'}"


def _bounds(declared: Mapping[str, Any]) -> tuple[int, int] | None:
    if "steps_back" in declared and "steps_ahead" in declared:
        return -declared["steps_back"], declared["steps_ahead"]
    return None


def _gaps(offsets: tuple[Offset, ...]) -> Iterator[int]:
    for left, right in zip(offsets, offsets[1:], strict=False):
        if right.steps - left.steps > 1:
            yield (left.middle + right.middle) // 2


def _declared(declared: Mapping[str, Any]) -> Iterator[Bar]:
    bounds = _bounds(declared)
    if bounds is not None:
        back, ahead = counted(-bounds[0], "step"), counted(bounds[1], "step")
        yield Bar(*bounds, "The product’s own word", f"{back} late, {ahead} early", is_declared=True)


def _allowed(declared: Mapping[str, Any], limits: Iterable[Limit]) -> Iterator[Bar]:
    """What each clause with a bound allows; those that ask for a word alone have none."""
    clauses = {clause.id: clause for clause in catalogue.load().standards}
    for limit in limits:
        if limit.at_most is not None and (told := _told(limit, int(limit.at_most), declared)):
            clause = clauses[limit.clause]
            who = f"{clause.standard.partition(' (')[0]}, {clause.place.removeprefix('s')}"
            first, last, words = told
            level = f" at {limit.level}" if limit.level else ""
            yield Bar(first, last, who, f"{limit.strength}{level}: {words}")


def _told(limit: Limit, most: int, declared: Mapping[str, Any]) -> tuple[int, int, str] | None:
    """The first and the last offset that a limit allows, and how it says so; None where it isn't about these."""
    if limit.measure == "window_back":
        return -most, 0, f"at most {counted(most, 'step')} late"
    if limit.measure == "window_ahead":
        return 0, most, f"at most {counted(most, 'step')} early"
    if limit.measure == "code_life" and declared.get("period"):
        return 1 - max(1, most // declared["period"]), 0, f"a code lives {most} s at most"
    return None


def _listed(labels: list[str]) -> str:
    return ", ".join(labels) or "none"
