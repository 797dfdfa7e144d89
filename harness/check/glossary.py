"""`twofold glossary`: the phrases that features can use, and the words they take, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath

from .binding import usage
from .model import Definition, Suite

KEYWORDS = ("given", "when", "then", None)


def glossary(suite: Suite) -> Iterator[str]:
    """Lines of Markdown: a table of phrases and their uses for each step module; then the words."""
    counts = usage(suite)
    definitions = sorted(suite.collected.definitions, key=_place)
    yield "# Phrases"
    yield ""
    yield f"{len(definitions)} phrases, and how many steps of the features use each."
    for path, group in groupby(definitions, key=lambda definition: definition.path):
        yield from ("", f"## {_heading(path)}", "", "| | Phrase | Used |", "|---|---|---:|")
        for definition in group:
            keyword = (definition.kind or "any").title()
            yield f"| {keyword} | {_cell(definition.phrase)} | {counts[id(definition)]} |"
    yield from _words(definitions)


def _words(definitions: list[Definition]) -> Iterator[str]:
    """What may stand in the braces of a phrase, type by type."""
    types = sorted({entry for definition in definitions for entry in definition.words})
    if types:
        yield from ("", "## Words", "", "What a phrase takes in its braces, by the word after the colon.")
    for name, words in types:
        yield from ("", f"**{name}**", "", *(f"- {word}" for word in words))


def _place(definition: Definition) -> tuple[str, int, int]:
    return definition.path, KEYWORDS.index(definition.kind), definition.line


def _heading(path: str) -> str:
    return PurePath(path).stem.replace("_", " ").capitalize()


def _cell(phrase: str) -> str:
    return "`" + phrase.replace("|", "\\|") + "`"
