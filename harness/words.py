"""Numbers, times and failures in words for people. Knows nothing of HTML."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import dedent

from harness.counting import counted

_TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
PROMISED_AND_SEEN = re.compile(
    r"^\s*Expected: (?P<expected>.*?)^\s*Observed: (?P<observed>.*)", re.DOTALL | re.MULTILINE
)
"""The two sides of a broken promise, as `expect` tells them."""
_TEN_LINES = re.compile(
    r"^Expected: +(?P<expected>.*)\nObserved: +(?P<observed>.*)\nAt fault: +(?P<fault>.*)$", re.MULTILINE
)
"""The same in what harness.failure makes of any failure, with whose fault it is."""
BROKEN_PROMISE = "The product does not keep its word."
COULD_NOT_TELL = "The example stopped before it could tell."


@dataclass(frozen=True)
class Failure:
    """Why an example failed: what was expected and observed, or else what it stopped with; and all of it."""

    expected: str
    observed: str
    stopped_with: str
    trace: str
    fault: str = ""

    @property
    def lead(self) -> str:
        """What to think of it, and whose fault it is where that was recorded."""
        if self.fault.startswith("the product:") or (self.expected and not self.fault):
            return BROKEN_PROMISE
        return f"{COULD_NOT_TELL} At fault: {self.fault}." if self.fault else COULD_NOT_TELL

    @property
    def in_a_line(self) -> str:
        """The gist, for a list."""
        if self.expected:
            return f"Expected: {self.expected} Observed: {self.observed}"
        return self.stopped_with.partition("\n")[0]


def failure(error: str) -> Failure:
    """Read the ten lines of a failure; without them pytest's text, whose error has an E before its lines."""
    trace = _UNPRINTABLE.sub("", _TERMINAL_COLOURS.sub("", error)).strip()
    told = _TEN_LINES.search(trace)
    if told:
        return Failure(told["expected"], told["observed"], "", trace, told["fault"])
    message = _message(trace)
    unmet = PROMISED_AND_SEEN.search(message)
    if unmet:
        return Failure(unmet["expected"].strip(), unmet["observed"].strip(), "", trace)
    return Failure("", "", message or "nothing was recorded", trace)


def _message(trace: str) -> str:
    """The last block of lines marked with an E; without any, as after --tb=native, the last line."""
    block: list[str] = []
    blocks = [block]
    for line in trace.splitlines():
        if line.startswith("E "):
            block.append(line[1:])
        elif block:
            block = []
            blocks.append(block)
    marked = [lines for lines in blocks if lines]
    return dedent("\n".join(marked[-1])).strip() if marked else trace.rpartition("\n")[2].strip()


def product(target: str) -> str:
    """What the page calls the product that a target stands for, by how the target was named."""
    if target == "reference":
        return "the reference server"
    is_path = target.endswith(".py") or "/" in target
    return Path(target).stem if is_path else target.rpartition(".")[2]


def rerun(nodeid: str, target: str, browser: str) -> str:
    """The command that runs one example again as it was run, for a POSIX shell."""
    quoted = re.sub(r'(["$`\\])', r"\\\1", nodeid)
    options = [f"--target={shlex.quote(target)}"] if target != "reference" else []
    options += [f"--browser {browser}"] if browser not in ("", "chromium") else []
    return " ".join(["pytest", f'"{quoted}"', *options])


def span(seconds: float) -> str:
    """A duration: '0.4 s', '12 s', '3 min 20 s'."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def rough_span(seconds: float) -> str:
    """A duration in its greatest whole unit: '30 s', '10 min', '1 h', '1 day'."""
    for length, unit in ((86400, "day"), (3600, "h"), (60, "min")):
        if seconds >= length and seconds % length == 0:
            return counted(int(seconds // length), unit) if unit == "day" else f"{seconds // length:g} {unit}"
    return f"{seconds:g} s"


def timer(seconds: float) -> str:
    """Minutes and seconds as a stop watch shows them: '0:30', '15:01'."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def size(octets: int) -> str:
    """How large a file is: '640 kB', '12.4 MB'."""
    return f"{octets / 1e6:.1f} MB" if octets >= 1e6 else f"{octets / 1e3:.0f} kB"


def day(moment: str) -> str:
    """The date of an ISO 8601 moment: '24 November 2026'."""
    when = datetime.fromisoformat(moment)
    return f"{when.day} {when:%B %Y}"


def clock(moment: str) -> str:
    """The time of day of an ISO 8601 moment, with its zone: '07:06 UTC'."""
    return f"{datetime.fromisoformat(moment):%H:%M %Z}".strip()
