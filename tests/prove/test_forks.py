"""Runs of pytest that are forked off: their folder, their environment, what they say, and when they hang."""

from __future__ import annotations

from pathlib import Path

from harness.prove.forks import run_pytest

TELLS = """import os, pathlib
def test_here(): assert False, (pathlib.Path.cwd().name, os.environ["WHO"], os.environ.get("HOME"))
"""
HANGS = "import threading\ndef test_hangs(): threading.Event().wait()\n"
BARE = ("-p", "no:cacheprovider", "-p", "no:playwright", "-p", "no:randomly", "--assert=plain")
ENOUGH = 120.0
"""Seconds, on a busy machine."""


def test_a_run_has_its_own_folder_and_environment_and_leaves_what_it_said(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TELLS, encoding="utf-8")
    said = tmp_path / "said.txt"
    assert run_pytest([*BARE, "test_it.py"], tmp_path, {"WHO": "Alice"}, said, ENOUGH)
    told = said.read_text(encoding="utf-8")
    assert f"AssertionError: ('{tmp_path.name}', 'Alice', None)" in told
    assert "1 failed" in told


def test_a_run_that_hangs_is_ended(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(HANGS, encoding="utf-8")
    assert not run_pytest([*BARE, "test_it.py"], tmp_path, {}, tmp_path / "said.txt", 1.0)
