"""The phrases that features may use, by the module that has them, and the words that they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from harness.check.glossary import heading, place_of, words_of

if TYPE_CHECKING:
    from harness.check.model import Definition


@dataclass(frozen=True)
class Phrase:
    """A phrase and its keyword (Given, When, Then, or Any)."""

    keyword: str
    text: str
    source: str


@dataclass(frozen=True)
class Glossary:
    """Phrases by subject; words: what the places in braces take, by the word after the colon."""

    subjects: tuple[tuple[str, tuple[Phrase, ...]], ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def number(self) -> int:
        """How many phrases there are."""
        return sum(len(phrases) for _, phrases in self.subjects)


def of(definitions: Iterable[Definition]) -> Glossary:
    """The glossary of these definitions, in the order of `twofold glossary`."""
    ordered = sorted(definitions, key=place_of)
    subjects = tuple(
        (heading(path), tuple(map(_phrase, group)))
        for path, group in groupby(ordered, key=lambda definition: definition.path)
    )
    return Glossary(subjects, tuple(words_of(ordered)))


def _phrase(definition: Definition) -> Phrase:
    keyword = (definition.kind or "any").title()
    return Phrase(keyword, definition.phrase, f"{definition.path}:{definition.line}")
