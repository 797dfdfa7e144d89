"""Sentences for readers: patterns of catalogue/how_to.yaml, filled in with facts and a product's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from harness.counting import counted

PLACE = re.compile(r"\{(?P<name>[\w.]+)(?::(?P<unit>\w+))?\}")
_BRACKETS = re.compile(r"\[([^\]]*)\]")
CHOOSE, FIELD, SEND = "choose", "field", "send"
PRODUCT_WORDS = frozenset({CHOOSE, FIELD, SEND})
"""Places that take what the product calls its fields and buttons, not a fact."""
NUMBER, TIME, STEPS = "", "time", "steps"
UNITS = frozenset({NUMBER, TIME, STEPS})
"""How a number is told: as it is; as a time, from seconds; as a time, from time steps."""
TIMES = ((3600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; is_name: as the product calls a thing of its pages."""

    text: str
    is_name: bool = False


Sentence: TypeAlias = tuple[Piece, ...]
Facts: TypeAlias = Mapping[str, Any]
"""What a product declares, as a record holds it: targets.port.Facts as plain data."""


class _Unknown(Exception):
    """A place of a sentence can't be filled in."""


def plain(sentence: Sentence) -> str:
    """The sentence as text, with the product's words in quotation marks."""
    return "".join(f"“{piece.text}”" if piece.is_name else piece.text for piece in sentence)


def as_it_is(text: str) -> Sentence:
    """A sentence that has no places to fill in."""
    return (Piece(text),)


def filled(pattern: str, facts: Facts, names: Mapping[str, tuple[str, ...]] | None = None) -> Sentence:
    """The sentence; empty where something isn't known that it can't do without.

    names: the product's words for each of PRODUCT_WORDS, in their order.
    """
    words = names or {}
    try:
        return tuple(_joined(_pieces(_without_unknown(pattern, facts, words), facts, words)))
    except _Unknown:
        return ()


def value(path: str, facts: Facts) -> Any:
    """The fact at a path such as lock.seconds; None where the product declares none."""
    found: Any = facts
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def duration(seconds: int) -> str:
    """'30 seconds', '15 minutes', '1 hour and 30 minutes': in as few words as say it exactly."""
    told = []
    for size, noun in TIMES:
        number, seconds = divmod(seconds, size)
        told += [counted(number, noun)] if number else []
    *most, last = told or [counted(0, "second")]
    return f"{', '.join(most)} and {last}" if most else last


def _without_unknown(pattern: str, facts: Facts, names: Mapping[str, tuple[str, ...]]) -> str:
    """The pattern without brackets, and without those of them that can't be filled in."""

    def keep(match: re.Match[str]) -> str:
        try:
            _pieces(match[1], facts, names)
        except _Unknown:
            return ""
        return match[1]

    return _BRACKETS.sub(keep, pattern)


def _pieces(pattern: str, facts: Facts, names: Mapping[str, tuple[str, ...]]) -> list[Piece]:
    pieces, behind = [], 0
    for match in PLACE.finditer(pattern):
        pieces.append(Piece(pattern[behind : match.start()]))
        if match["name"] in PRODUCT_WORDS:
            pieces += _listed(names.get(match["name"], ()), ", then " if match["name"] != FIELD else " and ")
        else:
            pieces.append(Piece(_told(match["name"], match["unit"] or NUMBER, facts)))
        behind = match.end()
    return [*pieces, Piece(pattern[behind:])]


def _listed(names: tuple[str, ...], between: str) -> Iterable[Piece]:
    if not names:
        raise _Unknown
    for number, name in enumerate(names):
        if number:
            yield Piece(between)
        yield Piece(name, is_name=True)


def _told(path: str, unit: str, facts: Facts) -> str:
    number = value(path, facts)
    if not isinstance(number, int) or isinstance(number, bool):
        raise _Unknown
    if unit == STEPS:
        period = value("period", facts)
        if not isinstance(period, int):
            raise _Unknown
        return duration(number * period)
    return duration(number) if unit == TIME else str(number)


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Without the pieces that are empty, the first letter of the sentence in upper case."""
    is_first = True
    for piece in pieces:
        if piece.text:
            text = piece.text[:1].upper() + piece.text[1:] if is_first and not piece.is_name else piece.text
            yield Piece(text, piece.is_name)
            is_first = False
