"""The ledger of (secret, step): every code is handed out once, to one of all a run's workers.

On virtual time it never waits. On real time it plans: an entry whose code is spent or nearly over is put off
to the first free step, and one wait serves all whose next step is the same; each is kept with its reason. It
is a small database in the run's common folder and holds no secret, only keyed digests of them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any, TypedDict

import pytest

from harness import common
from harness.verdicts import NotApplicable
from harness.words import rough_span
from targets.port import Clock, Target

LEAST_LEFT = 4.0
"""Seconds that have to be left in a code's step on real time for its entry to be started."""
SECONDS_INTO_STEP = 5.0
"""On virtual time, codes are read this long after they appear, as a person would."""
INTO_STEP = 1.0
"""Seconds into a step at which a wait on real time ends, so that no rounding shows the step before."""
PATIENCE = 30.0
"""Seconds to wait for another worker that writes."""
_FILE = "ledger.db"
_TABLES = """
    CREATE TABLE IF NOT EXISTS spent (secret TEXT, step INTEGER, PRIMARY KEY (secret, step));
    CREATE TABLE IF NOT EXISTS waits (until INTEGER, reason TEXT, seconds REAL, served TEXT,
                                      PRIMARY KEY (until, reason));
"""


class Wait(TypedDict):
    """One wait in real time: how long at most, why, and the examples that it served."""

    seconds: float
    reason: str
    served: list[str]


class Ledger:
    """One allocator of codes, shared by all who open the same file with the same key."""

    def __init__(self, path: Path | None = None, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)
        self._database = sqlite3.connect(path or ":memory:", timeout=PATIENCE, isolation_level=None)
        self._database.execute("PRAGMA synchronous = OFF")  # it doesn't outlive the run
        self._database.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def is_spent(self, secret: str, step: int) -> bool:
        """Whether a step's code was handed out."""
        found = self._database.execute(
            "SELECT 1 FROM spent WHERE secret = ? AND step = ?", (self._digest(secret), step)
        )
        return found.fetchone() is not None

    def take(self, secret: str, first: int) -> int:
        """The first free step from this one on, which is spent by that."""
        digest, step = self._digest(secret), first
        with self._alone():
            while not self._spend(digest, step):
                step += 1
        return step

    def hand_out(self, secret: str, period: int, now: Callable[[], float], clock: Clock) -> int:
        """The step whose code may be entered now, after as much waiting as that takes.

        now: the phone's own time. Where time runs by itself, at least LEAST_LEFT seconds are left then.
        """
        least = LEAST_LEFT if clock.running else 0.0
        while True:
            present = int(now() // period)
            is_fresh = (present + 1) * period - now() >= least
            step = self.take(secret, present if is_fresh else present + 1)
            if step > present:
                reason = _reason(is_fresh, step - present)
                let_pass(clock, step * period - now() + _into_step(clock), reason)
            if not clock.running or (step + 1) * period - now() >= least:
                return step

    def note(self, wait: Wait, until: float) -> None:
        """Keep a wait, together with those that end at the same moment for the same reason."""
        moment = round(until)
        with self._alone():
            found = self._database.execute(
                "SELECT seconds, served FROM waits WHERE until = ? AND reason = ?", (moment, wait["reason"])
            ).fetchone()
            seconds, served = found or (0.0, "[]")
            row = (moment, wait["reason"], max(seconds, wait["seconds"]))
            together = json.dumps(sorted({*json.loads(served), *wait["served"]}))
            self._database.execute("INSERT OR REPLACE INTO waits VALUES (?, ?, ?, ?)", (*row, together))

    @property
    def waits(self) -> list[Wait]:
        """All waits of the run, in the order of their ends."""
        rows = self._database.execute("SELECT seconds, reason, served FROM waits ORDER BY until, reason")
        return [Wait(seconds=round(s, 1), reason=why, served=json.loads(served)) for s, why, served in rows]

    def _digest(self, secret: str) -> str:
        return hmac.new(self._key, secret.encode(), hashlib.sha256).hexdigest()

    def _spend(self, digest: str, step: int) -> bool:
        return (
            self._database.execute("INSERT OR IGNORE INTO spent VALUES (?, ?)", (digest, step)).rowcount == 1
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else reads or writes in between."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def _reason(is_fresh: bool, steps: int) -> str:
    if not is_fresh:
        return f"too little of the code's time step was left (under {LEAST_LEFT:g} s)"
    return (
        "the code was handed out before" if steps == 1 else "this and the next codes were handed out before"
    )


def _into_step(clock: Clock) -> float:
    return SECONDS_INTO_STEP if clock.movable else INTO_STEP


class PatientClock:
    """A clock that can't be moved, whose waits are kept in the ledger. longest: seconds that one may take."""

    movable = False
    running = True

    def __init__(self, clock: Clock, ledger: Ledger, longest: float = inf) -> None:
        self._clock, self._ledger, self._longest = clock, ledger, longest

    def now(self) -> float:
        """The product's time."""
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        """Wait, because the scenario lets time pass."""
        self.wait(seconds, f"the scenario lets {seconds:g} s pass")

    def wait(self, seconds: float, reason: str) -> None:
        """Wait, and keep why. Raises NotApplicable where that takes too long."""
        if seconds > self._longest:
            takes, allowed = rough_span(seconds), rough_span(self._longest)
            raise NotApplicable(
                f"its time can't be moved, and {takes} is longer than --longest-wait allows ({allowed})"
            )
        example = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
        until = self.now() + seconds
        self._ledger.note(Wait(seconds=seconds, reason=reason, served=[example] if example else []), until)
        self._clock.advance(seconds)


def let_pass(clock: Clock, seconds: float, reason: str) -> None:
    """Let time pass by this clock; where that is real time, the reason is kept."""
    if isinstance(clock, PatientClock):
        clock.wait(seconds, reason)
    else:
        clock.advance(seconds)


def watch_waits(target: Target, ledger: Ledger, longest: float) -> None:
    """Keep the waits of a started product that lives in real time, none longer than so many seconds."""
    if not target.clock.movable:
        target.clock = PatientClock(target.clock, ledger, longest)


def waits_of(config: pytest.Config) -> list[Wait]:
    """The waits of the run so far, as all its workers noted them."""
    folder = common.folder_if_any(config)
    if folder is None or not (path := folder / _FILE).exists():
        return []
    ledger = Ledger(path)
    try:
        return ledger.waits
    finally:
        ledger.close()


@pytest.fixture(scope="session")
def ledger(pytestconfig: pytest.Config) -> Iterator[Ledger]:
    """The run's ledger."""
    opened = Ledger(common.folder(pytestconfig) / _FILE, common.key(pytestconfig))
    yield opened
    opened.close()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What was waited for in real time; on virtual time there is nothing to tell."""
    waits = [] if common.is_worker(config) else waits_of(config)
    if waits:
        terminalreporter.section("waits in real time")
    for wait in waits:
        terminalreporter.write_line(
            f"{wait['seconds']:g} s: {wait['reason']} ({', '.join(wait['served']) or 'no example'})"
        )
