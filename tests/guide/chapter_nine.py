"""Acts out chapter 9, which locks, against a server and a target of a test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

QUIET = ("-q", "--no-doctor", "--no-history", "-p", "no:xdist", "-p", "no:cacheprovider")


def act_out(server: str, target: Path, *selected: str) -> list[dict[str, Any]]:
    """The results of the run. server: a module; target: a file, beside which the report is written."""
    command = [sys.executable, "-m", "pytest", "steps/test_09_too_many_wrong_codes.py", *selected, *QUIET]
    subprocess.run(
        [*command, f"--target={target}", "--report-dir", str(target.parent)],
        env={**os.environ, "TWOFOLD_REFERENCE_SERVER": server},
        capture_output=True,
        timeout=400,
    )
    run = json.loads((target.parent / "run.json").read_text(encoding="utf-8"))
    results: list[dict[str, Any]] = run["results"]
    return results
