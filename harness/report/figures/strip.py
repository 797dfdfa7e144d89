"""Turning two-factor authentication on, as a strip of the masked pictures that one example took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from harness.report.view import Chapter, Run

TELLS = "G-10b"
"""The statement of the guide whose example goes from the scan to the code that turns it on."""
FEWEST = 2
"""Pictures that make a strip."""


@dataclass(frozen=True)
class Frame:
    """One picture, by its path within the run's folder, and the step after which it was taken."""

    picture: str
    caption: str


@dataclass(frozen=True)
class Strip:
    """The pictures of one example in their order."""

    kind: ClassVar[str] = "strip"
    example: str
    frames: tuple[Frame, ...]


def of(chapter: Chapter) -> Strip | None:
    """The strip of the chapter's example with the most pictures; None where there are too few."""
    found = [
        Strip(example.title, tuple(_frames(run)))
        for example in chapter.examples
        if TELLS in example.tags
        for run in example.runs
    ]
    longest = max(found, key=lambda strip: len(strip.frames), default=None)
    return longest if longest and len(longest.frames) >= FEWEST else None


def _frames(run: Run) -> list[Frame]:
    return [Frame(deed.picture, step.text) for step in run.steps for deed in step.deeds if deed.picture]
