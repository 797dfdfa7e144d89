"""The requirement set that a run is scored against: the catalogue and the feature files, under one hash.

Two runs of one profile with the same hash were asked the same. docs/report.md says how anybody computes it.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import TypedDict

from harness import catalogue, profiles
from harness.hashing import hash_of


class Requirements(TypedDict):
    """version: of the Twofold that scored; files: how many; sha256: over their names and texts."""

    version: str
    files: int
    sha256: str


def scored(root: Path, profile: str) -> Requirements:
    """The set of a profile, as the files below `root` and the catalogue are now.

    A standard's profile draws from all chapters; which examples it takes stands in catalogue/profiles.yaml.
    """
    texts = {f"catalogue/{path.name}": _text(path) for path in catalogue.FOLDER.glob("*.yaml")}
    for path in (root / "features").rglob("*.feature"):
        if profile != profiles.GUIDE or not profiles.is_of_standards(path):
            texts[path.relative_to(root).as_posix()] = _text(path)
    return Requirements(version=metadata.version("twofold"), files=len(texts), sha256=hash_of(texts))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
