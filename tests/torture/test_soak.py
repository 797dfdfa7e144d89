"""The soak tells a clean run from another, goes on where it was left, and looks at memory."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.marked import Marked, command_of
from tests.torture.soak import PROJECT, Run, main, now_mb, peak_mb, summary

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is looked up in /proc")
ONE = Run(
    when="2026-11-27T12:00:00+00:00",
    revision="abc",
    seed=7,
    arguments=["-n", "2"],
    seconds=90.0,
    exit_code=0,
    verdicts={"PASS": 107},
    left_behind=[],
    harness_mb=90.0,
    server_mb=70.0,
    sign_ins=100,
    stays_up_mb=70.0,
)


@pytest.mark.parametrize(
    ("what", "clean"),
    [
        ({}, True),
        ({"exit_code": 1}, False),
        ({"verdicts": {"PASS": 106, "INCONCLUSIVE": 1}}, False),
        ({"verdicts": {}}, False),
        ({"left_behind": ["chromium"]}, False),
    ],
)
def test_a_clean_run(what: dict[str, object], clean: bool) -> None:
    assert replace(ONE, **what).clean is clean  # type: ignore[arg-type]


def test_the_summary_sets_the_first_runs_beside_the_last() -> None:
    runs = [replace(ONE, harness_mb=90.0 + number, exit_code=int(number == 5)) for number in range(20)]
    told = summary(runs)
    assert "19 of 20 runs clean." in told
    assert "harness: 90.5 MB in the first tenth of the runs, 108.5 MB in the last." in told


@LINUX
def test_memory_at_most_and_memory_now() -> None:
    code = "held = b'x' * 64 * 2**20; del held; print('freed', flush=True); input()"
    command = [sys.executable, "-S", "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"freed\n"
        most, now = peak_mb(process.pid), now_mb(process.pid)
        process.communicate(b"\n")
    assert 64 < most < 100
    assert now < most - 60
    assert peak_mb(2**22 + 1) == 0, "no process has that number"


@LINUX
@pytest.mark.long
def test_runs_are_written_behind_those_of_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--into", str(tmp_path), "-k", "a_backup_code_for_the_first"]
    assert main(["--runs", "2", *few]) == 0
    assert main(["--runs", "1", *few]) == 0
    runs = [json.loads(line) for line in (tmp_path / "soak.jsonl").read_text().splitlines()]
    assert [run["verdicts"] for run in runs] == [{"PASS": 1}] * 3
    assert [run["sign_ins"] for run in runs] == [100, 200, 100]
    assert all(40 < run[of] < 400 for run in runs for of in ("harness_mb", "server_mb", "stays_up_mb"))
    assert "3 of 3 runs clean." in capsys.readouterr().out
    assert (tmp_path / "soak.svg").read_text().startswith("<svg")


@LINUX
@pytest.mark.long
def test_a_soak_that_is_told_to_end_takes_its_run_with_it(tmp_path: Path) -> None:
    marked = Marked("TWOFOLD_TEST_SOAK")
    command = [sys.executable, "-m", "tests.torture.soak", "--into", str(tmp_path), "-k", "lost_phone"]
    with subprocess.Popen(command, cwd=PROJECT, env=marked.environment, start_new_session=True) as soak:
        while not any("-m server " in command_of(pid) for pid in marked.pids()):
            assert soak.poll() is None, "it ended before its run had a product"
            with suppress(subprocess.TimeoutExpired):
                soak.wait(timeout=0.2)
        soak.terminate()
        assert soak.wait(timeout=60) == 128 + signal.SIGTERM
    assert not marked.left_behind()


@LINUX
@pytest.mark.long
def test_a_run_in_which_nothing_was_acted_out_is_not_clean(tmp_path: Path) -> None:
    assert main(["--runs", "1", "--into", str(tmp_path), "-k", "no_such_example"]) == 1
