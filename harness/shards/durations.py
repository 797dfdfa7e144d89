"""How long each example took, as pytest-split reads it: seconds by node id."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from harness import run_file


def durations(runs: Sequence[Path]) -> dict[str, float]:
    """The seconds of each example in these runs; of one in several, those in the last.

    Raises NoRecord.
    """
    told: dict[str, float] = {}
    for run in runs:
        record = run_file.read(run / run_file.NAME if run.is_dir() else run)
        told |= {result["nodeid"]: result["seconds"] for result in record["results"]}
    return dict(sorted(told.items()))


def text(told: dict[str, float]) -> str:
    """What the file holds."""
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"
