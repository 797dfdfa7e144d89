"""What runs say of wayward shops: one that keeps no promise, and one that ends a sign-in before its lock."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from harness import run_file

pytestmark = pytest.mark.long

PROJECT = Path(__file__).resolve().parents[2]
TARGET = '''"""A wayward shop."""

from targets.port import BackupCodes, Lock
from tests.common.test_habits import Shop
from tests.plain import plain


class Wayward(Shop):
    """With some habits."""

    name = "wayward"

    def __init__(self) -> None:
        super().__init__("HABITS")
        codes = BackupCodes(8, 0, download=False)
        self.facts = plain(lock=LOCK, backup_codes=codes, activity=False, outbox=False)


create = Wayward
'''
LOCK = "Lock(3, 60, backup_way_open=False)"
BACKUP_CODES = "steps/test_02_saving_backup_codes.py"
SIGNING_IN = "steps/test_03_signing_in_with_a_code.py"
WRONG_CODES = "steps/test_09_too_many_wrong_codes.py"
FASTER = "steps/standards/test_17_guessing_faster_or_elsewhere.py"
CARELESS = "replay shown-again"
TOLD = "two_signins and again] or the_codes_a_second_time and settings] or reaching_the_limit"


def act_out(folder: Path, habits: str, lock: str, selected: str, *chapters: str) -> dict[str, str]:
    """The verdicts of a run of a few examples of these chapters, by their titles."""
    file = folder / "wayward.py"
    file.write_text(TARGET.replace("LOCK", lock).replace("HABITS", habits), encoding="utf-8")
    command = [sys.executable, "-m", "harness.cli", "guide", f"--target={file}", "-k", selected, "-n", "0"]
    command += ["--profile", "all", "--no-doctor", *chapters]
    subprocess.run(
        [*command, f"--report-dir={folder / 'report'}", f"--output={folder / 'results'}", "--no-history"],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        cwd=folder,
        capture_output=True,
        timeout=240,
    )
    results = run_file.read(folder / "report" / "run.json")["results"]
    return {result["example"]: result["verdict"] for result in results}


def read_aloud(folder: Path) -> str:
    """The words of all pages of the report, as somebody reads them."""
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted((folder / "report").rglob("*.html")))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", pages)).split())


def test_each_reads_as_what_it_is(tmp_path: Path) -> None:
    verdicts = act_out(tmp_path, CARELESS, "None", TOLD, BACKUP_CODES, SIGNING_IN, WRONG_CODES)
    assert verdicts == {
        "Using one code for two sign-ins": "FAIL",
        "Looking for the codes a second time": "FAIL",
        "Reaching the limit": "NOT_APPLICABLE",
    }
    told = read_aloud(tmp_path)
    assert "Expected: The code is refused. Observed: signed in" in told
    assert "Expected: None of the codes is shown again. Observed: 8 of them are" in told
    assert "wayward declares that it does not lock after wrong codes" in told


def test_a_lock_that_is_declared_and_not_there_fails(tmp_path: Path) -> None:
    assert act_out(tmp_path, CARELESS, LOCK, "reaching_the_limit", WRONG_CODES) == {
        "Reaching the limit": "FAIL"
    }
    told = "Expected: The code is refused: the way in is locked for now. Observed: signed in"
    assert told in read_aloud(tmp_path)


def test_a_sign_in_that_ends_before_its_lock_hides_no_burst_from_it(tmp_path: Path) -> None:
    verdicts = act_out(tmp_path, "ends-sign-ins by-address", LOCK, "burst_of_wrong", FASTER)
    assert verdicts == {"A burst of wrong codes": "PASS"}
