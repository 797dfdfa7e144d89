"""Processes that run pytest again and again, forked off one in which everything is imported.

To import pytest, its plugins and Playwright, and to start a browser, takes as long as a short example; so a
process does it once and keeps them for all the runs it is given.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from harness.standing import Standing, keep

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["harness.prove.preload"])


class Runner:
    """A process that runs pytest. Where it ended, or had to be ended, the next run gets a fresh one."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def run(
        self, arguments: Sequence[str], root: Path, environment: Mapping[str, str], said: Path, seconds: float
    ) -> bool:
        """Run pytest in a folder and write what it says into a file; whether it ended within these seconds.

        A process that ends together with the run counts as ended: what the run left tells the rest.
        """
        line = self._started()
        line.send((list(arguments), root, dict(environment), said))
        if not line.poll(seconds):
            self.end(at_once=True)
            return False
        try:
            line.recv()
        except EOFError:
            self.end()
        return True

    def end(self, at_once: bool = False) -> None:
        """End the process, with its browser."""
        if self._process is None or self._line is None:
            return
        if at_once:
            self._process.kill()
        self._line.close()
        self._process.join()
        self._process = self._line = None

    def _started(self) -> Connection:
        if self._line is None:
            self._line, theirs = _FORKS.Pipe()
            self._process = _FORKS.Process(target=_serve, args=(theirs,))
            self._process.start()
            theirs.close()  # else nobody would notice when the process has gone
        return self._line


class _Kept:
    """Playwright and a browser, in place of those that each run would start and end."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._standing: Standing | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Offer them after all other plugins, so that they are taken."""
        config.pluginmanager.register(_Fixtures(self))

    def playwright(self) -> Playwright:
        """As started by the first run that needed it."""
        self._playwright = self._playwright or sync_playwright().start()
        return self._playwright

    def standing(self, launch: Callable[[], tuple[Browser, str]]) -> Standing:
        """The browser that stands, started like the first run's."""
        self._standing = self._standing or Standing(launch)
        return self._standing

    def end(self) -> None:
        """Close what was started."""
        if self._standing is not None:
            self._standing.end()
        if self._playwright is not None:
            self._playwright.stop()


class _Fixtures:
    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    @pytest.fixture(scope="session")
    def playwright(self) -> Playwright:
        """In place of pytest-playwright's."""
        return self._kept.playwright()

    @pytest.fixture(scope="session")
    def standing(
        self, launch_anywhere: Callable[[], tuple[Browser, str]], pytestconfig: pytest.Config
    ) -> Standing:
        """In place of harness.standing's."""
        return keep(self._kept.standing(launch_anywhere), pytestconfig)


def _serve(line: Connection) -> None:
    """Do run after run until whoever asks for them has gone."""
    kept = _Kept()
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            line.send(_run(kept, *line.recv()))
    kept.end()


def _run(kept: _Kept, arguments: list[str], root: Path, environment: dict[str, str], said: Path) -> int:
    with said.open("wb") as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
        os.dup2(out.fileno(), sys.stderr.fileno())
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    return int(pytest.main(arguments, plugins=[kept]))
