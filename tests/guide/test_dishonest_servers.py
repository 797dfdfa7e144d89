"""A server that lets everyone in fails in every chapter; one that refuses everything passes in none."""

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
def test_no_chapter_is_held(server: str, tmp_path: Path) -> None:
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
    strange = [result["nodeid"] for result in broken if not _is_true(result, server)]
    assert not strange, f"broken for another reason than the product's: {strange}"


def _is_true(result: dict[str, str], server: str) -> bool:
    """Whoever lets everyone in breaks a promise; where nothing right works, refusals prove nothing."""
    if result["verdict"] == "FAIL":
        return "does not keep its word" in result["error"]
    return server == "refuses_everything" and result["why"].startswith("control-before-failed")
