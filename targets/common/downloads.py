"""Reads the text of a file that a product lets people download, as the editor of its owner would show it."""

from __future__ import annotations

import codecs
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

from harness.browsers import NoBrowser

if TYPE_CHECKING:
    from playwright.sync_api import Download

LONGEST = 1024 * 1024
"""Bytes that are read of it: a list of backup codes has a few hundred."""
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

_KEPT = """The browser saved the file where it can't be seen from here.
  Do this: for downloads take a browser of this machine, or a Playwright server (ws://). A CDP endpoint keeps
  what it saves on its own machine."""


def text_of(download: Download) -> str:
    """What is in it; a Playwright server is asked for a copy, since the file is on its machine.

    Raises NoBrowser where a CDP endpoint keeps the file on another machine: a copy of it would be empty.
    """
    with TemporaryDirectory(prefix="twofold-download-") as folder:
        try:
            file = download.path()
        except PlaywrightError:
            file = Path(folder) / "copy"
            download.save_as(file)
        if not file.is_file():
            raise NoBrowser(_KEPT)
        return words_of(file)


def words_of(path: Path) -> str:
    """The text by its byte order mark, else as UTF-8; a mark of its own stands for what is no text."""
    with path.open("rb") as file:
        data = file.read(LONGEST)
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    return data.decode(encoding, "replace")
