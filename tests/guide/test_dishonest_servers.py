"""A server that lets everyone in and one that refuses everything both fail in every chapter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHAPTERS = sorted(path.name for path in Path("features").glob("*.feature"))


@pytest.mark.slow
@pytest.mark.parametrize("server", ["lets_everyone_in", "refuses_everything"])
def test_every_chapter_fails(server: str, tmp_path: Path) -> None:
    environment = {**os.environ, "TWOFOLD_REFERENCE_SERVER": f"tests.guide.{server}"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "steps",
        "-q",
        "-p",
        "tests.guide.first_failure",
        "-p",
        "no:xdist",
    ]
    run = subprocess.run(
        [*command, "--report-dir", str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 1, run.stdout[-2000:]
    results = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["results"]
    broken = [result for result in results if result["outcome"] in ("failed", "error")]
    assert sorted({Path(result["file"]).name for result in broken}) == CHAPTERS
    strange = [result["nodeid"] for result in broken if "does not keep its word" not in result["error"]]
    assert not strange, f"failed for another reason than the product's: {strange}"
