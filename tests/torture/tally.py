"""What a situation came to: tries, what was lost, what was judged wrong, and how answers looked."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

SLOWEST = 40.0
"""Seconds within which every answer has to come, whatever is broken; a database may keep one for 20."""
COLUMNS = (
    "situation",
    "database",
    "tries",
    "refused tidily",
    "losses",
    "wrong verdicts",
    "untidy",
    "seconds",
)


@dataclass
class Tally:
    """Counts for one situation on one database. Safe to use from several threads.

    tries: requests that were judged. errors: answers that said, on a page, that the server was in trouble.
    losses: what had been acknowledged and was gone. wrong: codes that worked twice, locks that were
    forgotten, people kept out or let in. untidy: answers that were no page, came too late or not at all.
    broken: something under the server was, so that it may say so.
    """

    situation: str
    database: str
    tries: int = 0
    errors: int = 0
    losses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    untidy: list[str] = field(default_factory=list)
    seconds: float = 0.0
    log: str = field(default="", repr=False)
    broken: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def saw(self, answer: httpx.Response, began: float) -> None:
        """Looks at an answer: one of 500 and above has to be the server's error page."""
        took = time.monotonic() - began
        with self._lock:
            self.tries += 1
            if answer.status_code >= 500:
                self.errors += 1
                if f"Error {answer.status_code}" not in answer.text or "Traceback" in answer.text:
                    self.untidy.append(f"{answer.status_code} at {answer.request.url.path} is no page")
            if took > SLOWEST:
                self.untidy.append(f"{answer.request.url.path} took {took:.0f} s")

    def had_no_answer(self, path: str, error: httpx.TransportError) -> None:
        """Counts a request that nobody answered, where nobody was killed."""
        with self._lock:
            self.tries += 1
            self.untidy.append(f"no answer at {path}: {type(error).__name__}")

    def told(self, log: str) -> None:
        """Reads what the servers logged: a line for an error of theirs, and never a traceback."""
        if "Traceback" in log:
            self.untidy.append("a traceback in the log: " + log[log.index("Traceback") :][-400:])
        self.log = log

    def keeps(self, holds: bool, what: str) -> None:
        """Expects something acknowledged to be there still."""
        if not holds:
            with self._lock:
                self.losses.append(what)

    def right(self, holds: bool, what: str) -> None:
        """Expects a right verdict."""
        if not holds:
            with self._lock:
                self.wrong.append(what)

    @property
    def trouble(self) -> list[str]:
        """All that must not have happened."""
        calm = [] if self.broken or not self.errors else [f"{self.errors} errors, with nothing broken"]
        return [*self.losses, *self.wrong, *self.untidy, *calm]

    def row(self) -> list[str]:
        """A line of the table."""
        counts = (self.tries, self.errors, len(self.losses), len(self.wrong), len(self.untidy))
        return [self.situation, self.database, *map(str, counts), f"{self.seconds:.1f}"]


TALLIES = pytest.StashKey[list[Tally]]()
"""Where a run of pytest keeps what its situations came to."""


def write(tallies: list[Tally], folder: Path) -> str:
    """Writes torture.json and torture.md; the table as text."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [tally.row() for tally in tallies]
    table = "\n".join("| " + " | ".join(line) + " |" for line in [COLUMNS, ["---"] * len(COLUMNS), *rows])
    (folder / "torture.md").write_text(f"{table}\n", encoding="utf-8")
    told = [dict(zip(COLUMNS, _numbers(row), strict=True)) for row in rows]
    (folder / "torture.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return table


def _numbers(row: list[str]) -> list[str | float]:
    return [*row[:2], *(int(count) for count in row[2:-1]), float(row[-1])]
