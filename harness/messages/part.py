"""One process's part of the log: a file of its own, appended to and flushed at each event.

A process that is killed leaves all that it had written; only its last line may be cut.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TextIO

from harness.messages.envelopes import LOG, PARTS, Envelope, line, redacted


def folder_of(report: Path, run: str) -> Path:
    """Where the processes of one run keep their parts."""
    return report / PARTS / run


class Part:
    """A part being written, which begins by taking away the log of the run before: it is not this run's."""

    def __init__(self, report: Path, run: str, worker: str) -> None:
        self.path = folder_of(report, run) / f"{worker}.ndjson"
        self._stale = report / LOG
        self._file: TextIO | None = None
        self.failed: OSError | None = None

    @property
    def lost(self) -> str:
        """That nothing more is told, and why."""
        why = self.failed.strerror if self.failed else "nothing"
        return f"the event log can't be written: {why}. Make room at {self.path.parent}, and run again"

    def begin(self) -> TextIO:
        """Make the file, so that a run which is killed before its first event leaves a trace as well."""
        self._stale.unlink(missing_ok=True)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return self.path.open("a", encoding="utf-8")

    def write(self, envelope: Envelope) -> None:
        """Append one event, redacted; nothing any more after one that could not be written."""
        if self.failed is not None:
            return
        try:
            if self._file is None:
                self._file = self.begin()
            self._file.write(line(redacted(envelope)) + "\n")
            self._file.flush()
        except OSError as error:
            self.failed = error
            self.close()

    def close(self) -> None:
        """Nothing more will come."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):  # what is left of a line that could not be written
                file.close()


def read(path: Path) -> list[Envelope]:
    """The events of a part, but for a last line that was cut. Raises ValueError for any other broken line."""
    *lines, rest = path.read_text(encoding="utf-8", errors="replace").split("\n")
    del rest  # empty, or what a killed process had not finished writing
    return [json.loads(written) for written in lines]
