"""Prints what the doctor found: a line for each check, and how to mend what is wrong."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from harness.doctor.check import Finding, Verdict
from harness.scrub import scrub

MARKS = {Verdict.OK: "✔", Verdict.WRONG: "✘", Verdict.NOT_TESTED: "–"}


def tell(finding: Finding) -> None:
    """Print a finding as soon as it is there."""
    say("\n".join(lines(finding)))


def say(text: str) -> None:
    """Print a text without its secrets."""
    print(scrub(text))
    sys.stdout.flush()


def lines(finding: Finding) -> Iterator[str]:
    """A line, and a block where something is wrong."""
    said = f": {finding.said}" if finding.said else ""
    status = " (not tested)" if finding.verdict is Verdict.NOT_TESTED else ""
    yield f"{MARKS[finding.verdict]} {finding.check.asked}{status}{said}"
    if (wrong := finding.wrong) is None:
        return
    yield f"    Expected:  {_indented(wrong.expected)}"
    yield f"    Found:     {_indented(wrong.found)}"
    yield f"    At fault:  {wrong.fault}"
    yield f"    Do this:   {_indented(wrong.mend)}"
    if wrong.place is not None:
        name = f" ({wrong.place.name})" if wrong.place.name else ""
        yield f"    Mend:      {wrong.place}{name}"
    if finding.picture:
        yield f"    Picture:   {finding.picture}"


def untold(number: int, why: str) -> str:
    """One line for the checks that nothing was said of."""
    return f"{MARKS[Verdict.NOT_TESTED]} {number} more (not tested): {why}"


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n" + " " * 15)


def summary(findings: Sequence[Finding], seconds: float) -> str:
    """The last line."""
    count = Counter(finding.verdict for finding in findings)
    return (
        f"doctor: {count[Verdict.OK]} checks OK, {count[Verdict.WRONG]} wrong, "
        f"{count[Verdict.NOT_TESTED]} not tested in {seconds:.1f} s"
    )
