"""What all formats call an example, its place, and the gist of how it ended. Knows no format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.verdicts import WORST_FIRST, Verdict
from harness.words import failure

if TYPE_CHECKING:
    from harness.record import Result

UNTROUBLED = (Verdict.PASS, Verdict.NOT_APPLICABLE, Verdict.EXPECTED_FAIL)
"""Verdicts that ask nobody to do anything."""
SET_UP, TEAR_DOWN = "set-up", "tear-down"
"""Where an example can stop that stopped in no step."""


def titled(result: Result) -> str:
    """Rule, example and row, as a person would look for them in the chapter."""
    row = f" ({', '.join(result['values'])})" if result["values"] else ""
    return " › ".join(filter(None, (result["rule"], result["example"] + row)))


def line_of(result: Result) -> int:
    """The line of the feature file where it stopped, else that of the example."""
    stopped = (step["line"] for step in result["steps"] if step["outcome"] == "failed")
    return next(stopped, result["line"])


def stopped_at(result: Result) -> int | str | None:
    """The number of the step where it stopped, or SET_UP or TEAR_DOWN around them; None: it did not stop."""
    if result["verdict"] == Verdict.PASS:
        return None
    outcomes = [step["outcome"] for step in result["steps"]]
    if ended := {"failed", "left"}.intersection(outcomes):
        return outcomes.index(ended.pop())
    if "not reached" not in outcomes:
        return TEAR_DOWN
    return outcomes.index("not reached") if "passed" in outcomes else SET_UP


def message(result: Result) -> str:
    """The verdict and why, for formats whose statuses say less."""
    return f"{result['verdict']} {result['why']}".strip()


def gist(result: Result) -> str:
    """Why it ended as it did, in a line; empty where all went well."""
    error = failure(result["error"]).in_a_line if result["error"] else ""
    if error and result["verdict"] in (Verdict.FAIL, Verdict.WARN, Verdict.EXPECTED_FAIL):
        told = ": ".join(filter(None, (result["why"].partition(":")[0], error)))
    else:
        told = result["why"] or error
    return " ".join(told.split())


def troubled(results: list[Result]) -> list[Result]:
    """The examples that somebody has to look at, the worst first, then as the chapters have them."""
    found = [result for result in results if result["verdict"] not in UNTROUBLED]
    return sorted(found, key=lambda result: WORST_FIRST.index(Verdict(result["verdict"])))
