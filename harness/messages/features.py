"""The feature files as messages, and which pickle an example of pytest's is.

A pickle is one example, or one row of an outline, ready to be acted out. Its id is made from its file's name
and its place there, so that every process of a run, and every run, calls it the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gherkin.ast_builder import AstBuilder
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from harness import profiles
from harness.messages.envelopes import Envelope
from harness.profile_data import Profile

GHERKIN = "text/x.cucumber.gherkin+plain"


@dataclass(frozen=True)
class Pickle:
    """One example to act out; `steps` are its step ids by the line each step stands in."""

    id: str
    uri: str
    line: int
    row: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    steps: Mapping[int, str]


class _Ids:
    """Numbers with a file's own prefix, so that no two files share an id."""

    def __init__(self, uri: str) -> None:
        self.prefix = hashlib.sha256(uri.encode()).hexdigest()[:8]
        self.given = 0

    def get_next_id(self) -> str:
        self.given += 1
        return f"{self.prefix}-{self.given}"


class Feature:
    """One feature file, parsed when it is first needed. asked: what the profile acts out of it; None: all."""

    def __init__(self, path: Path, uri: str, asked: Profile | None = None) -> None:
        self.path, self.uri, self.asked = path, uri, asked
        self.text = path.read_text(encoding="utf-8")

    @cached_property
    def _parsed(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        ids: Any = _Ids(self.uri)
        document: Any = {**Parser(AstBuilder(ids)).parse(self.text), "uri": self.uri}
        pickles: Any = Compiler(ids).compile(document)
        return document, [made for made in pickles if self._is_asked(made)]

    def _is_asked(self, made: dict[str, Any]) -> bool:
        return self.asked is None or profiles.acts_out(self.asked, self.path, _tags(made))

    def envelopes(self) -> Iterator[Envelope]:
        """Its source, its syntax tree and its pickles."""
        document, pickles = self._parsed
        yield {"source": {"uri": self.uri, "data": self.text, "mediaType": GHERKIN}}
        yield {"gherkinDocument": document}
        yield from ({"pickle": pickle} for pickle in pickles)

    @cached_property
    def pickles(self) -> tuple[Pickle, ...]:
        """Its examples in order."""
        document, pickles = self._parsed
        nodes = dict(_nodes(document))
        return tuple(_pickle(self.uri, nodes, made) for made in pickles)


def _nodes(tree: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything in a syntax tree that has an id; a row of an outline comes with the names of its columns."""
    if isinstance(tree, list):
        for branch in tree:
            yield from _nodes(branch)
    elif isinstance(tree, dict):
        if "id" in tree:
            yield tree["id"], tree
        if "tableHeader" in tree:
            names = [cell["value"] for cell in tree["tableHeader"]["cells"]]
            for row in tree["tableBody"]:
                values = [cell["value"] for cell in row["cells"]]
                yield row["id"], {**row, "values": tuple(zip(names, values, strict=True))}
            tree = {name: held for name, held in tree.items() if name not in ("tableHeader", "tableBody")}
        for branch in tree.values():
            yield from _nodes(branch)


def _pickle(uri: str, nodes: Mapping[str, Any], made: Mapping[str, Any]) -> Pickle:
    scenario, *rows = (nodes[node] for node in made["astNodeIds"])
    return Pickle(
        id=made["id"],
        uri=uri,
        line=scenario["location"]["line"],
        row=rows[0]["values"] if rows else (),
        tags=_tags(made),
        steps={nodes[step["astNodeIds"][0]]["location"]["line"]: step["id"] for step in made["steps"]},
    )


def _tags(made: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(tag["name"].lstrip("@") for tag in made["tags"])


class Features:
    """The feature files of a suite, in the order of their names, with what a profile acts out of them."""

    def __init__(self, root: Path, profile: str = profiles.ALL) -> None:
        asked = None if profile == profiles.ALL else profiles.named_profile(profile)
        found = sorted((root / "features").rglob("*.feature"))
        read = (Feature(path, path.relative_to(root).as_posix(), asked) for path in found)
        self.all = tuple(feature for feature in read if asked is None or feature.pickles)
        self._by_path = {feature.path.resolve(): feature for feature in self.all}

    def pickle(self, path: Path, line: int, row: Mapping[str, str]) -> Pickle | None:
        """The pickle of an example by its file, its line there and its outline row; None when not ours."""
        feature = self._by_path.get(path.resolve())
        wanted = (line, tuple(row.items()))
        fitting = (p for p in (feature.pickles if feature else ()) if (p.line, p.row) == wanted)
        return next(fitting, None)

    def envelopes(self) -> Iterator[Envelope]:
        """All features as messages."""
        for feature in self.all:
            yield from feature.envelopes()
