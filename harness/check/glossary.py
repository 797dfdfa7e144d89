"""`twofold glossary`: the phrases that features can use, and the words they take, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePath

from .binding import usage
from .model import Definition, Suite

KEYWORDS = ("given", "when", "then", None)


def glossary(suite: Suite) -> Iterator[str]:
    """Lines of Markdown: a table of phrases and their uses for each step module; then the words."""
    counts = usage(suite)
    definitions = sorted(suite.collected.definitions, key=place_of)
    yield "# Phrases"
    yield ""
    yield f"{len(definitions)} phrases, and how many steps of the features use each."
    for path, group in groupby(definitions, key=lambda definition: definition.path):
        yield from ("", f"## {heading(path)}", "", "| | Phrase | Used |", "|---|---|---:|")
        for definition in group:
            keyword = (definition.kind or "any").title()
            yield f"| {keyword} | {_cell(definition.phrase)} | {counts[id(definition)]} |"
    yield from _words(definitions)


def words_of(definitions: Iterable[Definition]) -> list[tuple[str, tuple[str, ...]]]:
    """What may stand in the braces of the phrases, by the name of the type there."""
    return sorted({entry for definition in definitions for entry in definition.words})


def _words(definitions: Iterable[Definition]) -> Iterator[str]:
    types = words_of(definitions)
    if types:
        yield from ("", "## Words", "", "What a phrase takes in its braces, by the word after the colon.")
    for name, words in types:
        yield from ("", f"**{name}**", "", *(f"- {word}" for word in words))


def place_of(definition: Definition) -> tuple[str, int, int]:
    """Where a phrase stands in the glossary: by module, keyword and line."""
    return definition.path, KEYWORDS.index(definition.kind), definition.line


def heading(path: str) -> str:
    """The subject of a module of steps, as a heading."""
    return PurePath(path).stem.replace("_", " ").capitalize()


def _cell(phrase: str) -> str:
    return "`" + phrase.replace("|", "\\|") + "`"
