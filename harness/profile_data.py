"""The profiles as catalogue/profiles.yaml has them: the clauses of each, and how strong they make behaviours.

Which examples a run of a profile acts out is said in `profiles`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from harness import catalogue
from harness.catalogue import FOLDER, RANKS, Catalogue, Clause, Entry, File

NAME = "profiles.yaml"
GUIDE, ALL = "guide", "all"


@dataclass(frozen=True)
class Part:
    """Clauses of one standard. levels, only: what is meant of them, all where empty; without: what isn't."""

    standard: str
    levels: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def holds(self, clause: Clause) -> bool:
        """Whether a clause belongs to it."""
        return (
            clause.standard == self.standard
            and (not self.levels or clause.level in self.levels)
            and (not self.only or clause.id in self.only)
            and clause.id not in self.without
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of clauses that it names."""
        return self.only + self.without


@dataclass(frozen=True)
class Profile:
    """What a run can be held to.

    has_guide: whether the guide's own chapters and statements are part of it. takes_all: whether every
    chapter and every clause is. clauses: those that are scored. strengths: must, should or extra, of the
    behaviours that they became. says, source: what it is, in words, and what in which edition it was made of.
    line: its place in the file.
    """

    id: str
    name: str
    says: str
    source: str
    has_guide: bool
    takes_all: bool
    parts: tuple[Part, ...]
    clauses: tuple[Clause, ...]
    strengths: Mapping[str, str]
    contradicts: frozenset[str] = frozenset()
    line: int = 1

    @property
    def is_of_standards(self) -> bool:
        """Whether it scores clauses of standards."""
        return bool(self.clauses)

    @cached_property
    def scored(self) -> frozenset[str]:
        """The ids of the clauses that it scores."""
        return frozenset(clause.id for clause in self.clauses)

    @cached_property
    def standards(self) -> tuple[str, ...]:
        """The names of the standards that it scores clauses of."""
        return tuple(dict.fromkeys(clause.standard for clause in self.clauses))

    def strength(self, tags: Iterable[str], *, is_beyond_guide: bool) -> str | None:
        """How strong an example with these tags is: the strongest of its behaviours; None if none is scored.

        is_beyond_guide: whether it stands in a chapter of the standards. What the guide says counts as must.
        """
        tags = tuple(tags)
        if self.has_guide and not is_beyond_guide:
            return "must"
        if self.contradicts.intersection(tags):
            return None
        found = {self.strengths[tag] for tag in tags if tag in self.strengths}
        return next((rank for rank in RANKS if rank in found), None)

    def of_strength(self, rank: str) -> tuple[str, ...]:
        """The behaviours that are as strong as that."""
        return tuple(behaviour for behaviour, its in self.strengths.items() if its == rank)

    @property
    def title(self) -> str:
        """What a run of it tells about."""
        return "the guide" if self.has_guide else self.name

    def yardstick(self, known: Catalogue) -> tuple[str, tuple[str, ...]]:
        """What a run of it is counted by: what these are called, and their ids."""
        if self.has_guide:
            return "statements of the guide", tuple(known.statements)
        return f"behaviours that {self.name} asks for", tuple(self.strengths)


@dataclass(frozen=True)
class LeftOut:
    """Clauses that only the profile `all` scores, and why; `line` is its place in the file."""

    part: Part
    why: str
    line: int = 1


@dataclass(frozen=True)
class Profiles:
    """All profiles by id, what no standard's profile scores, and how strong a clause of which level is."""

    by_id: Mapping[str, Profile] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    strengths: Mapping[str, str] = field(default_factory=dict)

    def why_left_out(self, clause: Clause) -> str:
        """Why only `all` scores a clause; empty where another profile does."""
        return next((left.why for left in self.left_out if left.part.holds(clause)), "")


@lru_cache(maxsize=8)
def load(folder: Path = FOLDER) -> Profiles:
    """Read the file once. Raises catalogue.CatalogueError for a file or an entry that can't be used."""
    known = catalogue.load(folder)
    file = File(folder / NAME, key="profiles")
    strengths = dict(_strengths(file))
    made = (_profile(entry, known, strengths) for entry in file.entries())
    return Profiles(
        by_id={profile.id: profile for profile in made},
        left_out=tuple(
            LeftOut(_part(entry), entry.string("why"), _line(file, entry))
            for entry in file.groups("left_out")
        ),
        strengths=strengths,
    )


def _strengths(file: File) -> Iterator[tuple[str, str]]:
    given = file.data.get("strengths") if isinstance(file.data, dict) else None
    entry = Entry(file, given, "strengths", has_id=False)
    for rank in RANKS:
        yield from ((level, rank) for level in entry.strings(rank))


def _profile(entry: Entry, known: Catalogue, strengths: Mapping[str, str]) -> Profile:
    takes_all = entry.row.get("every") is True
    rows = entry.row.get("clauses")
    if not isinstance(rows, list):
        raise entry.wrong("field 'clauses' is not a list", "write which standards it scores, perhaps none")
    nested = (
        Entry(entry.file, row, f"{entry.where}, clauses {n}", has_id=False) for n, row in enumerate(rows, 1)
    )
    parts = tuple(map(_part, nested))
    clauses = tuple(c for c in known.standards if takes_all or any(part.holds(c) for part in parts))
    return Profile(
        id=entry.id,
        name=entry.string("name"),
        says=entry.string("says"),
        source=entry.string("source"),
        has_guide=entry.row.get("guide") is True,
        takes_all=takes_all,
        parts=parts,
        clauses=clauses,
        strengths=known.ranks if takes_all else dict(_strongest(known, clauses, strengths)),
        contradicts=_contradicted(entry, known),
        line=entry.line,
    )


def _contradicted(entry: Entry, known: Catalogue) -> frozenset[str]:
    """The statements of the guide that nobody can keep together with this profile."""
    named = frozenset(entry.strings("contradicts") if "contradicts" in entry.row else ())
    if unknown := named - known.statements.keys():
        raise entry.wrong(
            f"it contradicts {', '.join(sorted(unknown))}", "name statements of catalogue/guide.yaml"
        )
    return named


def _strongest(
    known: Catalogue, clauses: Iterable[Clause], strengths: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Each behaviour that these clauses became, in the catalogue's order, with the strongest of them."""
    found: dict[str, set[str]] = {}
    for clause in clauses:
        for behaviour in clause.behaviours:
            found.setdefault(behaviour, set()).add(strengths.get(clause.level, "must"))
    for name in known.ranks:
        if name in found:
            yield name, next(rank for rank in RANKS if rank in found[name])


def _part(entry: Entry) -> Part:
    def optional(field: str) -> tuple[str, ...]:
        return entry.strings(field) if field in entry.row else ()

    return Part(entry.string("standard"), optional("levels"), optional("clauses"), optional("without"))


def _line(file: File, entry: Entry) -> int:
    """Where a group of what is left out stands: by its reason, which no other has."""
    why = " ".join(entry.string("why").split())[:40]
    lines = enumerate(file.text.splitlines(), 1)
    return next((number for number, line in lines if why in line), 1)
