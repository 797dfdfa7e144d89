"""How far a browser reaches: what can't be seen through one, who could see it, and what no example tries.

Reads catalogue/reach.yaml. What comes of it for a clause after a run is said in `report.clauses`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from harness.catalogue import FOLDER, CatalogueError, Entry, File

NAME = "reach.yaml"
Said = TypeVar("Said")


@dataclass(frozen=True)
class Unseen:
    """Why no example can show a behaviour, and who could check it; line: its place in the file."""

    why: str
    who: tuple[str, ...]
    line: int = 1


@dataclass(frozen=True)
class Reach:
    """What stands in the file.

    unseen: by behaviour. rest: by clause, who could check what a browser doesn't see. untried: by clause, why
    no example of its behaviours speaks for it.
    """

    unseen: Mapping[str, Unseen] = field(default_factory=dict)
    rest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    untried: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=8)
def load(folder: Path = FOLDER) -> Reach:
    """Read the file once. Raises CatalogueError for an entry that can't be used."""
    file = File(folder / NAME)
    checkers = file.data.get("checkers") if isinstance(file.data, dict) else None
    if not isinstance(checkers, dict):
        raise CatalogueError(f"{NAME}: 'checkers' has to say who could check what — write it")
    return Reach(
        unseen={entry.string("behaviour"): _unseen(entry, checkers) for entry in file.groups("unseen")},
        rest=dict(_each((entry, _who(entry, checkers)) for entry in file.groups("rest"))),
        untried=dict(_each((entry, entry.string("why")) for entry in file.groups("untried"))),
    )


def _each(groups: Iterable[tuple[Entry, Said]]) -> Iterator[tuple[str, Said]]:
    """What is said of a group's clauses, by clause."""
    seen: set[str] = set()
    for entry, said in groups:
        for clause in entry.strings("clauses"):
            if clause in seen:
                raise entry.wrong(f"{clause} stands there twice", "leave one of the two")
            seen.add(clause)
            yield clause, said


def _unseen(entry: Entry, checkers: Mapping[str, str]) -> Unseen:
    named = f"behaviour: {entry.string('behaviour')}"
    lines = enumerate(entry.file.text.splitlines(), 1)
    line = next((number for number, line in lines if line.endswith(named)), 1)
    return Unseen(entry.string("why"), _who(entry, checkers), line)


def _who(entry: Entry, checkers: Mapping[str, str]) -> tuple[str, ...]:
    names = entry.strings("who")
    unknown = [name for name in names if name not in checkers]
    if unknown or not names:
        what = f"nobody is called '{unknown[0]}'" if unknown else "field 'who' names nobody"
        raise entry.wrong(what, f"say who could check it: {', '.join(checkers)}")
    return tuple(checkers[name] for name in names)
