"""The pictures of a chapter, where they say more than its lines: drawn from the run's own deeds, or left out.

Each module decides whether the run has what its picture needs, and where in the picture things stand; how it
looks is templates/_figures.html. Each picture comes with the same in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from harness.limits import Limit
from harness.report.figures import acceptance_window, lockout, strip, sweep
from harness.report.view import Chapter

Figure: TypeAlias = acceptance_window.Window | sweep.Sweep | lockout.Timeline | strip.Strip


def figures_of(
    chapter: Chapter, declared: Mapping[str, Any], limits: Iterable[Limit] = ()
) -> tuple[Figure, ...]:
    """The pictures that a chapter has. declared: the target's facts (targets.port.Facts), as far as known.

    limits: what clauses ask of measured numbers.
    """
    limits = tuple(limits)
    found = (
        strip.of(chapter),
        sweep.of(chapter, declared, limits) or acceptance_window.of(chapter, declared, limits),
        lockout.of(chapter, declared),
    )
    return tuple(figure for figure in found if figure is not None)
