"""What a run is asked for: the examples of its profile's chapters, and whether all of them have a result."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness import profiles

Place = tuple[str, int, tuple[str, ...]]
"""File, line and outline values of an example."""


def examples(root: Path, profile: str) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Tags and place of each example, and of each row of an outline, in the profile's chapters."""
    for chapter in profiles.chapters(root, profile):
        file = chapter.path.relative_to(root).as_posix()
        for example in chapter.examples:
            for row in example.rows:
                yield example.tags, (file, example.line, tuple(row.values()))


def tagged(root: Path, profile: str) -> dict[str, set[Place]]:
    """The places of all examples of the profile's chapters by their tags."""
    found: dict[str, set[Place]] = {}
    for tags, place in examples(root, profile):
        for tag in tags:
            found.setdefault(tag, set()).add(place)
    return found


def missing(results: Collection[Mapping[str, Any]], root: Path, profile: str) -> list[Place]:
    """The examples and rows without a result in one of the browsers of the run, in their order."""
    browsers = {result["browser"] for result in results} or {""}
    ran = {(r["file"], r["line"], tuple(r["values"]), r["browser"]) for r in results}
    places = dict.fromkeys(place for _, place in examples(root, profile))
    return [place for place in places if any((*place, browser) not in ran for browser in browsers)]
