"""Tiny suites that behave as their steps say, run by a pytest of their own, without a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.plain import plain_text

REPOSITORY = Path(__file__).resolve().parents[2]

CONFTEST = """\
from pathlib import Path

import pytest
import targets
from harness.browsers import NoBrowser

targets.__path__.append(str(Path(__file__).parent / "targets"))
pytest_plugins = ["harness.plugin", "steps.product"]


@pytest.fixture
def new_context():
    {new_context}
"""

PHRASES = """\
import os
import signal

import pytest
from playwright.sync_api import TimeoutError
from pytest_bdd import given, parsers, step, then, when

from harness.expect import expect, expect_to_work
from harness.verdicts import Inconclusive, NotApplicable, Why
from targets.port import TargetError


def fall(error):
    raise error


def interrupt():
    # A shell's background jobs are deaf to it, and what they start is, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.kill(os.getpid(), signal.SIGINT)


DOES = {
    "keeps its word": lambda: None,
    "breaks its word": lambda: expect(False, "The door opens.", "it stays shut"),
    "refuses what is right": lambda: expect_to_work(False, "The right key opens.", "it does not"),
    "makes a step stumble": lambda: {}["nothing"],
    "does not answer": lambda: fall(TimeoutError("Locator.click: Timeout 30000ms exceeded.")),
    "refuses for another reason": lambda: fall(Inconclusive(Why.CONTRADICTING_REASON, "locked")),
    "lacks the door": lambda: fall(NotApplicable("there is no door")),
    "is gone": lambda: fall(TargetError("The product at http://127.0.0.1:9 doesn't answer. Start it.")),
    "is left out": lambda: pytest.skip("not today"),
    "makes a worker crash": lambda: os._exit(3),
    "sees the run killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "is interrupted": interrupt,
}


@step(parsers.re("the product (?P<what>.*)"))
def product(stage, what):
    DOES[what]()


@then("the wrong key is refused")
def refused():
    pass


@then(parsers.re("the next key (?P<what>refuses what is right|keeps its word) and lets Alice in"))
def control(what):
    DOES[what]()
"""

BINDING = "from pytest_bdd import scenarios\n\nscenarios('../features/01_doors.feature')\n"

TARGET = """\
from targets.port import Facts, TargetError


class Clock:
    movable = True
    running = False

    def now(self):
        return 0.0

    def advance(self, seconds):
        pass


class Product:
    name = "doors"
    address = "http://127.0.0.1"
    consent = None
    destructive = True
    facts = {facts}
    clock = Clock()

    def start(self):
        {start}

    def stop(self):
        pass


create = Product
"""


@dataclass(frozen=True)
class Example:
    """An example of a tiny suite: its tags and its steps, one a line."""

    steps: tuple[str, ...]
    tags: str = "@B01"


def example(*steps: str, tags: str = "@B01") -> Example:
    return Example(steps, tags)


KEEPS = example("When the product keeps its word")
BREAKS = example("When the product breaks its word", tags="@B02")


@dataclass(frozen=True)
class Suite:
    """What a suite holds; `known_failing` is the text of that file, `more` are further files."""

    examples: tuple[Example, ...]
    facts: str = ""
    start: str = "pass"
    new_context: str = "return lambda **settings: None"
    known_failing: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def write(self, root: Path) -> None:
        files = {
            "pytest.ini": "[pytest]\naddopts = --strict-markers -p no:cacheprovider\n",
            "conftest.py": CONFTEST.format(new_context=self.new_context),
            "features/01_doors.feature": feature("Doors", self.examples),
            "steps/__init__.py": "",
            "steps/product.py": PHRASES,
            "steps/test_doors.py": BINDING,
            "targets/doors/__init__.py": TARGET.format(facts=plain_text(self.facts), start=self.start),
            **dict(self.more),
        }
        if self.known_failing:
            files["targets/doors/known_failing.yaml"] = self.known_failing
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")


def feature(title: str, examples: tuple[Example, ...]) -> str:
    lines = [f"Feature: {title}", ""]
    for number, told in enumerate(examples, 1):
        lines += [f"  {told.tags}", f"  Rule: Rule {number} of {title}", "", f"    Example: {title} {number}"]
        lines += [f"      {step}" for step in told.steps]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Ended:
    """How a run of a suite ended; `record` is its run.json, None when it left none."""

    code: int
    output: str
    record: dict[str, Any] | None

    @property
    def verdict(self) -> str:
        return str(self.record["judgement"]["verdict"]) if self.record else "none"

    @property
    def results(self) -> list[dict[str, Any]]:
        return list(self.record["results"]) if self.record else []

    @property
    def verdicts(self) -> list[str]:
        return [result["verdict"] for result in self.results]

    @property
    def codes(self) -> list[str]:
        """The codes of the reasons, of the results that have one."""
        return [result["why"].partition(":")[0] for result in self.results if result["why"]]


def run(suite: Suite, root: Path, *arguments: str) -> Ended:
    """Write the suite, run it in a process of its own, and read what it left."""
    suite.write(root)
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "--target", "doors", *arguments]
    unwanted = ("PYTEST_XDIST", "PYTEST_CURRENT", "PYTEST_ADDOPTS", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    done = subprocess.run(
        command,
        cwd=root,
        env={**kept, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    path = root / "report/run.json"
    record = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    return Ended(done.returncode, done.stdout + done.stderr, record)
