"""The tiny suite on disk, to be run with the options that a test is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages import doors


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The suite on disk."""
    return doors.write(tmp_path_factory.mktemp("doors"))
