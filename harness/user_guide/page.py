"""Writes a guide for end users: index.html and pictures/, without script, readable offline and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from harness import words
from harness.user_guide import drawing
from harness.user_guide.telling import Guide, Picture, Step

if TYPE_CHECKING:
    from harness.record import RunRecord

_TEMPLATES = Path(__file__).resolve().parent / "templates"
PICTURES = "pictures"
SHORT = 16
"""Characters of a word that fits into a line of a title on any phone."""
TITLE = "How to use two-factor authentication"


@dataclass(frozen=True)
class Cover:
    """What stands above and below the guide: set by whoever gives it to users.

    product: what users call it; contact: whom to ask, a line of text.
    """

    product: str
    title: str = TITLE
    contact: str = ""
    build: str = ""


@dataclass(frozen=True)
class Shown:
    """A picture within the guide's folder, its size in pixels, and what it shows in words."""

    source: str
    width: int
    height: int
    alt: str


class Illustrator:
    """Brings pictures from a run's folder into a guide's, each under the name of its task."""

    def __init__(self, run: Path, into: Path) -> None:
        self._run, self._into = run, into
        self.missing = 0
        self.drawn: list[str] = []

    def illustrate(self, task: str, step: Step) -> Iterator[Shown]:
        """The pictures of a step; one whose file is gone is left out and counted."""
        for picture in step.pictures:
            source = f"{PICTURES}/{task}-{len(self.drawn) + 1}.png"
            try:
                size = drawing.draw(self._run / picture.path, self._into / source, picture.marks)
            except OSError:
                self.missing += 1
                continue
            self.drawn.append(source)
            yield Shown(source, *size, alt(picture))


def alt(picture: Picture) -> str:
    """What a picture shows, for those who don't see it."""
    page = f"The page “{picture.title}”" if picture.title else "The page"
    *most, last = [f"“{name}”" for name in picture.names] or [""]
    marked = f"{', '.join(most)} and {last}" if most else last
    return f"{page}, with {marked} marked." if marked else f"{page}."


def whole(title: str) -> Markup:
    """A title in which no word is broken at its hyphen, where there is room for it in one line."""
    words_ = [
        Markup('<span class="whole">{}</span>').format(word)
        if "-" in word and len(word) < SHORT
        else escape(word)
        for word in title.split(" ")
    ]
    return Markup(" ").join(words_)


def write(record: RunRecord, guide: Guide, cover: Cover, run: Path, into: Path) -> Illustrator:
    """Write a guide into a folder, which is made; returns what became of its pictures.

    run: the folder of the run. Raises OSError where nothing can be written.
    """
    (into / PICTURES).mkdir(parents=True, exist_ok=True)
    illustrator = Illustrator(run, into)
    style = (_TEMPLATES / "guide.css").read_text(encoding="utf-8")
    html = (
        _environment()
        .get_template("guide.html")
        .render(
            cover=cover,
            guide=guide,
            began=record["began"],
            is_whole=record["whole"],
            illustrate=lambda task, step: list(illustrator.illustrate(task, step)),
            style=Markup(style),
            style_source=f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'",
        )
    )
    (into / "index.html").write_text(html, encoding="utf-8")
    _sweep(into, guide, illustrator.drawn)
    return illustrator


def _sweep(into: Path, guide: Guide, drawn: list[str]) -> None:
    """Remove the pictures of an earlier guide in the same folder, and no other file."""
    for task in guide.tasks:
        for file in (into / PICTURES).glob(f"{task.id}-[0-9]*.png"):
            if f"{PICTURES}/{file.name}" not in drawn:
                file.unlink()


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=words.day, whole=whole)
    return environment
