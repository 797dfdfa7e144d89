"""Whatever goes wrong around a run: what was recorded holds, nothing is said falsely, and nobody stays."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.mishaps.situations import SITUATIONS, Situation, run

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="who is left behind is looked up in /proc"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all of them: each finds what the one before it has left."""
    return tmp_path_factory.mktemp("mishaps") / "report"


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name.replace(" ", "-"))
def test_a_mishap(situation: Situation, report: Path) -> None:
    left = run(situation, report)
    assert left.status in situation.exits, left.output
    assert not left.losses
    assert not left.wrong, left.verdicts
    assert not left.alive
    if situation.name != "nothing":
        assert left.reasons, "a run that was cut short passes for a whole one"
