"""Acts out examples of a chapter against a target file, as a QA engineer does, and reads their verdicts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from harness.verdicts import combined

PROJECT = Path(__file__).resolve().parents[2]


def verdicts(chapter: str, target: Path, select: str = "") -> dict[str, str]:
    """The verdicts of a chapter's examples, by title, as the record has them; of several rows, the worst."""
    report = target.parent / f"report-{target.stem}"
    options = [f"--target={target}", "--report-dir", str(report), "--no-history", "--no-doctor", "-n", "0"]
    options += ["--strict-should"]  # what is broken is FAIL then, where it is more than an extra
    run = subprocess.run(
        [sys.executable, "-m", "pytest", chapter, *options, "-q", *(["-k", select] if select else [])],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    record = report / "run.json"
    assert record.exists(), run.stdout[-3000:] + run.stderr
    told: dict[str, list[str]] = defaultdict(list)
    for result in json.loads(record.read_text(encoding="utf-8"))["results"]:
        told[result["example"]].append(result["verdict"])
    return {title: str(combined(found)) for title, found in told.items()}
