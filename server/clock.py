"""Where the time comes from: seconds since the epoch, from the system or, in a test laboratory, from a
clock set by hand.
"""

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> float:
        """Seconds since the epoch."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        return time.time()


class ClockMovedBack(ValueError):
    """A laboratory clock was asked to go back without permission."""


class LabClock:
    """A clock that stands still and moves only when told to. Safe to use from several threads."""

    def __init__(self, start: float) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> float:
        with self._lock:
            return self._now

    def set(self, now: float, allow_back: bool = False) -> None:
        """Moves to `now` (seconds since the epoch).

        Raises ClockMovedBack when that is earlier and not allowed.
        """
        with self._lock:
            if now < self._now and not allow_back:
                raise ClockMovedBack(f"the clock stands at {self._now}, {now} is earlier")
            self._now = now
