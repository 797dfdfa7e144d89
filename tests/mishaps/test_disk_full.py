"""A disk that is full while a run writes: what is told is so, and what is kept can be read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.cli import main
from harness.files import put
from tests.messages import doors
from tests.messages.doors import Ran

pytestmark = pytest.mark.long


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of its own in a folder, as small as that."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"this user may mount nothing: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def told(ran: Ran) -> str:
    """The end of what it printed, with the verdict."""
    return ran.output.partition("= verdict =")[2]


def test_an_example_that_can_not_be_told_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = doors.write(tmp_path)
    with small_disk(root / "report", "8k"):
        ran = doors.run(root, "-n", "0", "-k", "key", patience=300)
        assert ran.status == 3, ran.output
        assert "INTERNALERROR" not in ran.output
        assert "HARNESS_ERROR" in told(ran)
        assert "run.json could not be written: No space left on device. Make room, and run again" in told(ran)
        assert "Make room at" in ran.output
        assert not (ran.report / "run.json").exists()
        assert main(["verify", str(ran.report)]) == 1
        assert "the run did not end" in capsys.readouterr().out


def test_a_record_without_its_log_says_so_and_the_next_run_starts_clean(tmp_path: Path) -> None:
    root = doors.write(tmp_path)
    with small_disk(root / "report", "64k"):
        (root / "report" / "others").write_bytes(bytes(20_000))
        ran = doors.run(root, "-n", "2", "-k", "key", patience=300)
        assert ran.status == 3, ran.output
        assert "messages.ndjson could not be written: No space left on device" in told(ran)
        assert main(["verify", str(ran.report)]) == 1
        subprocess.run(["mount", "-o", "remount,size=10m", str(root / "report")], check=True)
        again = doors.run(root, "-n", "0", "-k", "key", patience=300)
        assert again.status == 0, again.output
        assert main(["verify", str(again.report), "--allow-partial"]) == 0
        assert not list(again.report.glob(".parts/*"))


def test_a_file_is_there_as_a_whole_or_as_it_was(tmp_path: Path) -> None:
    put(tmp_path / "run.json", json.dumps({"whole": True}))
    (tmp_path / "run.unfinished").mkdir()  # so that nothing can be written there
    with pytest.raises(OSError):
        put(tmp_path / "run.json", "x")
    assert json.loads((tmp_path / "run.json").read_text()) == {"whole": True}
