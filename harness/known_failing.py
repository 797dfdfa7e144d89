"""What a target's owner knows to fail: known_failing.yaml in the target's folder, read and checked.

A list of entries, each with these fields and no others; only `example` may be left out, and then the entry
covers all examples of its behaviour:

    - behaviour: B22                      an id of catalogue/behaviours.yaml
      example: Counting the codes that are left
      reason: The count is shown late.    a sentence
      link: https://tracker.example/123   where the repair is tracked
      expires: 2027-01-31                 the last day on which the failure is expected
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from harness import catalogue, gherkin, target_file
from targets.port import TargetError

FIELDS = ("behaviour", "reason", "link", "expires")
NARROWING = "example"
_ENTRIES = pytest.StashKey["list[Entry] | TargetError"]()


@dataclass(frozen=True)
class Entry:
    """One behaviour that is known to fail, until the end of the day `expires`; in one example, or in all."""

    behaviour: str
    example: str
    reason: str
    link: str
    expires: date
    place: str

    def __str__(self) -> str:
        return f"{self.reason} ({self.link}, expected until {self.expires}, {self.place})"

    @property
    def what(self) -> str:
        """What is expected to fail."""
        return f"{self.behaviour} ({self.example})" if self.example else self.behaviour

    def covers(self, tags: Collection[str], example: str) -> bool:
        """Whether an example with these tags and this title is expected to fail."""
        return self.behaviour in tags and self.example in ("", example)


def entries(config: pytest.Config) -> list[Entry]:
    """The entries of the run's target; none when the file can't be used."""
    found = _cached(config)
    return [] if isinstance(found, TargetError) else found


def must_be_usable(config: pytest.Config) -> None:
    """Raise TargetError when the target's file is wrong or out of date."""
    if isinstance(found := _cached(config), TargetError):
        raise found


def _cached(config: pytest.Config) -> list[Entry] | TargetError:
    if _ENTRIES not in config.stash:
        name = str(config.getoption("--target"))
        try:
            config.stash[_ENTRIES] = read(config.rootpath, name, date.today())
        except TargetError as error:
            config.stash[_ENTRIES] = error
    return config.stash[_ENTRIES]


def read(root: Path, target: str, today: date) -> list[Entry]:
    """The entries of a target; none without a file. Raises TargetError with file and line of each fault."""
    path = target_file.known_failing(target, root)
    if not path.is_file():
        return []
    place = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise TargetError(f"{place}: this is not YAML: {' '.join(str(error).split())}") from None
    if tree is None:
        return []
    if not isinstance(tree, yaml.SequenceNode):
        raise TargetError(f"{place}:1: a list of entries is expected, each with {', '.join(FIELDS)}")
    rows = [_row(node, place) for node in tree.value]
    return _checked(rows, _titles(root) if any(NARROWING in fields for _, fields in rows) else set(), today)


def _titles(root: Path) -> set[str]:
    """The titles of all examples."""
    chapters = gherkin.parse_folder(root / "features")
    return {example.title for chapter in chapters for example in chapter.examples}


def _row(node: yaml.Node, place: str) -> tuple[str, dict[str, str]]:
    """Where an entry stands, and its fields as they are written."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    fields = {str(key.value): str(value.value).strip() for key, value in pairs}
    return f"{place}:{node.start_mark.line + 1}", fields


def _checked(rows: list[tuple[str, dict[str, str]]], titles: set[str], today: date) -> list[Entry]:
    known: list[Entry] = []
    faults: list[str] = []
    for place, fields in rows:
        wrong = [*_faults(fields, known, today), *_faults_of_example(fields, titles)]
        faults += [f"{place}: {fault}" for fault in wrong]
        if not wrong:
            until = date.fromisoformat(fields["expires"])
            example = fields.get(NARROWING, "")
            known.append(Entry(fields["behaviour"], example, fields["reason"], fields["link"], until, place))
    if faults:
        raise TargetError("\n".join(faults))
    return known


def _faults(fields: dict[str, str], known: list[Entry], today: date) -> Iterator[str]:
    if missing := [field for field in FIELDS if not fields.get(field)]:
        yield f"the entry has no {', '.join(missing)}: write it"
    if unknown := sorted(fields.keys() - {*FIELDS, NARROWING}):
        yield f"nothing is called {', '.join(unknown)}: an entry has {', '.join(FIELDS)}"
    behaviour = fields.get("behaviour", "")
    if behaviour and behaviour not in catalogue.load().ranks:
        yield f"there is no behaviour {behaviour}: use an id of catalogue/behaviours.yaml"
    twin = next(
        (e for e in known if (e.behaviour, e.example) == (behaviour, fields.get(NARROWING, ""))), None
    )
    if twin is not None:
        yield f"{behaviour} stands there already ({twin.place}): keep one of the two"
    if fields.get("expires"):
        yield from _faults_of_date(fields["expires"], today)


def _faults_of_example(fields: dict[str, str], titles: set[str]) -> Iterator[str]:
    example = fields.get(NARROWING, "")
    if example and example not in titles:
        yield f"no example is called {example!r}: use a title from the feature files"


def _faults_of_date(text: str, today: date) -> Iterator[str]:
    try:
        until = date.fromisoformat(text)
    except ValueError:
        yield f"{text!r} is no date: write YYYY-MM-DD"
        return
    if until < today:
        yield f"the entry expired on {until}: repair the product, or decide anew how long this may last"
