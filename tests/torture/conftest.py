"""The table of a long run, and a PostgreSQL to be tortured on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.real import NoPostgres, Postgres, quick_folder
from tests.torture.tally import TALLIES, write


def pytest_configure(config: pytest.Config) -> None:
    """Nothing was told yet."""
    config.stash[TALLIES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table of a long run, and write it down."""
    if config.getoption("--long", False) and config.stash[TALLIES]:
        folder = Path(config.getoption("--table"))
        terminalreporter.section("the torture table")
        terminalreporter.write_line(write(config.stash[TALLIES], folder))
        terminalreporter.write_line(f"Written: {folder}/torture.json, {folder}/torture.md")


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A private PostgreSQL for one module's situations."""
    with quick_folder() as folder:
        try:
            running = Postgres(Path(folder) / "pg")
        except NoPostgres as reason:
            pytest.skip(str(reason))
        yield running
        running.stop()
