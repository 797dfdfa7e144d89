"""Where things stand in a report: its pages, the anchors on them, and the links between the two."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from urllib.parse import quote

INDEX, STATEMENTS, STANDARDS, GLOSSARY = "index.html", "statements.html", "standards.html", "glossary.html"
MEASURED = "measured.html"
CHAPTERS = "chapters"
TAKEN = (
    *("content", "contents", "those-of-the-guide", "those-beyond-it", "in-this-chapter", "search-data"),
    *("what-failed", "not-covered", "declared", "waits", "behaviours", "cast", "phrases", "words"),
)
"""Ids that the pages have for themselves."""
LONGEST_NAME = 60
"""Characters of a page's name: file systems take 255 bytes, of which a character may need four."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page, by its path within the report, and an anchor on it; without one, the whole page."""

    page: str
    anchor: str = ""


Link = Callable[[Place], str]
"""Makes the address of a place, as it is written on one page."""


def of_example(chapter: str, example: str) -> str:
    """The address of an example within a report, by titles alone: for those who have no report before them."""
    place = Place(page_of_chapter(chapter, Anchors()), Anchors().of(chapter, example))
    return from_page(INDEX)(place)


def page_of_chapter(title: str, names: Anchors) -> str:
    """The page of a chapter; names: those handed out to the chapters before it."""
    return f"{CHAPTERS}/{names.of(title[:LONGEST_NAME])}.html"


def from_page(here: str) -> Link:
    """Links as a page of many writes them."""
    folder = posixpath.dirname(here)

    def link(place: Place) -> str:
        anchor = f"#{quote(place.anchor)}" if place.anchor else ""
        if place.page == here and anchor:
            return anchor
        return quote(posixpath.relpath(place.page, folder or ".")) + anchor

    return link


def on_one_page(place: Place) -> str:
    """Links of a report that is a single file."""
    return f"#{quote(place.anchor) or part(place.page)}"


def part(page: str) -> str:
    """What a single file calls the part that is a page of its own elsewhere."""
    return f"page-{posixpath.basename(page).removesuffix('.html')}"


class Anchors:
    """Hands out an id for each place of the report: made of its titles, so that links outlive a reordering."""

    def __init__(self) -> None:
        self._given = set(TAKEN)

    def of(self, *titles: str) -> str:
        """An id that was not handed out before; equal titles are told apart by a number."""
        slug = "--".join(filter(None, map(_slug, titles))) or "unnamed"
        numbered = (f"{slug}-{number}" for number in count(2))
        anchor = next(name for name in chain([slug], numbered) if name not in self._given)
        self._given.add(anchor)
        return anchor


@cache  # a chapter's title is part of all its anchors
def _slug(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title.lower().replace("'", "")).strip("-_")
