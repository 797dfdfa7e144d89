"""Puts a file where it belongs as a whole or not at all: what is there can be read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def put(path: Path, text: str) -> None:
    """Write a text in UTF-8 with line feeds; what was there stays until it is complete. Raises OSError."""
    unfinished = path.with_suffix(".unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        os.replace(unfinished, path)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
