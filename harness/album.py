"""The masked pictures that a run keeps as evidence: when they are taken, where they go, when they go away.

What is covered in them is said in `pictures`, whether any may be kept in `keeper`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error as PlaywrightError

from harness.keeper import Keeper, keeper_of
from harness.pictures import NoPicture

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from harness.record import Story

USER_GUIDE = "user-guide"
CHOICES = ("off", "failures", "thens", USER_GUIDE)
FOLDER = "pictures"
PATIENCE = 5_000
"""Milliseconds that a page has to hold still for its picture."""


def taker(config: pytest.Config, nodeid: str, story: Story) -> Callable[[Page], str] | None:
    """What takes this example's pictures into the run's folder; None where none are wanted."""
    if config.getoption("--pictures") == "off":
        return None
    name = f"{Path(story['file']).stem}-{story['line']}-{hashlib.sha256(nodeid.encode()).hexdigest()[:8]}"
    return Album(Path(config.getoption("--report-dir")), name, keeper_of(config)).take


class Album:
    """The pictures of one example; the keeper knows what to cover in them."""

    def __init__(self, folder: Path, name: str, keeper: Keeper) -> None:
        self.folder, self.name, self.keeper = folder, name, keeper
        self._taken = 0

    def take(self, page: Page) -> str:
        """Keep a masked picture, and return its path within the run's folder. Raises NoPicture."""
        png = self._masked(page)
        self._taken += 1
        path = f"{FOLDER}/{self.name}-{self._taken}.png"
        try:
            (self.folder / FOLDER).mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(png)
        except OSError as error:
            raise NoPicture(f"not kept: {error}") from error
        return path

    def _masked(self, page: Page) -> bytes:
        try:
            return self.keeper.picture(page, animations="disabled", timeout=PATIENCE)
        except NoPicture as reason:
            raise NoPicture(f"not kept: {reason}") from reason
        except PlaywrightError as error:
            raise NoPicture(f"not taken: {error.message.partition(chr(10))[0]}") from error


def sweep(folder: Path, kept: Iterable[str]) -> None:
    """Remove the pictures that no result of the run refers to."""
    wanted = {folder / path for path in kept}
    for file in (folder / FOLDER).glob("*.png"):
        if file not in wanted:
            file.unlink()
