"""What can go wrong around a run of a few of the guide's examples, and what each run then left behind."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.verify import Unreadable, verify
from tests.marked import Marked
from tests.mishaps.plugin import MISHAP

PROJECT = Path(__file__).resolve().parents[2]
FOUR = "somebody_elses_backup or code_for_the_first or code_for_the_second or that_a_backup_code_was_used"
EXAMPLES = ("steps/test_06_a_lost_phone.py", "-k", FOUR, "--no-history", "--no-doctor", "--pictures", "thens")
LONGEST = 500
"""Seconds after which a run hangs, on a machine that has much else to do."""
GOOD, UNKNOWN = ("PASS",), ("HARNESS_ERROR", "INCONCLUSIVE")


@dataclass(frozen=True)
class Situation:
    """A mishap, the workers that it needs, and the exit codes that it may have."""

    name: str
    options: tuple[str, ...]
    exits: tuple[int, ...]


SITUATIONS = (
    Situation("browser killed", ("-n", "0"), (3,)),
    Situation("worker killed", ("-n", "2"), (3,)),
    Situation("target killed", ("-n", "0"), (7,)),
    Situation("interrupted", ("-n", "0"), (2,)),
    Situation("nothing", ("-n", "0"), (0,)),
)
"""The last is the next run, in the folder that all those before it have used."""


@dataclass(frozen=True)
class Left:
    """What a run left: its exit code, its output, verdicts by node id, what verify says, and who lives on."""

    situation: Situation
    status: int
    output: str
    seconds: float
    verdicts: dict[str, str]
    reasons: tuple[str, ...]
    alive: tuple[str, ...]

    @property
    def wrong(self) -> list[str]:
        """Examples with a verdict that says something of the product that isn't so."""
        return [name for name, verdict in self.verdicts.items() if verdict not in (*GOOD, *UNKNOWN)]

    @property
    def losses(self) -> list[str]:
        """What a run must not lose: a log that can be read, with no reason but that it isn't whole."""
        honest = ("partial: ", "missing: ", "unfinished: ", "the run did not end")
        return [reason for reason in self.reasons if not reason.startswith(honest)]


def run(situation: Situation, report: Path) -> Left:
    """Let it happen, and look around afterwards."""
    marked = Marked()
    settings = {MISHAP: situation.name, "PYTHONPATH": str(PROJECT)}
    plugin = ("-q", "-p", "no:cacheprovider", "-p", "tests.mishaps.plugin")
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *plugin, *EXAMPLES, *situation.options, "--report-dir", str(report)],
        cwd=PROJECT,
        env={**marked.environment, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=LONGEST)
        seconds = time.monotonic() - began
        return Left(situation, process.returncode, output, seconds, *_recorded(report), marked.left_behind())
    finally:
        marked.end()


def _recorded(report: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """The verdicts of the record, and what there is to say of the log."""
    results: list[dict[str, Any]] = []
    if (report / "run.json").exists():
        results = json.loads((report / "run.json").read_text(encoding="utf-8"))["results"]
    try:
        reasons = verify(report).reasons
    except Unreadable as error:
        reasons = (f"no log: {error}",)
    return {result["nodeid"]: result["verdict"] for result in results}, reasons
