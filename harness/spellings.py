"""Finds secrets in a text in whatever spelling: other case, grouped, escaped for URLs, HTML or JSON, Base64.

A text is looked at in several views (as it stands, with its escapes undone, without its tags); in each, all
but letters and digits is passed over, so that grouping doesn't matter. Found places are those of the text
itself. Nothing here knows whose secrets they are or what becomes of them.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

FEWEST = 6
"""Secrets with fewer letters and digits are not looked for: they would be found everywhere."""
NUMBER_DIGITS = 10
"""Up to so many digits, and nothing else, are a number: found only where they stand for themselves."""
SURE = 10
"""From so many letters and digits on, what stands around doesn't matter."""
LONGEST_HASH_PIECE = 20
"""Digits within so many hexadecimal digits are part of a hash."""
NEAR = 200
"""Characters beside the dots of a text that was cut short in which the rest of a secret is looked for."""
ROUNDS = 3
"""How often an escape may be escaped again."""

_RUN = re.compile(r"[^\W_]+")
_NUMBERS = re.compile("[0-9]+(?:[ \t\u00a0\u2007\u2009\u202f+\u2010-\u2013_-][0-9]+)*")
_DOTS = re.compile(r"\.{3}|…")
_MOMENT = re.compile(r"(?<![0-9])[0-9]{4}-[01][0-9]-[0-3][0-9](?:[T ][0-2][0-9]:[0-5][0-9]|(?![0-9]))")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")
_BLOB = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_READABLE = re.compile(rb"[\x20-\x7e\t\r\n]{6,}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ESCAPE = re.compile(
    r"""\x1b\[[0-9;?]*[A-Za-z]                      # a terminal's colours
      | \\+u(?P<json>[0-9a-fA-F]{4}) | \\+x(?P<byte>[0-9a-fA-F]{2}) | \\+[nrtfbv"'/\\]
      | %(?P<url>[0-9a-fA-F]{2})
      | (?P<html>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Place:
    """Where a secret stands in a text."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)  # a run has thousands
class _Form:
    """A secret's letters and digits in one spelling."""

    text: str
    label: str


class Index:
    """The spellings of many secrets, ready to be looked for at once."""

    def __init__(self) -> None:
        self._forms: dict[str, list[_Form]] = defaultdict(list)
        self._ends: dict[str, list[_Form]] = defaultdict(list)
        self._numbers: dict[str, str] = {}
        self._odd: dict[str, str] = {}

    def add(self, value: str, label: str) -> None:
        """Look for this secret too."""
        letters = _letters(value)
        if letters.isdecimal() and FEWEST <= len(letters) <= NUMBER_DIGITS:
            self._numbers[letters] = label
        squeezed = {spelling: _letters(spelling) for spelling in spellings(value)}
        for text in set(squeezed.values()) - self._numbers.keys():
            if len(text) >= FEWEST:
                form = _Form(text, label)
                self._forms[text[:FEWEST]].append(form)
                self._ends[text[-FEWEST:]].append(form)
        if len(letters) < FEWEST <= len(value):  # all punctuation
            self._odd.update((spelling, label) for spelling, text in squeezed.items() if len(text) < FEWEST)

    def places(self, text: str) -> list[Place]:
        """Where secrets stand in a text, from left to right, without overlaps."""
        if len(text) < FEWEST:
            return []
        found = [place for view in _views(text) for place in self._in_view(view)]
        found += self._in_blobs(text)
        return _apart(found)

    def _in_view(self, view: _View) -> Iterator[Place]:
        yield from self._long_ones(view)
        yield from self._number_places(view)
        yield from self._cut_ones(view)
        for odd, label in self._odd.items():
            for match in re.finditer(re.escape(odd), view.text):
                yield view.place(match.start(), match.end(), label)

    def _long_ones(self, view: _View) -> Iterator[Place]:
        squeezed = _Squeezed(view.text)
        letters, forms = squeezed.text, self._forms
        for at in range(len(letters) - FEWEST + 1):
            for form in forms.get(letters[at : at + FEWEST], ()):
                if letters.startswith(form.text, at):
                    start, end = squeezed.span(at, at + len(form.text))
                    if len(form.text) >= SURE or _stands_alone(view.text, start, end, len(form.text)):
                        yield view.place(start, end, form.label)

    def _cut_ones(self, view: _View) -> Iterator[Place]:
        """Beginnings and ends of secrets beside the dots of a text that was cut short."""
        for dots in _DOTS.finditer(view.text):
            near = max(dots.start() - NEAR, 0)
            before = _Squeezed(view.text[near : dots.start()])
            for at in range(len(before.text) - FEWEST + 1):
                for form in self._forms.get(before.text[at : at + FEWEST], ()):
                    if form.text.startswith(before.text[at:]):
                        start, end = before.span(at, len(before.text))
                        yield view.place(near + start, near + end, form.label)
            after = _Squeezed(view.text[dots.end() : dots.end() + NEAR])
            for end in range(FEWEST, len(after.text) + 1):
                for form in self._ends.get(after.text[end - FEWEST : end], ()):
                    if form.text.endswith(after.text[:end]):
                        start, stop = after.span(0, end)
                        yield view.place(dots.end() + start, dots.end() + stop, form.label)

    def _number_places(self, view: _View) -> Iterator[Place]:
        if not self._numbers:
            return
        for match in _NUMBERS.finditer(view.text):
            groups = [
                (group.start() + match.start(), group.end() + match.start())
                for group in re.finditer("[0-9]+", match[0])
            ]
            for start, end, digits in _neighbours(view.text, groups):
                if digits in self._numbers and not _is_part_of_more(view.text, start, end):
                    yield view.place(start, end, self._numbers[digits])

    def _in_blobs(self, text: str) -> Iterator[Place]:
        for match in _BLOB.finditer(text):
            for plain in _decoded(match[0]):
                inner = next((place for view in _views(plain) for place in self._in_view(view)), None)
                if inner is not None:
                    yield Place(match.start(), match.end(), inner.label)


def is_in(secret: str, text: str) -> bool:
    """Whether a secret stands in a text, in whatever spelling."""
    index = Index()
    index.add(secret, "secret")
    return bool(index.places(text))


def spellings(value: str) -> set[str]:
    """A secret as it is, escaped for URLs, HTML, JSON and Python, and as Base64; case and grouping aside."""
    raw = value.encode()
    return {
        value,
        quote(value, safe=""),
        quote_plus(value),
        html.escape(value),
        json.dumps(value)[1:-1],
        repr(value)[1:-1],
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
    }


def _letters(text: str) -> str:
    return _lower("".join(_RUN.findall(text)))


def _lower(text: str) -> str:
    """Lower case of the same length, so that places stay where they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class _Squeezed:
    """The letters and digits of a text, and where each stood."""

    def __init__(self, text: str) -> None:
        pieces, self._at, self._from, length = [], [], [], 0
        for run in _RUN.finditer(text):
            pieces.append(run[0])
            self._at.append(length)
            self._from.append(run.start())
            length += len(run[0])
        self.text = _lower("".join(pieces))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of it stood."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, at: int) -> int:
        piece = bisect_right(self._at, at) - 1
        return self._from[piece] + at - self._at[piece]


class _View:
    """A text seen through a change, with the places in the text that it was made of."""

    def __init__(self, text: str, parent: _View | None = None) -> None:
        self.text = text
        self._parent = parent
        self._at: list[int] = []
        self._from: list[tuple[int, int, bool]] = []

    @classmethod
    def of(cls, parent: _View, change: re.Pattern[str], decode: bool) -> _View | None:
        """The view in which every match is changed; None without any."""
        pieces: list[tuple[str, int, int, bool]] = []
        behind = 0
        for match in change.finditer(parent.text):
            pieces.append((parent.text[behind : match.start()], behind, match.start(), True))
            pieces.append((_meaning(match) if decode else "", match.start(), match.end(), False))
            behind = match.end()
        if not pieces:
            return None
        pieces.append((parent.text[behind:], behind, len(parent.text), True))
        return cls("".join(piece[0] for piece in pieces), parent)._lay(pieces)

    def _lay(self, pieces: list[tuple[str, int, int, bool]]) -> _View:
        at = 0
        for text, start, end, plain in pieces:
            if text:
                self._at.append(at)
                self._from.append((start, end, plain))
                at += len(text)
        return self

    def place(self, start: int, end: int, label: str) -> Place:
        """A part of the view as a part of the first text."""
        if self._parent is None:
            return Place(start, end, label)
        return self._parent.place(self._edge(start)[0], self._edge(end - 1)[1], label)

    def _edge(self, at: int) -> tuple[int, int]:
        piece = bisect_right(self._at, at) - 1
        start, end, plain = self._from[piece]
        origin = start + at - self._at[piece]
        return (origin, origin + 1) if plain else (start, end)


def _views(text: str) -> Iterator[_View]:
    """The text as it stands, without its tags, and the same with its escapes undone once, twice, thrice."""
    view: _View | None = _View(text)
    for _ in range(ROUNDS + 1):
        if view is None:
            return
        yield view
        if "<" in view.text and (bare := _View.of(view, _TAG, decode=False)):
            yield bare
        view = _View.of(view, _ESCAPE, decode=True)


def _meaning(escape: re.Match[str]) -> str:
    if escape["html"]:
        return html.unescape(escape["html"])[:1]
    digits = escape["json"] or escape["byte"] or escape["url"]
    if digits:
        return chr(int(digits, 16))
    return "" if escape[0].startswith("\x1b") else escape[0][-1] if escape[0][-1] in "\"'/\\" else " "


def _stands_alone(text: str, start: int, end: int, letters: int) -> bool:
    """Whether a short find is a word of its own, with no more than a separator between two of its letters."""
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return not any(c.isalnum() for c in around) and end - start < 2 * letters


def _neighbours(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Every row of neighbouring groups of digits that is no longer than a number, joined."""
    for first, (start, _) in enumerate(groups):
        digits = ""
        for begin, end in groups[first:]:
            digits += text[begin:end]
            if len(digits) > NUMBER_DIGITS:
                break
            if len(digits) >= FEWEST:
                yield start, end, digits


def _is_part_of_more(text: str, start: int, end: int) -> bool:
    """Whether digits belong to a decimal fraction, such as a time's, to a hash, or to a date (ISO 8601)."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if re.fullmatch(r"[0-9]\.", before) or re.fullmatch(r"\.[0-9]", after):
        return True
    near = max(start - 64, 0)
    hashes = (run for run in _HEXADECIMAL.finditer(text, near, end + 64) if len(run[0]) >= LONGEST_HASH_PIECE)
    return any(run.start() <= start and run.end() >= end for run in hashes) or any(
        moment.start() <= start and moment.end() >= end and moment.end() - moment.start() > end - start
        for moment in _MOMENT.finditer(text, near, end + 64)
    )


def _decoded(blob: str) -> Iterator[str]:
    """What a text may hold as Base64, whichever of its characters is the first of four."""
    plain = blob.rstrip("=").replace("-", "+").replace("_", "/")
    for skip in range(4):
        rest = plain[skip:]
        try:
            data = base64.b64decode(rest[: len(rest) - (len(rest) % 4 == 1)] + "=" * (-len(rest) % 4))
        except (binascii.Error, ValueError):
            continue
        if _READABLE.search(data):
            yield data.decode("utf-8", "replace")


def _apart(places: list[Place]) -> list[Place]:
    """Places that overlap become one, under the label of the longest."""
    apart: list[Place] = []
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        last = apart[-1] if apart else None
        if last is None or place.start >= last.end:
            apart.append(place)
        elif place.end > last.end:
            longest = max(last, place, key=lambda one: one.end - one.start)
            apart[-1] = Place(last.start, place.end, longest.label)
    return apart
