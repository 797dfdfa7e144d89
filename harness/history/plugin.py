"""Keeps each run when it ends, on the process that was started, and says what changed since the last."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness import catalogue
from harness.compare import page, runs
from harness.history.since import changes_since_last, told
from harness.history.store import FOLDER, MOST, Store
from harness.record import Record


@dataclass
class _Ended:
    """What is left to say at the end."""

    since: str = ""
    troubles: list[str] = field(default_factory=list)


_ENDED = pytest.StashKey[_Ended]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the history goes, and whether there is one."""
    group = parser.getgroup("twofold")
    group.addoption(
        "--history",
        metavar="FOLDER",
        help=f"where the last {MOST} runs of each target and profile are kept, without evidence "
        f"(default: {FOLDER.as_posix()})",
    )
    group.addoption("--no-history", action="store_true", help="neither keep this run nor compare it")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Compare and keep the run: after its record, which is registered later, and before the report's page."""
    config = session.config
    record = config.pluginmanager.getplugin("twofold-record")
    if isinstance(record, Record) and record.kept is not None and not config.getoption("--no-history"):
        config.stash[_ENDED] = _keep(record, Store(_folder(config)))


def _folder(config: pytest.Config) -> Path:
    named = config.getoption("--history")
    return Path(config.invocation_params.dir, named) if named else config.rootpath / FOLDER


def _keep(record: Record, store: Store) -> _Ended:
    """What can't be read or written is told at the end: it must not cost the run its verdict."""
    assert record.kept is not None
    ended = _Ended()
    now = runs.of_record(record.kept, catalogue.fingerprint(), record.folder)
    try:
        if changes := changes_since_last(now, store.runs(now.target, now.profile)):
            ended.since = told(changes)
            record.since_last = page.write_page(changes, record.folder)
        store.add(now)
    except OSError as error:
        ended.troubles.append(f"{error.filename}: {error.strerror}, so this run has no history")
    ended.troubles += store.warnings
    return ended


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What changed, where something did, and what could not be read or kept."""
    ended = config.stash.get(_ENDED, None)
    terminal: Any = terminalreporter
    if ended is None:
        return
    if ended.since:
        terminal.write_line(ended.since)
    for trouble in ended.troubles:
        terminal.write_line(f"History: {trouble}", yellow=True)
