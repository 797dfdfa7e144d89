"""How a check can end but well: wrong, with both sides of it and the line to mend, or not tested."""

from __future__ import annotations

from harness.doctor.place import Place
from harness.failure import Fault


class Wrong(Exception):
    """Something is not as it has to be: both sides of it, whose fault, what to do, and the line to mend."""

    def __init__(self, expected: str, found: str, mend: str, place: Place | None, fault: Fault) -> None:
        super().__init__(found)
        self.expected, self.found, self.mend, self.place, self.fault = expected, found, mend, place, fault


class NotTested(Exception):
    """A check that can't be made here; the text says why."""
