"""A run begins with a short visit: what is wrong stops it before its first example."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doctor.visits import PROJECT, changed, line_of
from tests.long import mostly_long

CHAPTER = "steps/test_06_a_lost_phone.py"
WRONG_FIELD = ('password_field = "input[name=password]"', 'password_field = "#pass"')


def run(target: Path, folder: Path, *options: str) -> tuple[int, str]:
    """One example against a target: the run's exit code and all that it printed."""
    command = [sys.executable, "-m", "pytest", CHAPTER, "-k", "first_time", "-p", "no:cacheprovider"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [*command, "--target", str(target), "--report-dir", str(folder / "report"), "--no-history", *options],
        cwd=PROJECT,
        env=kept,
        capture_output=True,
        text=True,
        timeout=240,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_is_wrong_stops_a_run(workers: str, tmp_path: Path) -> None:
    target = changed(tmp_path / "shop.py", WRONG_FIELD)
    code, printed = run(target, tmp_path, "-n", workers)
    assert code == 7, printed
    assert "Twofold does not start. The doctor finds" in printed
    assert printed.count("✘ a wrong password is refused") == 1
    assert f"Mend:      {line_of(target, '#pass')} (password_field)" in printed
    assert "Expected:  sign_in() comes to its end." in printed


def test_a_run_without_the_doctor_acts_examples_out(tmp_path: Path) -> None:
    target = changed(tmp_path / "shop.py", WRONG_FIELD)
    code, printed = run(target, tmp_path, "-n", "0", "--no-doctor", "--patience", "5")
    assert "does not start" not in printed
    assert (code, "1 failed" in printed) == (7, True), printed
    assert "Step:      When Alice signs in" in printed


@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "0"))
def test_a_good_target_passes(workers: str, tmp_path: Path) -> None:
    code, printed = run(changed(tmp_path / "shop.py"), tmp_path, "-n", workers)
    assert (code, "1 passed" in printed) == (0, True), printed
    assert "doctor" not in printed
