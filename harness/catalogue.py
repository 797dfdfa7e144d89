"""The register as typed, read-only records: what the guide states, behaviours, ids of clauses and faults.

Reads catalogue/*.yaml and says which file and entry is wrong. What an id is used for lives elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from harness import yaml_text
from harness.hashing import hash_of

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
RANKS = ("must", "should", "extra")
VERIFIED = {
    "source": "read in the standard itself",
    "quoted": "read where the standard is quoted",
    "copy": "read in a copy of the standard",
    "draft": "read in a draft of the standard",
    "memory": "told from memory: look it up before you rely on it",
}
"""How sure the reading of a clause is, the surest first."""
OBSERVABLE = ("full", "partial", "proxy")


class CatalogueError(Exception):
    """A catalogue file can't be used; the message names file and entry, and says what to do."""


@dataclass(frozen=True)
class Statement:
    """One testable statement of the guide, such as G-16b; `line` is its place in guide.yaml."""

    id: str
    text: str
    sentence: str
    line: int


@dataclass(frozen=True)
class Sentence:
    """One sentence of the guide, such as G-16, with the testable statements made of it (perhaps none)."""

    id: str
    place: str
    says: str
    statements: tuple[Statement, ...]
    behaviours: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Behaviour:
    """One behaviour, such as B19: what clauses of several standards share, ranked must, should or extra."""

    id: str
    rule: str
    rank: str
    guide: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """One clause of a standard: where it stands there, its force there, and what it asks, in our own words.

    verified: how sure the reading is (VERIFIED). observable: full where a browser can see all of it, proxy
    where it sees a symptom, partial where it sees a part. behaviours: ids of what it became.
    """

    id: str
    standard: str
    place: str
    level: str
    text: str
    verified: str = "source"
    observable: str = "full"
    behaviours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """All ids that features, faults and reports may name, in the order of the files.

    clauses: ids; standards: the same clauses with what they say.
    """

    sentences: tuple[Sentence, ...]
    behaviours: tuple[Behaviour, ...]
    clauses: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    standards: tuple[Clause, ...] = ()

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The testable statements by id."""
        return {statement.id: statement for sentence in self.sentences for statement in sentence.statements}

    @cached_property
    def ranks(self) -> Mapping[str, str]:
        """The rank of each behaviour by id."""
        return {behaviour.id: behaviour.rank for behaviour in self.behaviours}

    @cached_property
    def promises(self) -> frozenset[str]:
        """Ids a Rule can be tagged with: sentences and statements of the guide, behaviours."""
        return frozenset({*(sentence.id for sentence in self.sentences), *self.statements, *self.ranks})

    @cached_property
    def taggable(self) -> frozenset[str]:
        """Every id a tag may name: promises and clauses of the standards."""
        return self.promises | frozenset(self.clauses)


def load(folder: Path = FOLDER) -> Catalogue:
    """The catalogue, read once. Raises CatalogueError for a file or an entry that can't be used."""
    return _loaded(folder)


@lru_cache(maxsize=8)  # not on load(): it would keep the folder given and the same one by default apart
def _loaded(folder: Path) -> Catalogue:
    guide, behaviours = File(folder / "guide.yaml"), File(folder / "behaviours.yaml")
    faults = File(folder / "faults.yaml")
    clauses = tuple(_clause(entry) for entry in File(folder / "clauses.yaml", key="clauses").entries())
    return Catalogue(
        sentences=tuple(_sentence(entry) for entry in guide.entries()),
        behaviours=tuple(_behaviour(entry) for entry in behaviours.entries()),
        clauses=tuple(clause.id for clause in clauses),
        faults=tuple(entry.id for entry in faults.entries()),
        standards=clauses,
    )


def fingerprint(folder: Path = FOLDER) -> str:
    """A hash over the files, which names the requirement set that a run was held to."""
    return hash_of({path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")})


class File:
    """One YAML file of the catalogue: a list of entries, at the top or under a key. Raises CatalogueError."""

    def __init__(self, path: Path, key: str | None = None) -> None:
        self.path, self.key = path, key
        try:
            self.text = path.read_text(encoding="utf-8")
            self.data = yaml_text.read(self.text)
        except OSError as error:
            raise CatalogueError(f"{path.name}: can't be read ({error.strerror}) — restore {path}") from None
        except yaml.YAMLError as error:
            raise CatalogueError(f"{path.name}: not YAML: {error} — correct the file") from None
        self.lines = _lines_of_ids(self.text)

    def rows(self, key: str | None) -> list[Any]:
        """The list at the top, or under a key."""
        rows = self.data.get(key) if key and isinstance(self.data, dict) else self.data
        if not isinstance(rows, list):
            where = f"a list under '{key}'" if key else "a list"
            raise CatalogueError(f"{self.path.name}: {where} of entries is expected — correct the file")
        return rows

    def groups(self, key: str) -> Iterator[Entry]:
        """The entries under a key that have no ids of their own."""
        for number, row in enumerate(self.rows(key), 1):
            yield Entry(self, row, f"{key}, entry {number}", has_id=False)

    def entries(self) -> Iterator[Entry]:
        """The entries, each with an id that no other has."""
        seen: set[str] = set()
        for number, row in enumerate(self.rows(self.key), 1):
            entry = Entry(self, row, f"entry {number}")
            if entry.id in seen:
                raise entry.wrong("the id stands there twice", "give it an id of its own")
            seen.add(entry.id)
            yield entry


class Entry:
    """One entry of a file, whose fields are read with a check of their kind."""

    def __init__(self, file: File, row: object, where: str, *, has_id: bool = True) -> None:
        self.file, self.row, self.where = file, row if isinstance(row, dict) else {}, where
        self.id = self.string("id") if has_id else ""
        self.where = f"{where} ({self.id})" if has_id else where

    @property
    def line(self) -> int:
        return self.file.lines.get(self.id, 1)

    def string(self, field: str) -> str:
        value = self.row.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"field '{field}' has no text", "write it")
        return value

    def strings(self, field: str) -> tuple[str, ...]:
        value = self.row.get(field)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(f"field '{field}' is not a list of ids", "write a list, perhaps an empty one")
        return tuple(value)

    def one_of(self, field: str, known: Iterable[str]) -> str:
        """A text that has to be one of these."""
        value = self.string(field)
        if value not in known:
            raise self.wrong(f"{field} '{value}' is unknown", f"choose one of {', '.join(known)}")
        return value

    def wrong(self, what: str, remedy: str) -> CatalogueError:
        return CatalogueError(f"{self.file.path.name}: {self.where}: {what} — {remedy}")


def _sentence(entry: Entry) -> Sentence:
    testable = entry.row.get("testable")
    if not isinstance(testable, list):
        raise entry.wrong("field 'testable' is not a list", "write a list, perhaps an empty one")
    items = [Entry(entry.file, row, f"{entry.where}, testable {n}") for n, row in enumerate(testable, 1)]
    return Sentence(
        id=entry.id,
        place=entry.string("place"),
        says=entry.string("says"),
        statements=tuple(Statement(i.id, i.string("text"), entry.id, i.line) for i in items),
        behaviours=entry.strings("behaviour"),
        clauses=entry.strings("clauses"),
    )


def _behaviour(entry: Entry) -> Behaviour:
    rank = entry.one_of("rank", RANKS)
    return Behaviour(entry.id, entry.string("rule"), rank, entry.strings("guide"), entry.strings("clauses"))


def _clause(entry: Entry) -> Clause:
    place = str(entry.row.get("clause", ""))  # YAML takes 2.2 for a number
    return Clause(
        id=entry.id,
        standard=entry.string("standard"),
        place=place,
        level=entry.string("level"),
        text=entry.string("text"),
        verified=entry.one_of("verified", VERIFIED),
        observable=entry.one_of("observable", OBSERVABLE),
        behaviours=entry.strings("behaviour"),
    )


def _lines_of_ids(text: str) -> dict[str, int]:
    found = (re.match(r"\s*(?:- )?id: (\S+)$", line) for line in text.splitlines())
    return {match[1]: number for number, match in enumerate(found, 1) if match}
