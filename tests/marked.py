"""The processes of a run that a test has started: found by a mark that all of them inherit. Linux alone."""

from __future__ import annotations

import os
import select
import signal
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

MARK = "TWOFOLD_TEST_RUN"
"""The environment variable that carries the mark: whoever has it when its run has ended is left behind."""
PARTING = 20
"""Seconds that a process has to end in when its run has ended, before it counts as left behind."""


class Marked:
    """One mark, never used before. Start a run with `environment` to have its processes carry it.

    name: of the variable; runs that start marked runs themselves need another.
    """

    def __init__(self, name: str = MARK) -> None:
        self._name, self._mark = name, uuid.uuid4().hex

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment with the mark, and without what pytest left there."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        return {**outer, self._name: self._mark}

    def pids(self) -> Iterator[int]:
        """Who carries the mark, but for processes that only wait to be counted."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                carries = f"{self._name}={self._mark}".encode() in (folder / "environ").read_bytes()
            except OSError:  # it has just ended, or is somebody else's
                continue
            if carries and int(folder.name) != os.getpid():
                yield int(folder.name)

    def left_behind(self) -> tuple[str, ...]:
        """The commands of those who are still there when they had time to go."""
        until = time.monotonic() + PARTING
        while (left := list(self.pids())) and time.monotonic() < until:
            for pid in left:
                _wait_for(pid, until - time.monotonic())
        return tuple(map(command_of, left))

    def end(self) -> None:
        """Kill whoever is left."""
        for pid in self.pids():
            os.kill(pid, signal.SIGKILL)


def command_of(pid: int) -> str:
    """The beginning of a process's command line; its number where it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")[:200]
    except OSError:
        return str(pid)


def _wait_for(pid: int, seconds: float) -> None:
    """Wait until a process that is nobody's child here has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        select.select([handle], [], [], max(0, seconds))
    finally:
        os.close(handle)
