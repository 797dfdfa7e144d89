"""Runs of thousands of examples fit into memory: what an example had is let go when it is over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence.still_there import COUNTS
from tests.marked import Marked

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_no_browser_context_outlives_its_example(tmp_path: Path) -> None:
    counts = tmp_path / "counts"
    plugins = ["-p", "no:cacheprovider", "-p", "tests.evidence.still_there"]
    examples = ["steps/test_06_a_lost_phone.py", "-k", "a_backup_code_for_the"]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *plugins,
            *examples,
            "-n",
            "0",
            "--no-history",
            f"--report-dir={tmp_path}",
        ],
        cwd=PROJECT,
        env={**Marked().environment, COUNTS: str(counts), "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
    assert counts.read_text(encoding="utf-8").split() == ["0", "0"]
