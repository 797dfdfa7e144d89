"""Lines runs up: each example and each id of the catalogue, with how it stands in every run.

What a run was not asked for is told apart from what it did not test, and is never compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from harness.catalogue import Catalogue
from harness.compare.runs import INCOMPLETE, PARTIAL, Run, Seen
from harness.example_id import example_id
from harness.report.view import NOT_RUN, WORDS, Standing, judge
from harness.verdicts import WORST_FIRST, Verdict

HELD = (Verdict.PASS, Verdict.UNEXPECTED_PASS)


class Absence(StrEnum):
    """Why a run has no result of an example, and nothing to say of an id."""

    NOT_ASKED = "not asked for"
    NOT_RUN = "not tested"
    NOT_THERE = "not in its feature files"


LEVELS = {
    Standing.HELD: 3,
    Standing.IN_PART: 3,
    Standing.FIXED: 3,
    Standing.RECOMMENDED: 2,
    Standing.INCONCLUSIVE: 1,
    Standing.NOT_JUDGED: 1,
    Standing.NOT_OFFERED: 1,
    Standing.NOT_TESTED: 1,
    Standing.BROKEN: 0,
    Standing.KNOWN: 0,
}
"""How much is shown for the product: held, held but for recommendations, nothing, or that it is broken."""


SIGNS = {
    Standing.HELD: "✔",
    Standing.IN_PART: "✔",
    Standing.FIXED: "✔",
    Standing.RECOMMENDED: "!",
    Standing.INCONCLUSIVE: "?",
    Standing.NOT_JUDGED: "?",
    Standing.BROKEN: "✘",
    Standing.KNOWN: "✘",
}
"""Beside the words; all else has a dash."""


@dataclass(frozen=True)
class Cell:
    """How an example or an id stands in one run: a Standing, or why the run doesn't say.

    word: for people. seen: of an example, how it ended. held, shown, absent: of an id, how many of its
    examples hold, of how many that are about something the product offers, and how many are not.
    """

    standing: Standing | Absence
    word: str
    seen: Seen | None = None
    held: int = 0
    shown: int = 0
    absent: int = 0

    @property
    def level(self) -> int | None:
        """How much is shown; None where that can't be compared."""
        if self.standing is Absence.NOT_RUN:
            return LEVELS[Standing.NOT_TESTED]
        return LEVELS[self.standing] if isinstance(self.standing, Standing) else None

    @property
    def sign(self) -> str:
        """For those who look; it says no more than the word."""
        return SIGNS.get(self.standing, "–") if isinstance(self.standing, Standing) else "–"


@dataclass(frozen=True)
class Row:
    """One example in all runs. tags: those of the last run that has it."""

    id: str
    name: str
    chapter: str
    tags: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether two runs that were asked for it say different things of it."""
        return len({cell.word for cell in self.cells if cell.standing is not Absence.NOT_ASKED}) > 1

    @property
    def is_reworded(self) -> bool:
        """Whether its steps are not the same in all runs that have it."""
        return len({cell.seen.wording for cell in self.cells if cell.seen}) > 1


@dataclass(frozen=True)
class Promise:
    """A statement of the guide or a behaviour in all runs, with the rows that speak for it."""

    id: str
    text: str
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """Id and text."""
        return f"{self.id} {self.text}"

    @property
    def usual(self) -> Cell:
        """What the last run says that was asked for it."""
        asked = (cell for cell in reversed(self.cells) if cell.standing is not Absence.NOT_ASKED)
        return next(asked, self.cells[-1])

    @property
    def different(self) -> tuple[Row, ...]:
        """Its examples that differ."""
        return tuple(row for row in self.rows if row.differs)

    @property
    def differs(self) -> bool:
        """Whether the runs that were asked for it say different things of it or of one of its examples."""
        said = {cell.standing for cell in self.cells if cell.standing is not Absence.NOT_ASKED}
        if Standing.IN_PART in said:  # a run of a selection holds nothing wholly, and that is no difference
            said = said - {Standing.IN_PART} | {Standing.HELD}
        return len(said) > 1 or bool(self.different)


class Comparison:
    """Two or more runs in the order in which they were named, held to one catalogue."""

    def __init__(self, runs: Sequence[Run], known: Catalogue) -> None:
        self.runs, self.known = tuple(runs), known
        self._by_browser = any(len(run.browsers) > 1 for run in runs)
        self._seen = [_by_id(run, self._by_browser) for run in self.runs]

    @property
    def first(self) -> Run:
        """The run that the others are measured by."""
        return self.runs[0]

    @property
    def last(self) -> Run:
        """The run that it is about."""
        return self.runs[-1]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What to call each run: by product, build or moment: what tells them apart."""
        builds = [f"build {run.build}" for run in self.runs if run.build]
        moments = [f"the run of {run.moment}" for run in self.runs]
        for names in ([run.product for run in self.runs], builds, moments):
            if len(set(names)) == len(self.runs):
                return tuple(names)
        return tuple(f"run {number} ({run.product}, {run.moment})" for number, run in enumerate(self.runs, 1))

    @property
    def is_evenly_asked(self) -> bool:
        """Whether all runs were asked for the same."""
        return all(run.is_whole for run in self.runs) and len({run.profile for run in self.runs}) == 1

    @property
    def is_of_one_target(self) -> bool:
        """Whether it is about builds of one product, and not about several products."""
        return len({run.target for run in self.runs}) == 1

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every example of any run: those of the last in its order, then those that it lacks."""
        ids = dict.fromkeys(name for seen in reversed(self._seen) for name in seen)
        return tuple(self._row(name) for name in ids)

    def _row(self, name: str) -> Row:
        newest = next(seen[name] for seen in reversed(self._seen) if name in seen)
        cells = (
            _ended(seen[name]) if name in seen else _lacking(run, newest)
            for run, seen in zip(self.runs, self._seen, strict=True)
        )
        browser = f" [{newest.browser}]" if self._by_browser else ""
        return Row(name, newest.name + browser, newest.chapter, newest.tags, tuple(cells))

    @cached_property
    def statements(self) -> tuple[Promise, ...]:
        """The guide's, of which some run has an example."""
        return tuple(self._promises((s.id, s.text) for s in self.known.statements.values()))

    @cached_property
    def behaviours(self) -> tuple[Promise, ...]:
        """Those of the standards, of which some run has an example."""
        return tuple(self._promises((b.id, b.rule) for b in self.known.behaviours))

    @property
    def promises(self) -> tuple[Promise, ...]:
        """All of them."""
        return self.statements + self.behaviours

    def _promises(self, texts: Iterable[tuple[str, str]]) -> Iterator[Promise]:
        for name, text in texts:
            if rows := self._by_tag.get(name):
                cells = (self.stands(number, name, rows) for number in range(len(self.runs)))
                yield Promise(name, text, tuple(cells), tuple(rows))

    def stands(self, number: int, name: str, rows: Iterable[Row]) -> Cell:
        """How an id stands in one of the runs, by those of these rows that the run has.

        What held in a run that was not whole held as far as tested: what else it had to run isn't known.
        """
        here = [row.cells[number] for row in rows]
        own = [cell.seen.verdict for cell in here if cell.seen and name in cell.seen.tags]
        if not own:
            is_asked = any(cell.standing is not Absence.NOT_ASKED for cell in here)
            return _said(Standing.NOT_TESTED if is_asked else Absence.NOT_ASKED)
        outcomes = [WORDS[verdict][0] for verdict in own]
        standing = judge(outcomes if self.runs[number].is_whole else [*outcomes, NOT_RUN])
        absent = sum(verdict is Verdict.NOT_APPLICABLE for verdict in own)
        held = sum(verdict in HELD for verdict in own)
        return Cell(standing, standing.value, None, held, len(own) - absent, absent)

    @cached_property
    def _by_tag(self) -> dict[str, list[Row]]:
        """The rows that speak for an id in some run."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            for tag in dict.fromkeys(tag for cell in row.cells if cell.seen for tag in cell.seen.tags):
                found.setdefault(tag, []).append(row)
        return found

    @property
    def shown_by_none(self) -> list[str]:
        """Ids of the catalogue that no run has an example of."""
        shown = {promise.id for promise in self.promises}
        return [name for name in [*self.known.statements, *self.known.ranks] if name not in shown]


def _by_id(run: Run, by_browser: bool) -> dict[str, Seen]:
    """A run's examples by id; where two have one id, the one with the worse verdict counts."""
    found: dict[str, Seen] = {}
    for seen in run.seen:
        name = example_id(seen.title, seen.values, seen.browser if by_browser else "")
        found[name] = min(found.get(name, seen), seen, key=lambda one: WORST_FIRST.index(one.verdict))
    return found


def _ended(seen: Seen) -> Cell:
    word, standing = WORDS[seen.verdict]
    return Cell(standing, word, seen)


def _lacking(run: Run, example: Seen) -> Cell:
    if run.scope == PARTIAL or not example.is_asked_of(run.profile):
        return _said(Absence.NOT_ASKED)
    return _said(Absence.NOT_RUN if run.scope == INCOMPLETE else Absence.NOT_THERE)


def _said(standing: Standing | Absence) -> Cell:
    return Cell(standing, standing.value)
