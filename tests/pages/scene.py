"""What a scene is, one state of one page and the way there, and the list of them.

The scenes are in `scenes_signing_in` and `scenes_settings`, who acts in them in `regulars`, and the way to
look at them in `look`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from harness.people import Person
from tests.pages.regulars import Venue

if TYPE_CHECKING:
    from playwright.sync_api import Page

Build = Callable[[Venue], Person]


@dataclass(frozen=True)
class Scene:
    """One state of one page.

    path: where the browser stands in the end, without the query. shows: words that only this state has.
    """

    name: str
    path: str
    shows: str
    build: Build

    def open(self, venue: Venue) -> Page:
        """Brings a browser there. Raises AssertionError when it ends elsewhere."""
        page = self.build(venue).browser.page
        path = page.url.removeprefix(venue.url).partition("?")[0]
        assert path == self.path, f"Scene {self.name!r} wanted {self.path} and ended at {path}."
        text = page.locator("body").inner_text()
        assert self.shows in text, (
            f"Scene {self.name!r} wanted {self.shows!r} on its page, which says: {text}"
        )
        return page


SCENES: dict[str, Scene] = {}
"""By name; filled when the modules of scenes are imported, for which there is `every_scene`."""


def every_scene() -> dict[str, Scene]:
    """All scenes by name, from the first page that somebody meets."""
    for module in ("scenes_signing_in", "scenes_settings"):
        import_module(f"tests.pages.{module}")
    return SCENES


def scene(name: str, path: str, shows: str) -> Callable[[Build], Build]:
    """Adds a scene to the list. Raises ValueError for a name that is taken."""

    def add(build: Build) -> Build:
        if name in SCENES:
            raise ValueError(f"There are two scenes named {name!r}: give one of them another name.")
        SCENES[name] = Scene(name, path, shows, build)
        return build

    return add


def press(person: Person, button: str, **fields: str) -> Person:
    """Fills in fields by their names and presses a button."""
    page = person.browser.page
    for name, text in fields.items():
        page.locator(f"input[name={name}]").fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    return person
