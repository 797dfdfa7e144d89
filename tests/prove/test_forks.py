"""A process that runs pytest again and again: its environment, what it says, its browser, its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.prove.forks import Runner

TELLS = """import os, pathlib
def test_here(): assert False, (pathlib.Path.cwd().name, os.environ["WHO"], os.environ.get("HOME"))
"""
HANGS = "import threading\ndef test_hangs(): threading.Event().wait()\n"
ENDS = "import os\ndef test_ends(): os._exit(1)\n"
LOOKS = """
from pathlib import Path
def test_looks(standing, tmp_path):
    browser = standing.browser()
    browser.new_context().new_page().goto("about:blank")
    with Path("seen").open("a") as seen: print(id(browser), file=seen)
"""
BARE = ("-p", "no:cacheprovider", "-p", "no:randomly", "--assert=plain")
ENOUGH = 120.0
"""Seconds, on a busy machine."""


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.end()


def written(folder: Path, text: str) -> str:
    name = f"test_{len(list(folder.glob('test_*')))}.py"
    (folder / name).write_text(text, encoding="utf-8")
    return name


def test_a_run_has_its_own_environment_and_leaves_what_it_said(runner: Runner, tmp_path: Path) -> None:
    for who, other in (("Alice", "Bob"), ("Bob", "Alice")):
        said = tmp_path / f"{who}.txt"
        assert runner.run([*BARE, written(tmp_path, TELLS)], tmp_path, {"WHO": who, other: ""}, said, ENOUGH)
        told = said.read_text(encoding="utf-8")
        assert f"AssertionError: ('{tmp_path.name}', '{who}', None)" in told
        assert "1 failed" in told


def test_a_run_that_hangs_is_ended_and_the_next_one_is_not(runner: Runner, tmp_path: Path) -> None:
    assert not runner.run([*BARE, written(tmp_path, HANGS)], tmp_path, {}, tmp_path / "said.txt", 1.0)
    assert_it_still_runs(runner, tmp_path)


def test_a_run_that_takes_the_process_with_it_has_ended(runner: Runner, tmp_path: Path) -> None:
    assert runner.run([*BARE, written(tmp_path, ENDS)], tmp_path, {}, tmp_path / "said.txt", ENOUGH)
    assert_it_still_runs(runner, tmp_path)


def assert_it_still_runs(runner: Runner, folder: Path) -> None:
    said = folder / "said.txt"
    assert runner.run([*BARE, written(folder, TELLS)], folder, {"WHO": "Alice"}, said, ENOUGH)
    assert "1 failed" in said.read_text(encoding="utf-8")


def test_all_runs_share_one_browser(runner: Runner, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["harness.plugin"]\n', encoding="utf-8")
    for _ in range(2):
        said = tmp_path / "said.txt"
        arguments = [*BARE, "--no-doctor", "--no-history", written(tmp_path, LOOKS)]
        assert runner.run(arguments, tmp_path, dict(os.environ), said, ENOUGH)
        assert "1 passed" in said.read_text(encoding="utf-8")
    assert len(set((tmp_path / "seen").read_text(encoding="utf-8").split())) == 1
