"""A suite of a few lines and a product without a browser, acted out by pytest in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.plain import plain_text

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = (
    "[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = ignore::pytest.PytestWarning\n"
)
CONFTEST = """
import pathlib, targets
targets.__path__.append(str(pathlib.Path(__file__).parent / "products"))
pytest_plugins = ["harness.plugin"]
"""
PRODUCT = """
from targets.port import *

class StillClock:
    movable = True
    running = False
    time = 1_000_000_000.0
    def now(self): return self.time
    def advance(self, seconds): self.time += seconds

class Product:
    name = "tiny"
    facts = FACTS
    address = "http://127.0.0.1"
    clock = StillClock()
    def start(self): pass
    def stop(self): pass

def create():
    return Product()
""".replace("FACTS", plain_text("lock=Lock(5, 60, backup_way_open=True), backup_codes=BackupCodes(10, 5)"))
BINDING = """
from pytest_bdd import scenarios, given, when, then, parsers
scenarios("../features")
"""


@dataclass(frozen=True)
class Run:
    """How it ended: its exit code, all that it printed, and what it wrote."""

    code: int
    printed: str
    folder: Path

    @property
    def record(self) -> dict[str, Any]:
        """run.json, read afresh."""
        record: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return record

    def result(self, example: str) -> dict[str, Any]:
        """What the record holds of one example."""
        found: dict[str, Any] = next(r for r in self.record["results"] if r["example"] == example)
        return found

    def failure_of(self, test: str) -> list[str]:
        """The lines that pytest prints of one failed test, below the ruler that names it."""
        _, _, after = self.printed.partition(f" {test} ")
        return after.split("\n", 1)[1].splitlines()


class TinySuite:
    """Files in a folder: a feature, its steps, and the product `tiny`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("pytest.ini", SETTINGS)
        self.write("conftest.py", CONFTEST)
        self.write("products/tiny.py", PRODUCT)

    def write(self, path: str, text: str) -> None:
        """One file, with the folders that it needs."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def tell(self, feature: str, steps: str, product: str = "") -> None:
        """The chapter, the step definitions after the binding, and what is added to the product's module."""
        self.write("features/chapter.feature", feature)
        self.write("steps/test_chapter.py", BINDING + steps)
        self.write("products/tiny.py", PRODUCT + product)

    def run(self, *options: str, what: str = "steps", **variables: str) -> Run:
        """Act it out, or a part of it, with the target `tiny` and these options of pytest."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "COLUMNS": "300",
            **variables,
        }
        command = [sys.executable, "-m", "pytest", what, "--target", "tiny", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, "--color=no", *options],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Run(done.returncode, done.stdout + done.stderr, self.folder / "report")
