"""Feature files as small frozen records: chapters, rules, examples and steps, each with its line.

Parses with gherkin-official and judges nothing; what a good feature file is, `harness.check` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser

KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}
PARAMETER = re.compile(r"<(.+?)>")


class FeatureFileError(Exception):
    """A feature file can't be parsed; the message starts with its path and line."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}:{line}: {what}")
        self.path, self.line, self.what = path, line, what


@dataclass(frozen=True)
class Tag:
    """A tag without its @, where it stands."""

    name: str
    line: int


@dataclass(frozen=True)
class Note:
    """Free text below a rule, an example, a background or a table: nothing runs it. `line` is its owner's."""

    text: str
    line: int


@dataclass(frozen=True)
class Step:
    """A step; `keyword` is given, when or then, which And, But and * take from the step before."""

    keyword: str
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] = ()
    docstring: str | None = None

    def filled(self, row: Mapping[str, str]) -> Step:
        """The step with the values of an outline row in place of its <parameters>."""
        table = tuple(tuple(fill(cell, row) for cell in cells) for cells in self.table)
        docstring = None if self.docstring is None else fill(self.docstring, row)
        return Step(self.keyword, fill(self.text, row), self.line, table, docstring)

    @property
    def parameters(self) -> frozenset[str]:
        """The names in <angle brackets>."""
        cells = (cell for row in self.table for cell in row)
        return frozenset(PARAMETER.findall(" ".join([self.text, self.docstring or "", *cells])))


@dataclass(frozen=True)
class Table:
    """The Examples table of an outline."""

    line: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True)
class Example:
    """An example or an outline; `tags` names its own, its rule's and its chapter's tags, in that order."""

    title: str
    line: int
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    background: tuple[Step, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The values of each run: one mapping a table row, or one empty mapping without a table."""
        if not self.tables:
            return ({},)
        return tuple(dict(zip(t.header, row, strict=True)) for t in self.tables for row in t.rows)


@dataclass(frozen=True)
class Rule:
    """One promise of a chapter, with the examples that show it."""

    title: str
    line: int
    tags: tuple[str, ...]
    examples: tuple[Example, ...]
    background: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One feature file. `strays` are examples outside any rule; `all_tags` are the tags as written."""

    path: Path
    title: str
    line: int
    prose: tuple[str, ...]
    rules: tuple[Rule, ...]
    tags: tuple[str, ...] = ()
    background: tuple[Step, ...] = ()
    strays: tuple[Example, ...] = ()
    all_tags: tuple[Tag, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def examples(self) -> tuple[Example, ...]:
        """All examples, those outside a rule first."""
        return self.strays + tuple(example for rule in self.rules for example in rule.examples)


def parse_folder(folder: Path) -> tuple[Chapter, ...]:
    """The chapters of a folder and of those below, in the order of their names. Raises FeatureFileError."""
    return tuple(parse_feature(path) for path in sorted(folder.rglob("*.feature")))


def parse_feature(path: Path) -> Chapter:
    """Read one feature file. Raises FeatureFileError for a file that is no Gherkin, or has no feature."""
    try:
        return _parsed(path, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FeatureFileError(path, 1, f"can't be read: {error}") from None


@cache  # a run reads each file several times: to collect, to judge, to tell
def _parsed(path: Path, text: str) -> Chapter:
    try:
        document = Parser().parse(text)
    except CompositeParserException as error:
        raise _unparsable(path, error.errors[0]) from None
    except ParserException as error:
        raise _unparsable(path, error) from None
    if not document.get("feature"):
        raise FeatureFileError(path, 1, "there is no feature in it — write one, or remove the file")
    return _Reader(path).chapter(document["feature"])


def fill(text: str, row: Mapping[str, str]) -> str:
    """The text with the values of an outline row in place of <parameters>; unknown ones stay as they are."""
    return PARAMETER.sub(lambda match: row.get(match[1], match[0]), text)


class _Reader:
    """Turns the parser's dictionaries into records, collecting the tags on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: list[Tag] = []
        self.notes: list[Note] = []

    def chapter(self, node: Any) -> Chapter:
        tags = self.tags(node)
        background = self.background(node)
        inherited = (tags, background)
        children = node["children"]
        strays = tuple(self.example(c["scenario"], *inherited) for c in children if "scenario" in c)
        rules = tuple(self.rule(c["rule"], *inherited) for c in children if "rule" in c)
        return Chapter(
            path=self.path,
            title=node["name"],
            line=node["location"]["line"],
            prose=_lines(node["description"]),
            rules=rules,
            tags=tags,
            background=background,
            strays=strays,
            all_tags=tuple(self.written),
            notes=tuple(self.notes),
        )

    def rule(self, node: Any, chapter_tags: tuple[str, ...], chapter_background: tuple[Step, ...]) -> Rule:
        tags = self.tags(node)
        background = self.background(node)
        self.note(node)
        below = (_unique(tags + chapter_tags), chapter_background + background)
        children = node["children"]
        examples = tuple(self.example(c["scenario"], *below) for c in children if "scenario" in c)
        return Rule(node["name"], node["location"]["line"], tags, examples, background)

    def example(self, node: Any, tags: tuple[str, ...], background: tuple[Step, ...]) -> Example:
        self.note(node)
        return Example(
            title=node["name"],
            line=node["location"]["line"],
            tags=_unique(self.tags(node) + tags),
            steps=self.steps(node["steps"]),
            background=background,
            tables=tuple(self.table(table) for table in node["examples"]),
        )

    def background(self, node: Any) -> tuple[Step, ...]:
        found = [child["background"] for child in node["children"] if "background" in child]
        for background in found:
            self.note(background)
        return tuple(step for background in found for step in self.steps(background["steps"]))

    def steps(self, nodes: Sequence[Any]) -> tuple[Step, ...]:
        return tuple(self._steps(nodes))

    def _steps(self, nodes: Sequence[Any]) -> Iterator[Step]:
        kind = ""
        for node in nodes:
            kind = KINDS.get(node["keywordType"], kind)
            line = node["location"]["line"]
            if not kind:
                what = (
                    f"the first step starts with '{node['keyword'].strip()}' — start with Given, When or Then"
                )
                raise FeatureFileError(self.path, line, what)
            table = tuple(_cells(row) for row in node.get("dataTable", {}).get("rows", []))
            yield Step(kind, node["text"], line, table, node.get("docString", {}).get("content"))

    def table(self, node: Any) -> Table:
        if "tableHeader" not in node:
            raise FeatureFileError(
                self.path, node["location"]["line"], "Examples without a table — write one"
            )
        self.note(node)
        tags = tuple(Tag(tag["name"].lstrip("@"), tag["location"]["line"]) for tag in node["tags"])
        rows = tuple(_cells(row) for row in node["tableBody"])
        self.written.extend(tags)
        return Table(node["location"]["line"], _cells(node["tableHeader"]), rows, tags)

    def note(self, node: Any) -> None:
        self.notes.extend(Note(text, node["location"]["line"]) for text in _lines(node["description"]))

    def tags(self, node: Any) -> tuple[str, ...]:
        tags = [Tag(tag["name"].lstrip("@"), tag["location"]["line"]) for tag in node["tags"]]
        self.written.extend(tags)
        return tuple(tag.name for tag in tags)


def _unparsable(path: Path, error: ParserException) -> FeatureFileError:
    reason = str(error).split(": ", 1)[-1]
    return FeatureFileError(path, error.location["line"], f"not Gherkin: {reason} — correct the line")


def _lines(description: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in description.splitlines() if line.strip())


def _cells(row: Any) -> tuple[str, ...]:
    return tuple(cell["value"] for cell in row["cells"])


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
