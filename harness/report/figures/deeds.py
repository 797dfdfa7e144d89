"""What a run's people did, in the order in which they did it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.report.view import Run

if TYPE_CHECKING:
    from harness.record import Deed


def deeds_of(run: Run) -> Iterator[Deed]:
    """All deeds of a run's steps."""
    for step in run.result["steps"] if run.result else ():
        yield from step.get("evidence", ())
