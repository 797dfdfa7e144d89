"""What changed since the last run: which run that is, and what to say of it in a line."""

from __future__ import annotations

from collections.abc import Iterable

from harness import catalogue
from harness.compare.changes import Changes
from harness.compare.comparison import Comparison
from harness.compare.runs import Run
from harness.counting import listed
from harness.example_id import example_id

MOST = 3
"""Examples of one kind that the line names."""


def changes_since_last(now: Run, earlier: Iterable[Run]) -> Changes | None:
    """What a run changed, by the earlier ones, the newest first; None where none of them can be compared."""
    last = last_before(now, earlier)
    return None if last is None else Changes(Comparison((last, now), catalogue.load()))


def last_before(now: Run, earlier: Iterable[Run]) -> Run | None:
    """The newest earlier run of this target and profile that was whole, or ran all examples of this one.

    A run of one example in between must not hide what changed in all the others.
    """
    needed = _examples(now)
    alike = (run for run in earlier if (run.target, run.profile) == (now.target, now.profile))
    return next((run for run in alike if run.is_whole or needed <= _examples(run)), None)


def _examples(run: Run) -> set[str]:
    return {example_id(seen.title, seen.values) for seen in run.seen}


def told(changes: Changes) -> str:
    """One line for the terminal; empty where nothing changed."""
    parts = []
    for kind in changes.kinds:
        names = [change.of.name for change in changes.examples_that(kind)]
        names = names or [change.of.id for change in changes.promises_that(kind)]
        parts.append(f"{kind.lower()}: {listed(names, MOST)}")
    return f"Since the run of {changes.comparison.first.moment}: {'. '.join(parts)}." if parts else ""
