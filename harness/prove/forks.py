"""Runs of pytest, each in a process of its own that is forked off one in which everything is imported.

To import pytest, its plugins and Playwright takes a third of a short trial's time; so it is done once.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["harness.prove.preload"])


def run_pytest(
    arguments: Sequence[str], root: Path, environment: Mapping[str, str], said: Path, seconds: float
) -> bool:
    """Run pytest in a folder and write what it says into a file; whether it ended within these seconds."""
    process = _FORKS.Process(target=_run, args=(list(arguments), root, dict(environment), said))
    process.start()
    process.join(seconds)
    if process.exitcode is not None:
        return True
    process.kill()
    process.join()
    return False


def _run(arguments: list[str], root: Path, environment: dict[str, str], said: Path) -> None:
    with said.open("wb") as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
        os.dup2(out.fileno(), sys.stderr.fileno())
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(pytest.main(arguments))
