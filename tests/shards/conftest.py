"""The tiny suite acted out by one run, and by two shards; each made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages import doors
from tests.messages.doors import Ran

EVENLY = ("-n", "0", "--splitting-algorithm", "least_duration", "--splits", "2")


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The suite on disk."""
    return doors.write(tmp_path_factory.mktemp("doors"))


@pytest.fixture(scope="session")
def alone(suite: Path) -> Ran:
    """The whole suite by one run."""
    return doors.run(suite, "-n", "0", report="alone")


@pytest.fixture(scope="session")
def first(suite: Path) -> Ran:
    """One shard, on two workers."""
    return doors.run(suite, *EVENLY, "-n", "2", "--group", "1", report="first")


@pytest.fixture(scope="session")
def second(suite: Path) -> Ran:
    """The other, in an order of its own."""
    order = ("--random-order-bucket=global", "--random-order-seed=7")
    return doors.run(suite, *EVENLY, *order, "--group", "2", report="second")


@pytest.fixture(scope="session")
def crashed(suite: Path, first: Ran) -> Ran:
    """The shard of the two that has the last example, in which its worker dies."""
    group = "1" if any("the_last_one_out" in name for name in doors.verdicts(first.envelopes)) else "2"
    one_worker = ("-n", "1", "--max-worker-restart", "0", "--group", group)
    return doors.run(suite, *EVENLY, *one_worker, trouble="worker dies", report="crashed")
