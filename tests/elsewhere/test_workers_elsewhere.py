"""The guide on workers that pytest-xdist starts elsewhere, by the commands that docs/scaling.md gives."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from harness.verify import verify
from tests.elsewhere import machines
from tests.messages import doors

EXAMPLE = ("-k", "test_a_backup_code_for_the_first_time", "--no-history")
PATIENCE = 500


def acted(tmp_path: Path, worker: str, *options: str, steps: str = str(doors.PROJECT / "steps")) -> None:
    """An example passes on that worker, the log is in order, and no pytest was copied into the project."""
    report = tmp_path / "report"
    there = ("-d", "--tx", worker)
    ran = doors.run(doors.PROJECT, steps, *EXAMPLE, *there, *options, report=str(report), patience=PATIENCE)
    assert ran.status == 0, ran.output
    results = json.loads((report / "run.json").read_text(encoding="utf-8"))["results"]
    assert [result["verdict"] for result in results] == ["PASS"]
    assert not verify(report, allow_partial=True).reasons
    assert not (doors.PROJECT / "_pytest").exists()


def copied(tmp_path: Path) -> tuple[str, tuple[str, str]]:
    """Where a worker is to work, and the option by which Twofold is copied there."""
    return f"chdir={tmp_path / 'elsewhere'}", ("--rsyncdir", str(doors.PROJECT))


@pytest.mark.long
def test_a_worker_of_another_python(tmp_path: Path) -> None:
    acted(tmp_path, f"popen//python={sys.executable}", steps="steps")


def test_a_worker_behind_a_socket(tmp_path: Path) -> None:
    place, copy = copied(tmp_path)
    with machines.socket_server() as there:
        acted(tmp_path, f"{there}//{place}", *copy)


@pytest.mark.long
def test_a_worker_over_ssh(tmp_path: Path) -> None:
    place, copy = copied(tmp_path)
    with machines.ssh_server(tmp_path) as there:
        acted(tmp_path, f"{there}//python={sys.executable}//{place}", *copy)
