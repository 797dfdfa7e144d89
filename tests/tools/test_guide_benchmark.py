"""The floor does again what the guide did, and is answered alike; no figure is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.guide import GUIDE, HERE

pytestmark = pytest.mark.long


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_floor_meets_the_answers_of_the_guide(tmp_path: Path) -> None:
    score = tmp_path / "score.json"
    before_any_page = "using_one_code_for_two_signins"  # its clock moves before a browser context is opened
    selection = ["-k", f"a_backup_code_for_the_second_time or typing_the_key_by_hand or {before_any_page}"]
    report = ["--report-dir", str(tmp_path / "report")]
    run(*GUIDE, *selection, *report, "-p", "benchmarks.floor", "--score", str(score))
    told = json.loads(run(sys.executable, "-m", "benchmarks.floor", str(score)))
    assert (told["examples"], told["different"]) == (4, [])
    spoilt = json.loads(score.read_text(encoding="utf-8"))
    acts = next(acts for name, acts in spoilt.items() if "second_time" in name)
    last = next(act for act in reversed(acts) if act.get("task") == "enter_backup_code")
    last["given"] = ["never-issued"]
    score.write_text(json.dumps(spoilt), encoding="utf-8")
    word, *_ = json.loads(run(sys.executable, "-m", "benchmarks.floor", str(score)))["different"]
    assert "enter_backup_code came to 'rejected', not to 'signed in'" in word
