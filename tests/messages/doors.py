"""A tiny suite that needs no browser, on disk, and real runs of it in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.messages import envelopes as say

PROJECT = Path(__file__).resolve().parents[2]

OPENING = """\
Feature: Opening a door
  A key opens the door that it was made for.

  Background:
    Given a door is locked

  @G-1a @B06
  Rule: The right key opens the door

    Example: Turning the right key
      When Alice turns the right key
      Then the door is open

    Scenario Outline: Turning a key made for another door
      When Alice turns the <other> key
      Then the door is locked

      Examples:
        | other  |
        | garden |
        | cellar |
"""

STAYING_OUT = """\
Feature: Staying out of a house
  Some doors do not do as they should.

  @G-16b @B19
  Rule: Not everything goes well

    Example: A door that opens for anybody
      Given a door is locked
      When Alice turns the magic key
      Then the door is locked
      And the door is locked

    Example: A door that no house has
      Given a door is locked
      When Alice looks for the cat flap
      Then the door is open

    Example: A door that fell out of its frame
      Given a door is locked
      When Alice turns the right key
      Then the door is open

    Example: A door that jams at times
      Given a door is locked
      When Alice turns the rusty key
      Then the door is open

    @G-6a
    Example: A step that nobody wrote
      Given a door is locked
      When Alice climbs through the window
      Then the door is locked

    Example: The last one out
      Given a door is locked
      When Alice puts the light out
      Then the door is locked
"""

CONFTEST = '''\
import os
import signal

import pytest
from _pytest.runner import runtestprotocol
from pytest_bdd import given, parsers, then, when

from harness.expect import expect
from harness.verdicts import NotApplicable

pytest_plugins = ["harness.plugin"]
TROUBLE = os.environ.get("DOORS_TROUBLE", "")
turned = []


def pytest_runtestloop(session):
    if TROUBLE == "run dies at once":
        os.kill(os.getpid(), signal.SIGKILL)
    if TROUBLE == "run ends at once":
        pytest.exit("enough", 2)


class Clock:
    movable = True
    running = False
    now_ = 1000.0

    def now(self):
        return self.now_


class Door:
    clock = Clock()

    def __init__(self):
        self.open = False
        self.clock.now_ = 1000.0


class House:
    def __init__(self):
        self.target = Door()


@pytest.fixture
def target():
    return None


@pytest.fixture
def stage(request):
    if "fell_out" in request.node.name:
        raise RuntimeError("the frame is empty")
    return House()


@pytest.fixture(autouse=True)
def _stand(request):
    if "_pytest_bdd_example" in request.fixturenames:
        request.getfixturevalue("stage")


@given("a door is locked")
def locked(stage):
    assert not stage.target.open


@when(parsers.parse("Alice turns the {which} key"))
def turns(stage, which):
    stage.target.clock.now_ += 30
    turned.append(which)
    stage.target.open = which in ("right", "magic") or turned[-2:] == ["rusty", "rusty"]


@when("Alice looks for the cat flap")
def looks():
    raise NotApplicable("this house has no cat flap")


@when("Alice puts the light out")
def light():
    if TROUBLE == "run dies":
        os.kill(os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid(), signal.SIGKILL)
    if TROUBLE:
        os.kill(os.getpid(), signal.SIGKILL)


@then(parsers.parse("the door is {state}"))
def stands(stage, state):
    expect(stage.target.open == (state == "open"), f"The door is {state}.", "it is not")


def pytest_runtest_protocol(item, nextitem):
    """Give the door that jams a second chance, as plugins for reruns do."""
    if "jams" not in item.name:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    runtestprotocol(item, nextitem=nextitem, log=False)
    for report in runtestprotocol(item, nextitem=nextitem, log=False):
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
'''

BINDING = "from pytest_bdd import scenarios\n\nscenarios('../features/{}.feature')\n"

FILES = {
    "pytest.ini": "[pytest]\n",
    "conftest.py": CONFTEST,
    "features/01_opening.feature": OPENING,
    "features/02_staying_out.feature": STAYING_OUT,
    "acts/test_01.py": BINDING.format("01_opening"),
    "acts/test_02.py": BINDING.format("02_staying_out"),
}


@dataclass(frozen=True)
class Ran:
    """A run of the suite: its folder, its exit status and what it printed."""

    report: Path
    status: int
    output: str

    @property
    def log(self) -> Path:
        """Where the event log is, or would be."""
        return self.report / say.LOG

    @property
    def envelopes(self) -> list[dict[str, Any]]:
        """The messages of the log."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").split("\n")[:-1]]


def write(root: Path) -> Path:
    """Put the suite on disk."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def run(root: Path, *arguments: str, trouble: str = "", report: str = "report", patience: float = 120) -> Ran:
    """Act the suite out. trouble: "worker dies" or "run dies", in the last example; or at once.

    patience: seconds after which it hangs.
    """
    settings = {"PYTHONPATH": str(PROJECT), "DOORS_TROUBLE": trouble}
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--report-dir", report, *arguments],
        cwd=root,
        env={**outer, **settings},
        capture_output=True,
        text=True,
        timeout=patience,
    )
    return Ran(root / report, ended.returncode, ended.stdout + ended.stderr)


def records(envelopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The verdict records of a log."""
    bodies = (say.body_of(envelope, say.VERDICT) for envelope in envelopes)
    return [body for body in bodies if body is not None]


def verdicts(envelopes: list[dict[str, Any]]) -> dict[str, str]:
    """Each example's verdict by the end of its name."""
    return {record["nodeid"].partition("::")[2]: record["verdict"] for record in records(envelopes)}


def steps(envelopes: list[dict[str, Any]], words: str) -> list[tuple[str, str]]:
    """Text and status of each step of the example whose name holds these words; hooks by their names."""
    texts = _texts(envelopes)
    pickle = next(e["pickle"] for e in envelopes if "pickle" in e and words in e["pickle"]["name"])
    case = next(e["testCase"] for e in envelopes if e.get("testCase", {}).get("pickleId") == pickle["id"])
    named = {s["id"]: s.get("hookId") or texts[s["pickleStepId"]] for s in case["testSteps"]}
    ends = (e["testStepFinished"] for e in envelopes if "testStepFinished" in e)
    return [
        (named[end["testStepId"]], end["testStepResult"]["status"])
        for end in ends
        if end["testStepId"] in named
    ]


def _texts(envelopes: list[dict[str, Any]]) -> Mapping[str, str]:
    pickles = (envelope["pickle"] for envelope in envelopes if "pickle" in envelope)
    return {step["id"]: step["text"] for pickle in pickles for step in pickle["steps"]}
