"""The house that set-up is tried on."""

from pathlib import Path

import pytest

from tests.setup import house as houses
from tests.setup.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A copy of the project in which nothing was set up yet."""
    return houses.build(tmp_path / "house")
