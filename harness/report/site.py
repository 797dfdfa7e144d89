"""Puts the pages of a report together: chapter by chapter, then what speaks of all of them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness import catalogue, limits, profiles
from harness.limits import Limit
from harness.measures import of_run
from harness.report import glossary, places, search, telling
from harness.report.contents import Entry, entry_of
from harness.report.facts import Facts, facts_of
from harness.report.figures import figures_of, sweep
from harness.report.measured import Number, numbers
from harness.report.overview import Overview, overview
from harness.report.places import CHAPTERS, GLOSSARY, INDEX, MEASURED, STANDARDS, STATEMENTS, Link, Place
from harness.report.rendering import dress, environment
from harness.report.scored import promises
from harness.report.view import Chapter, Standing

if TYPE_CHECKING:
    from harness.check.model import Definition
    from harness.record import RunRecord

CHANGES = "compare.html"
"""The page on what changed since another run; the index links to it where it is there."""
SEARCH = "search.js"
Picture = Callable[[str], str]
"""Makes the address of a picture of its path within the run's folder."""


class Site:
    """The report of one run. root: where features/ lies; phrases: what features may say."""

    def __init__(self, record: RunRecord, root: Path, phrases: Iterable[Definition] = ()) -> None:
        self.record, self.root = record, root
        self.phrases = glossary.of(phrases)
        self.profile = profiles.named_profile(record.get("profile", profiles.GUIDE))
        self.parsed = profiles.chapters(root, self.profile.id)
        self.pages = telling.pages_of(self.parsed)
        self.known = catalogue.load()
        self.beyond = self.profile.is_of_standards
        self.templates = environment()

    @cached_property
    def facts(self) -> Facts:
        """What was tested, when, and with what."""
        return facts_of(self.record, self.root)

    def chapters(self) -> Iterator[Chapter]:
        """The chapters, each made when it is asked for."""
        promised = promises(self.known, self.profile)
        return telling.chapters(self.record, self.parsed, promised, self.root)

    def write(self, folder: Path) -> Path:
        """Write all pages, without what an earlier report left there; returns the index."""
        (folder / CHAPTERS).mkdir(exist_ok=True)
        told = self.overview(self._write_chapters(folder))
        written = {folder / entry.place.page for entry in told.entries}
        pages = (folder / STATEMENTS, folder / STANDARDS, folder / MEASURED)
        for stale in {*pages, *folder.glob(f"{CHAPTERS}/*.html")} - written:
            stale.unlink(missing_ok=True)
        (folder / SEARCH).write_text(search.script(told), encoding="utf-8")
        if told.statements:
            self._write(folder, STATEMENTS, told=told)
        if self.beyond:
            self._write(folder, STANDARDS, told=told)
        if self.numbers:
            self._write(folder, MEASURED, sweeps=self.sweeps())
        self._write(folder, GLOSSARY, phrases=self.phrases)
        changes = CHANGES if (folder / CHANGES).is_file() else ""
        return self._write(folder, INDEX, told=told, changes=changes)

    def overview(self, entries: Iterable[Entry]) -> Overview:
        """What the chapters come to."""
        return overview(self.known, entries, self.profile, of_run(self.record["results"]))

    def _write_chapters(self, folder: Path) -> Iterator[Entry]:
        """Write a page a chapter, and keep of each what other pages say."""
        for number, chapter in enumerate(self.chapters()):
            near = {"before": self._neighbour(number - 1), "after": self._neighbour(number + 1)}
            page, figures = chapter.place.page, self.figures(chapter)
            self._write(folder, page, "chapter.html", chapter=chapter, figures=figures, **near)
            yield entry_of(chapter)

    def _neighbour(self, number: int) -> tuple[str, Place] | None:
        """Title and place of a chapter of the feature files by its number; None beyond their ends."""
        if 0 <= number < len(self.parsed):
            return self.parsed[number].title, Place(self.pages[number])
        return None

    def write_single(self, folder: Path, file: Path) -> None:
        """Write everything into one file, with the pictures of the run's folder in it."""
        told = self.overview(map(entry_of, self.chapters()))
        given = self.given(INDEX, places.on_one_page, lambda path: inlined(folder / path)) | {"single": True}
        self.templates.get_template("single.html").stream(
            given,
            root="",
            told=told,
            changes="",
            chapters=self.chapters(),
            figures_of=self.figures,
            phrases=self.phrases,
            search_data=search.data(told),
            sweeps=self.sweeps(),
        ).dump(str(file), encoding="utf-8")

    def figures(self, chapter: Chapter) -> tuple[Any, ...]:
        """The pictures of a chapter."""
        return figures_of(chapter, self.record.get("declared", {}), self.limits)

    def sweeps(self) -> tuple[Any, ...]:
        """The pictures of the acceptance windows that the run swept."""
        return tuple(sweep.drawn(of_run(self.record["results"]), self.record.get("declared", {}), self.limits))

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What the clauses of the run's profile ask of numbers; without a standard's profile, all clauses."""
        asked = profiles.named_profile(self.record.get("profile", profiles.GUIDE))
        every = limits.load()
        return tuple(its for its in every if its.clause in asked.scored) if asked.is_of_standards else every

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """What the run measured."""
        return numbers(self.record["results"], self.limits, self.known.standards)

    def _write(self, folder: Path, page: str, template: str = "", **told: Any) -> Path:
        """Write one page; its template is called like it, unless another is named."""
        root = "../" * page.count("/")
        given = self.given(page, places.from_page(page), lambda picture: root + picture)
        html = self.templates.get_template(template or page).render(given, root=root, **told)
        (folder / page).write_text(html, encoding="utf-8")
        return folder / page

    def given(self, here: str, link: Link, picture: Picture) -> dict[str, Any]:
        """What every template is given."""
        return {
            **dress(),
            **{"here": here, "link": link, "picture": picture, "search": SEARCH},
            **{"numbers": self.numbers, "profile": self.profile},
            **{"facts": self.facts, "beyond": self.beyond, "standings": list(Standing), "single": False},
        }


def inlined(picture: Path) -> str:
    """A picture as an address that holds it; its name alone where it is gone."""
    if not picture.is_file():
        return picture.name
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"
