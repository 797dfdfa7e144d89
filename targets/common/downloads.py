"""Reads the text of a file that a product lets people download, as the editor of its owner would show it."""

from __future__ import annotations

import codecs
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

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
    """What is in it.

    Raises NoBrowser where a CDP endpoint keeps the file on another machine, and playwright's errors where the
    product doesn't give all of it: TimeoutError when it has no end.
    """
    with TemporaryDirectory(prefix="twofold-download-") as folder:
        try:
            return words_of(_file_of(download, Path(folder) / "copy"))
        except PlaywrightTimeout as error:
            raise PlaywrightTimeout(
                "The file that the product gives for download did not end in time."
            ) from error


def _file_of(download: Download, copy: Path) -> Path:
    """The file as the browser saved it, or a copy of one that a Playwright server has on its machine.

    Of a file that a CDP endpoint has there, the copy would be empty, so none is asked for.
    """
    try:
        file = download.path()
    except PlaywrightTimeout:
        raise
    except PlaywrightError:
        download.save_as(copy)
        return copy
    if not file.is_file():
        raise NoBrowser(_KEPT)
    return file


def words_of(path: Path) -> str:
    """The text by its byte order mark, else as UTF-8; a mark of its own stands for what is no text."""
    with path.open("rb") as file:
        data = file.read(LONGEST)
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    return data.decode(encoding, "replace")
