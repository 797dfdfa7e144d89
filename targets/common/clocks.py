"""The time that a product lives in: real time, or a started product's own time, moved with libfaketime."""

from __future__ import annotations

import os
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

from targets.port import TargetError

LIBRARIES = (
    "/usr/lib/*/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
    "/usr/local/lib/faketime/libfaketimeMT.so.1",
)
TOLERANCE = 5.0
"""Seconds that a server's Date may differ from what it was set to: it has whole seconds only."""


class RealClock:
    """Time as it is: to let it pass is to wait."""

    movable = False
    running = True

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def advance(self, seconds: float) -> None:
        """Wait that long."""
        time.sleep(max(seconds, 0))  # nobody can move real time, and the ledger tells why it is waited for


class MovedClock:
    """Real time with an offset that only grows, which a product reads from a file on each look at its clock.

    The product has to be started with `environment()`; the browser and the phones go by `now()`.
    """

    movable = True
    running = True

    def __init__(self, file: Path) -> None:
        self._file = file
        self._offset = 0.0
        self._write()

    def now(self) -> float:
        """The product's time, in seconds since the epoch."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Move the product and everybody on stage ahead; never back, as products remember the latest step."""
        self._offset += max(seconds, 0)
        self._write()

    def _write(self) -> None:
        """In one piece, so that the product never reads half a number."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._offset:+.3f}\n", encoding="ascii")
        fresh.replace(self._file)

    def environment(self) -> dict[str, str]:
        """What a product has to be started with so that its clock moves while it runs."""
        library = faketime()
        assert library is not None, "a MovedClock is made where libfaketime is"
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


def faketime() -> Path | None:
    """Where libfaketime is; None where it isn't installed. TWOFOLD_FAKETIME names another place."""
    named = os.environ.get("TWOFOLD_FAKETIME")
    places = [Path(named)] if named else [p for place in LIBRARIES for p in Path("/").glob(place[1:])]
    return next((place for place in places if place.is_file()), None)


def offset(date: str, now: float) -> float:
    """Seconds that a server whose answer has this Date header (RFC 9110 6.6.1) is ahead of `now`.

    Raises TargetError when the header can't be read.
    """
    try:
        return parsedate_to_datetime(date).timestamp() - now
    except (TypeError, ValueError) as error:
        raise TargetError(f"The product's answer says of its time: {date!r}, which is no date.") from error
