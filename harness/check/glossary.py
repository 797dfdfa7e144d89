"""`twofold glossary`: the phrases that features can use, module by module, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath

from .binding import usage
from .model import Definition, Suite

KEYWORDS = ("given", "when", "then", None)


def glossary(suite: Suite) -> Iterator[str]:
    """Lines of Markdown: a table for each step module, with how many steps use each phrase."""
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


def _place(definition: Definition) -> tuple[str, int, int]:
    return definition.path, KEYWORDS.index(definition.kind), definition.line


def _heading(path: str) -> str:
    return PurePath(path).stem.replace("_", " ").capitalize()


def _cell(phrase: str) -> str:
    return "`" + phrase.replace("|", "\\|") + "`"
