"""The pictures of a chapter, where they say more than its lines: drawn from the run's own deeds, or left out.

Each module decides whether the run has what its picture needs, and where in the picture things stand; how it
looks is templates/_figures.html. Each picture comes with the same in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from harness.report.figures import acceptance_window, lockout, strip
from harness.report.view import Chapter

Figure: TypeAlias = acceptance_window.Window | lockout.Timeline | strip.Strip


def figures_of(chapter: Chapter, declared: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The pictures that a chapter has. declared: the target's facts (targets.port.Facts), as far as known."""
    found = (
        strip.of(chapter),
        acceptance_window.of(chapter, declared),
        lockout.of(chapter, declared),
    )
    return tuple(figure for figure in found if figure is not None)
