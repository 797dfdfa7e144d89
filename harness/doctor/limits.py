"""Limits of time: no task of a target's code keeps a visit waiting, and a visit ends within a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TASK_SECONDS = 15.0
"""For one task of a driver or a target. Every wait for a page ends before that, after PAGE_SECONDS."""
START_SECONDS = 40.0
"""For the start of a product."""
PAGE_SECONDS = 10.0
"""For a page to show what a driver waits for."""
VISIT_SECONDS = 60.0
"""For a whole visit, unless it is told otherwise."""
LAST_SECONDS = 6.0
"""Of those, to put things back at the end."""
LAST_FACT_SECONDS = 15.0
"""Of those, in which no further fact is tested: there is turning off to come."""
WHOLE_VISIT = "the visit"


class Limits:
    """The one clock of a visit. gave_up: told, in a thread of its own, what took too long, for how long."""

    def __init__(self, seconds: float, gave_up: Callable[[str, float], None]) -> None:
        self._gave_up, self._seconds = gave_up, seconds
        self._begun = time.monotonic()
        self._visit = self._timer(seconds - LAST_SECONDS, WHOLE_VISIT)

    @property
    def spent(self) -> float:
        """Seconds since the visit began."""
        return time.monotonic() - self._begun

    @property
    def is_too_late(self) -> bool:
        """Whether no further fact is to be tested."""
        return self.spent > self._seconds - LAST_FACT_SECONDS

    @contextmanager
    def within(self, seconds: float, what: str) -> Iterator[None]:
        """Give up on the visit when this block takes longer."""
        timer = self._timer(seconds, what)
        try:
            yield
        finally:
            timer.cancel()

    def end(self) -> None:
        """The visit is over."""
        self._visit.cancel()

    def _timer(self, seconds: float, what: str) -> threading.Timer:
        # A thread, not a signal: it ends a visit that is stuck in Playwright or in C as well, on any system.
        timer = threading.Timer(seconds, self._gave_up, (what, seconds))
        timer.daemon = True
        timer.start()
        return timer
