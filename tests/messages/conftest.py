"""Runs of the tiny suite, and one of the guide's examples; each made once."""

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
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """An example of the guide in the browser, with evidence of every step and pictures of every Then."""
    one = ("steps", "-k", "a_lost_phone and for_the_first_time", "--pictures", "thens", "--no-doctor")
    report = tmp_path_factory.mktemp("pictured")
    return doors.run(doors.PROJECT, *one, "--no-history", "-p", "no:xdist", report=str(report))


@pytest.fixture(scope="session")
def crashed(suite: Path) -> Ran:
    """A run whose one worker dies in the last example."""
    restarts = ("--max-worker-restart", "0")
    return doors.run(suite, "-n", "1", *restarts, trouble="worker dies", report="crashed")
