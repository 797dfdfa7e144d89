"""Keeps the last runs as small files without evidence: a folder for each target and profile, a file a run.

A file is there as a whole or not at all, and one that can't be read is set aside: no run breaks by it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from harness.compare import runs
from harness.compare.runs import Run

FOLDER = Path(".twofold") / "history"
"""Where it is kept, below the suite's folder."""
MOST = 20
"""Runs that are kept of each target and profile."""
BROKEN = ".broken"


class Store:
    """The runs in a folder. warnings: what could not be read so far, in sentences."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self.folder, self.most = folder, most
        self.warnings: list[str] = []

    def runs(self, target: str = "*", profile: str = "*") -> Iterator[Run]:
        """The runs, of one target and profile or of all, the newest first, each read when it is asked for."""
        shelf = "*" if "*" in (target, profile) else _shelf(target, profile)
        for path in sorted(self.folder.glob(f"{shelf}/*.json"), key=lambda path: path.name, reverse=True):
            if (run := self._read(path)) is not None:
                yield run

    def add(self, run: Run) -> Path:
        """Keep a run, and forget those of its target and profile that are too many. Raises OSError."""
        shelf = self.folder / _shelf(run.target, run.profile)
        shelf.mkdir(parents=True, exist_ok=True)
        text = json.dumps(runs.as_data(run), ensure_ascii=False, separators=(",", ":"))
        stamp = datetime.fromisoformat(run.began).astimezone(UTC)
        path = shelf / f"{stamp:%Y%m%dT%H%M%SZ}-{_hash(text)}.json"
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(text, encoding="utf-8")
        os.replace(unfinished, path)
        for old in sorted(shelf.glob("*.json"))[: -self.most]:
            old.unlink(missing_ok=True)
        return path

    def _read(self, path: Path) -> Run | None:
        try:
            return runs.of_data(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:  # another run has just forgotten it
            return None
        except (OSError, ValueError) as error:
            aside = path.with_name(path.name + BROKEN)
            with contextlib.suppress(OSError):
                path.rename(aside)
            self.warnings.append(f"{path}: can't be read ({error}), and was set aside as {aside.name}")
            return None


def _shelf(target: str, profile: str) -> str:
    """A folder's name for any target, be it a name, a path or a module."""
    slug = re.sub(r"[^\w]+", "-", target).strip("-")[-40:]
    return f"{slug}-{profile}-{_hash(f'{target} {profile}')}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
