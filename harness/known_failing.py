"""What a target's owner knows to fail: known_failing.yaml in the target's folder, read and checked.

A list of entries, each with these fields and no others:

    - behaviour: B22                      an id of catalogue/behaviours.yaml
      reason: The count is shown late.    a sentence
      link: https://tracker.example/123   where the repair is tracked
      expires: 2027-01-31                 the last day on which the failure is expected
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from harness import catalogue, target_file
from targets.port import TargetError

FIELDS = ("behaviour", "reason", "link", "expires")
_ENTRIES = pytest.StashKey["dict[str, Entry] | TargetError"]()


@dataclass(frozen=True)
class Entry:
    """One behaviour that is known to fail, until the end of the day `expires`."""

    behaviour: str
    reason: str
    link: str
    expires: date
    place: str

    def __str__(self) -> str:
        return f"{self.reason} ({self.link}, expected until {self.expires}, {self.place})"


def entries(config: pytest.Config) -> dict[str, Entry]:
    """The entries of the run's target by behaviour; none when the file can't be used."""
    found = _cached(config)
    return {} if isinstance(found, TargetError) else found


def must_be_usable(config: pytest.Config) -> None:
    """Raise TargetError when the target's file is wrong or out of date."""
    if isinstance(found := _cached(config), TargetError):
        raise found


def _cached(config: pytest.Config) -> dict[str, Entry] | TargetError:
    if _ENTRIES not in config.stash:
        name = str(config.getoption("--target"))
        try:
            config.stash[_ENTRIES] = read(config.rootpath, name, date.today())
        except TargetError as error:
            config.stash[_ENTRIES] = error
    return config.stash[_ENTRIES]


def read(root: Path, target: str, today: date) -> dict[str, Entry]:
    """The entries of a target; none without a file. Raises TargetError with file and line of each fault."""
    path = target_file.known_failing(target, root)
    if not path.is_file():
        return {}
    place = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TargetError(f"{place}: this is not YAML: {' '.join(str(error).split())}") from None
    if tree is None:
        return {}
    if not isinstance(tree, yaml.SequenceNode):
        raise TargetError(f"{place}:1: a list of entries is expected, each with {', '.join(FIELDS)}")
    return _checked([_row(node, place) for node in tree.value], today)


def _row(node: yaml.Node, place: str) -> tuple[str, dict[str, str]]:
    """Where an entry stands, and its fields as they are written."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    fields = {str(key.value): str(value.value).strip() for key, value in pairs}
    return f"{place}:{node.start_mark.line + 1}", fields


def _checked(rows: list[tuple[str, dict[str, str]]], today: date) -> dict[str, Entry]:
    known: dict[str, Entry] = {}
    faults: list[str] = []
    for place, fields in rows:
        wrong = list(_faults(fields, known, today))
        faults += [f"{place}: {fault}" for fault in wrong]
        if not wrong:
            until = date.fromisoformat(fields["expires"])
            behaviour = fields["behaviour"]
            known[behaviour] = Entry(behaviour, fields["reason"], fields["link"], until, place)
    if faults:
        raise TargetError("\n".join(faults))
    return known


def _faults(fields: dict[str, str], known: dict[str, Entry], today: date) -> Iterator[str]:
    if missing := [field for field in FIELDS if not fields.get(field)]:
        yield f"the entry has no {', '.join(missing)}: write it"
    if unknown := sorted(fields.keys() - set(FIELDS)):
        yield f"nothing is called {', '.join(unknown)}: an entry has {', '.join(FIELDS)}"
    behaviour = fields.get("behaviour", "")
    if behaviour and behaviour not in catalogue.load().ranks:
        yield f"there is no behaviour {behaviour}: use an id of catalogue/behaviours.yaml"
    if behaviour in known:
        yield f"{behaviour} stands there already ({known[behaviour].place}): keep one of the two"
    if fields.get("expires"):
        yield from _faults_of_date(fields["expires"], today)


def _faults_of_date(text: str, today: date) -> Iterator[str]:
    try:
        until = date.fromisoformat(text)
    except ValueError:
        yield f"{text!r} is no date: write YYYY-MM-DD"
        return
    if until < today:
        yield f"the entry expired on {until}: repair the product, or decide anew how long this may last"
