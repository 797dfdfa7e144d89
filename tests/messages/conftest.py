"""Runs of the tiny suite, each made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages import doors
from tests.messages.doors import Ran


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The suite on disk."""
    return doors.write(tmp_path_factory.mktemp("doors"))


@pytest.fixture(scope="session")
def alone(suite: Path) -> Ran:
    """The whole suite in one process."""
    return doors.run(suite, "-n", "0", report="alone")


@pytest.fixture(scope="session")
def by_two(suite: Path) -> Ran:
    """The whole suite by two workers."""
    return doors.run(suite, "-n", "2", report="by_two")


@pytest.fixture(scope="session")
def partial(suite: Path) -> Ran:
    """A selection, in an order drawn with a seed."""
    order = ("--random-order-bucket=global", "--random-order-seed=7")
    return doors.run(suite, "-n", "0", *order, "-k", "key", report="partial")


@pytest.fixture(scope="session")
def crashed(suite: Path) -> Ran:
    """A run whose one worker dies in the last example."""
    restarts = ("--max-worker-restart", "0")
    return doors.run(suite, "-n", "1", *restarts, trouble="worker dies", report="crashed")
