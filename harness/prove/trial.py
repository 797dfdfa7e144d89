"""One trial: one broken product, the examples that must notice and some that must not, and the outcome."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from harness.prove.examples import Example, name_of
from harness.prove.forks import Runner
from harness.verdicts import Verdict

RED = (Verdict.FAIL.value, Verdict.WARN.value)
"""An example that says that the product breaks its word, and nobody knew it before."""
OTHERS = (
    Verdict.PASS.value,
    Verdict.NOT_APPLICABLE.value,
    Verdict.INCONCLUSIVE.value,
    Verdict.EXPECTED_FAIL.value,
)
"""What else says something of the product; all that is left says that the harness or the target broke."""
PATIENCE = 5
"""Seconds for which a driver waits: a broken product often doesn't show what is waited for."""
LONGEST = 1800
"""Seconds after which a trial is given up; `--full` on a slow machine needs several minutes."""
UNUSED = ("hypothesispytest", "harness.report.plugin", "harness.messages.plugin", "harness.user_guide.plugin")
LIGHT = (*(argument for name in UNUSED for argument in ("-p", f"no:{name}")), "--assert=plain")
"""Spares each trial a few seconds: of plugins that it has no use for, and of rewriting asserts."""
WORDS = 2000
"""How many characters of a run's last words are kept."""


class Outcome(StrEnum):
    """What came of one trial, the best first."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    BYSTANDERS = "caught, with bystanders"
    NOT_FIRED = "did not fire"
    BROKEN = "could not be tried"


@dataclass(frozen=True)
class Seen:
    """How one example ended against a broken product, and why."""

    verdict: str
    why: str = ""

    @property
    def is_red(self) -> bool:
        """Whether it says that the product breaks its word."""
        return self.verdict in RED


@dataclass(frozen=True)
class Trial:
    """What came of one fault. must: the names of the examples that have to notice it.

    seen: every example that ran, by name. fired: whether the fault made a difference. trouble: why the run
    itself could not be used, empty where it could. seconds: of real time.
    """

    fault: str
    must: tuple[str, ...]
    seen: Mapping[str, Seen]
    fired: bool
    seconds: float
    trouble: str = ""

    @property
    def survived(self) -> list[str]:
        """The named examples that did not notice it."""
        return [name for name in self.must if name not in self.seen or not self.seen[name].is_red]

    @property
    def bystanders(self) -> list[str]:
        """Examples that accuse the product of something, and were not named."""
        return [name for name, seen in self.seen.items() if seen.is_red and name not in self.must]

    @property
    def unclear(self) -> list[str]:
        """Examples that were not named, and could not come to a judgement because of the fault."""
        undecided = Verdict.INCONCLUSIVE.value
        return [n for n, seen in self.seen.items() if seen.verdict == undecided and n not in self.must]

    @property
    def green(self) -> list[str]:
        """Examples that passed."""
        return [name for name, seen in self.seen.items() if seen.verdict == Verdict.PASS.value]

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        if self.trouble:
            return Outcome.BROKEN
        if not self.fired:
            return Outcome.NOT_FIRED
        if self.survived:
            return Outcome.SURVIVED
        return Outcome.BYSTANDERS if self.bystanders else Outcome.CAUGHT


@dataclass(frozen=True)
class Bench:
    """Where trials take place, one after the other: the suite's folder, what each run is started with, and
    the mark's variable.
    """

    root: Path
    options: tuple[str, ...]
    mark: str
    runner: Runner = field(default_factory=Runner)

    def run(
        self, fault: str, must: Sequence[str], examples: Sequence[Example], environment: Mapping[str, str]
    ) -> Trial:
        """Run examples against the product with one fault; none where `fault` is empty."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="twofold-proof-") as folder:
            mark = Path(folder) / "fired"
            done = self._pytest(examples, Path(folder), {**environment, self.mark: str(mark)})
            seen, trouble = _read(Path(folder) / "run.json", examples, done)
            fired = mark.exists() or not fault
        return Trial(fault, tuple(must), seen, fired, time.monotonic() - began, trouble)

    def end(self) -> None:
        """End the process and the browser that the trials shared."""
        self.runner.end()

    def _pytest(self, examples: Sequence[Example], folder: Path, environment: Mapping[str, str]) -> str:
        """The last words of the run."""
        quiet = (
            "-q",
            "--no-doctor",
            "--no-history",
            "--profile",
            "all",
            "--pictures",
            "off",
            "--patience",
            str(PATIENCE),
        )
        alone = ("-p", "no:xdist", "-p", "no:cacheprovider", *LIGHT)
        nodes = [example.nodeid for example in examples]
        said = folder / "said.txt"
        arguments = [*nodes, *quiet, *alone, *self.options, "--report-dir", str(folder)]
        if not self.runner.run(arguments, self.root, {**os.environ, **environment}, said, LONGEST):
            return f"it was given up after {LONGEST} seconds"
        return said.read_text(encoding="utf-8", errors="replace")[-WORDS:].strip()


def _read(record: Path, examples: Sequence[Example], words: str) -> tuple[dict[str, Seen], str]:
    """What each example came to, and what makes the run unusable."""
    try:
        results: list[dict[str, Any]] = json.loads(record.read_text(encoding="utf-8"))["results"]
    except FileNotFoundError:
        return {}, f"the run left no record. Its last words:\n{words}"
    told = {
        name_of(r["example"], r["values"]): Seen(r["verdict"], r["why"] or _first_lines(r["error"]))
        for r in results
    }
    seen = {example.name: told[example.name] for example in examples if example.name in told}
    missing = [example.name for example in examples if example.name not in told]
    broken = [f"{n} ({s.verdict}: {s.why})" for n, s in seen.items() if s.verdict not in (*RED, *OTHERS)]
    if missing or broken:
        return seen, f"no usable verdict on {'; '.join([*missing, *broken])}. The run's last words:\n{words}"
    return seen, ""


def _first_lines(error: str) -> str:
    """Expected and observed, out of what pytest tells of a failure."""
    lines = [line.removeprefix("E").strip() for line in error.splitlines()]
    told = [line for line in lines if line.startswith(("Expected:", "Observed:"))]
    return " ".join(told[-2:])
