"""Visits of the doctor to the shop of `shop.py`, with one change in its file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
GOOD = (Path(__file__).parent / "shop.py").read_text(encoding="utf-8")
PLENTY = ("--seconds", "240")
"""For visits whose last checks matter, however busy the machine is."""


@dataclass(frozen=True)
class Visited:
    """What a visit printed, how it ended, and the file that it was about."""

    code: int
    printed: str
    file: Path

    @property
    def wrong(self) -> list[str]:
        """The checks that came out wrong."""
        return re.findall(r"(?m)^✘ (.*)$", self.printed)

    @property
    def not_tested(self) -> list[str]:
        """The checks that weren't made."""
        return re.findall(r"(?m)^– (.*?) \(not tested\)", self.printed)

    def block(self, check: str) -> dict[str, str]:
        """What stands below a check that came out wrong: each entry's words, by its name."""
        _, _, after = self.printed.partition(f"✘ {check}\n")
        block = re.match(r"(?:    .*\n)*", after)
        found = re.findall(r"(?m)^    (\w[\w ]*):  +(.*(?:\n {15}.*)*)", block[0] if block else "")
        assert found, f"no block below {check!r} in:\n{self.printed}"
        return dict(found)

    def line(self, text: str) -> str:
        """The place of a text that stands once in the target's file."""
        return line_of(self.file, text)


def line_of(file: Path, text: str) -> str:
    """The place of a text that stands once in a file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if text in line]
    return f"{file}:{number}"


def changed(file: Path, *changes: tuple[str, str]) -> Path:
    """The shop's file with some of its text replaced; each has to be there, once."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


def visit(target: Path | str, folder: Path, *options: str) -> Visited:
    """A real visit, in a process of its own, from a folder that takes its pictures."""
    command = [sys.executable, "-m", "harness.cli", "doctor", "--target", str(target), *options]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Visited(done.returncode, done.stdout + done.stderr, Path(target))
