"""A pytest plugin: something goes wrong in the middle of the second example that this process acts out."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from pytest_bdd.parser import Step

MISHAP = "TWOFOLD_MISHAP"
"""The environment variable that names it."""
SECOND = 2
_whens: list[Step] = []


def _children(of: int) -> Iterator[tuple[int, str]]:
    """All processes below one, with their command lines."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):  # it has just ended
            continue
    found = [pid for pid, parent in parents.items() if parent == of]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
        with suppress(OSError):
            yield pid, Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")


def _kill(words: str) -> None:
    """All processes of ours whose command has these words: a distribution's browser begins as a script."""
    found = [pid for pid, command in _children(os.getpid()) if words in command]
    assert found, f"nothing runs that is called {words}"
    for pid in found:
        with suppress(ProcessLookupError):  # it went with the one before
            os.kill(pid, signal.SIGKILL)


def _interrupt() -> None:
    """Ctrl-C reaches all processes of a terminal's job: here the group that the run leads."""
    os.killpg(os.getpgid(0), signal.SIGINT)


MISHAPS: dict[str, Callable[[], None]] = {
    "browser killed": lambda: _kill("chromium"),
    "worker killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "target killed": lambda: _kill("-m server"),
    "interrupted": _interrupt,
}


def pytest_configure() -> None:
    """A shell's background jobs are deaf to Ctrl-C, and what they start is, too."""
    if os.environ.get(MISHAP) == "interrupted" and sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_bdd_before_step(step: Step) -> None:
    """Before its When, in one worker."""
    if step.type != "when" or os.environ.get("PYTEST_XDIST_WORKER", "gw0") != "gw0":
        return
    _whens.append(step)
    if len(_whens) == SECOND and (mishap := MISHAPS.get(os.environ.get(MISHAP, ""))):
        mishap()
