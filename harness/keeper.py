"""The level of evidence of a run, and what one process knows of where secrets show.

What follows from it is in `chokepoints` and `scrubbing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from harness import chokepoints
from harness.pictures import NoPicture

LEVELS = ("full", "strict")
THROW_AWAY = ("reference",)
"""Targets all of whose accounts are made for one scenario and gone with the run."""
_KEEPER = pytest.StashKey["Keeper"]()


class Keeper:
    """What one process knows of where secrets are: the open contexts, and the product's places for secrets.

    places: None while no target has declared any.
    """

    def __init__(self, level: str) -> None:
        self.strict = level == "strict"
        self.places: tuple[str, ...] | None = None
        self.contexts: list[BrowserContext] = []

    def look(self, contexts: Iterable[BrowserContext] | None = None) -> None:
        """Take up what pages and cookies show now."""
        chokepoints.witness(self.contexts if contexts is None else contexts, self.places or ())

    def picture(self, page: Page, **options: Any) -> bytes:
        """A picture of a page with its secrets covered. Raises NoPicture where that can't be answered for.

        options: those of Playwright's screenshot.
        """
        if self.strict and self.places is None:
            raise NoPicture("the target doesn't say which places of its pages are secret (secret_places)")
        data = chokepoints.picture(page, self.places or (), **options)
        if data is None:
            raise NoPicture("a QR code in it can't be covered")
        return data


def keep(config: pytest.Config) -> None:
    """Give this process its keeper."""
    config.stash[_KEEPER] = Keeper(level_of(config))


def level_of(config: pytest.Config) -> str:
    """The level of evidence of this run: as asked, else by the target."""
    asked = config.getoption("--evidence")
    return str(asked or ("full" if config.getoption("--target", None) in THROW_AWAY else "strict"))


def keeper_of(config: pytest.Config) -> Keeper:
    """The keeper of this process."""
    return config.stash[_KEEPER]
