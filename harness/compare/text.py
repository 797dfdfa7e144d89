"""A comparison in a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from harness.compare.changes import Change, Changes
from harness.compare.comparison import Comparison
from harness.compare.notes import notes

MOST = 10
"""Examples of one kind that are told; the page has the rest."""


def lines(changes: Changes) -> Iterator[str]:
    """What was compared, what to know before, what changed, and how much did not."""
    yield from _runs(changes.comparison)
    yield from (f"Note: {note}" for note in notes(changes))
    for kind in changes.kinds:
        ids = ", ".join(change.of.id for change in changes.promises_that(kind))
        found = changes.examples_that(kind)
        yield f"\n{changes.heading(kind)}: {ids}" if ids else f"\n{changes.heading(kind)}"
        for change in found[:MOST]:
            yield from _told(change)
        if len(found) > MOST:
            yield f"  and {len(found) - MOST} more, in compare.html"
    yield f"\n{changes.gist}"


def _runs(comparison: Comparison) -> Iterator[str]:
    for run in comparison.runs:
        verdict = run.verdict or "not judged"
        yield f"{run.product}, {run.label}: {verdict} ({run.scope} run, profile {run.profile})"


def _told(change: Change) -> Iterator[str]:
    yield f"  {change.after.sign} {change.of.name}: {change.before.word} → {change.after.word}"
    if change.after.seen and change.after.seen.reason:
        yield f"      {change.after.seen.reason}"
