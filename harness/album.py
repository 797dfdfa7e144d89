"""Masked pictures of pages: whatever may hold a password, a code or a key is covered before one is kept.

The harness's own list of places is wide on purpose; a target adds what its pages have besides.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from harness.record import Story

CHOICES = ("off", "failures", "thens")
FOLDER = "pictures"
PATIENCE = 5_000
"""Milliseconds that a page has to hold still for its picture."""
SECRET_PLACES = (
    "input:not([type=submit], [type=button], [type=checkbox], [type=radio], [type=hidden])",
    "textarea",
    "select",
    "[contenteditable]",
    # keys and backup codes as text
    "code, pre, kbd, samp, output",
    # QR codes, drawn or loaded
    "img, canvas, [role=img], svg:not([aria-hidden=true]), object, embed, iframe, video",
)
"""What is covered in every product's pages (CSS selectors)."""


class NoPicture(Exception):
    """No picture was kept; the text says why."""


def taker(
    config: pytest.Config, nodeid: str, story: Story, places: tuple[str, ...]
) -> Callable[[Page], str] | None:
    """What takes this example's pictures into the run's folder; None where none are wanted."""
    if config.getoption("--pictures") == "off":
        return None
    name = f"{Path(story['file']).stem}-{story['line']}-{hashlib.sha256(nodeid.encode()).hexdigest()[:8]}"
    return Album(Path(config.getoption("--report-dir")), name, places).take


class Album:
    """The pictures of one example. places: CSS selectors that are covered besides the harness's own."""

    def __init__(self, folder: Path, name: str, places: tuple[str, ...] = ()) -> None:
        self.folder, self.name, self.places = folder, name, places
        self._taken = 0

    def take(self, page: Page) -> str:
        """Keep a masked picture, and return its path within the run's folder. Raises NoPicture."""
        png = self._masked(page)
        if zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L")):
            raise NoPicture("not kept: a QR code could still be read from it")
        self._taken += 1
        path = f"{FOLDER}/{self.name}-{self._taken}.png"
        try:
            (self.folder / FOLDER).mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(png)
        except OSError as error:
            raise NoPicture(f"not kept: {error}") from error
        return path

    def _masked(self, page: Page) -> bytes:
        mask = [page.locator(place) for place in (*SECRET_PLACES, *self.places)]
        try:
            return page.screenshot(mask=mask, mask_color="#777", animations="disabled", timeout=PATIENCE)
        except PlaywrightError as error:
            raise NoPicture(f"not taken: {error.message.partition(chr(10))[0]}") from error


def sweep(folder: Path, kept: Iterable[str]) -> None:
    """Remove the pictures that no result of the run refers to."""
    wanted = {folder / path for path in kept}
    for file in (folder / FOLDER).glob("*.png"):
        if file not in wanted:
            file.unlink()
