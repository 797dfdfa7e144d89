"""Tells a failed example in ten lines: its place in the guide, both sides, whose fault, how to run it again.

Set as the report's own text, so that terminal, JUnit, run.json and page say the same, from every worker.
Pytest's traceback follows where it is asked for, or where the harness itself has to be mended.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import (
    ExceptionChainRepr,
    ReprEntryNative,
    ReprFileLocation,
    ReprTraceback,
    ReprTracebackNative,
)
from playwright.sync_api import Error as PlaywrightError

from harness.browsers import NoBrowser
from harness.expect import Unmet
from harness.otpauth import UnreadableKey
from harness.record import StepRecord, Story, story_in
from harness.verdicts import Inconclusive
from harness.words import PROMISED_AND_SEEN, rerun
from targets.port import TargetError

LONGEST = 300
"""Characters of a sentence in the ten lines; what is cut off there stands in full below them."""


class Fault(StrEnum):
    """Whose fault a failure is, in the words of the report."""

    PRODUCT = "the product: it does not keep its word"
    TARGET = "the target: its file, or the way to the product behind it"
    PRODUCT_OR_TARGET = "the product or its target: the product did not answer as its driver expects"
    MACHINE = "the machine: it lacks what a run needs"
    UNDECIDED = "undecided: the product could not be judged, for the reason told above"
    HARNESS = "the harness: Twofold itself, its steps or its feature files; the product was not judged"


FAULTS: tuple[tuple[type[BaseException], Fault], ...] = (
    (Unmet, Fault.PRODUCT),
    (UnreadableKey, Fault.PRODUCT),
    (Inconclusive, Fault.UNDECIDED),
    (TargetError, Fault.TARGET),
    (NoBrowser, Fault.MACHINE),
    (PlaywrightError, Fault.PRODUCT_OR_TARGET),
)
"""By the kind of exception; any other is the harness's fault."""

NEVER_STARTED = re.compile(r"^BrowserType\.launch")
"""How Playwright begins when a browser does not start, which no product can be blamed for."""


def fault_of(error: BaseException) -> Fault:
    """Whose fault an exception tells of."""
    if isinstance(error, PlaywrightError) and NEVER_STARTED.match(str(error)):
        return Fault.MACHINE
    return next((fault for kind, fault in FAULTS if isinstance(error, kind)), Fault.HARNESS)


@pytest.hookimpl(wrapper=True, trylast=True)  # innermost: whoever scrubs reports sees this text already
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, Any, Any]:
    """Put the ten lines where pytest would print its traceback first."""
    report = yield
    story = story_in(item)
    if story is not None and report.failed and call.excinfo is not None:
        report.longrepr = _told(report, story, call.excinfo.value, item.config)
    return report


def _told(
    report: pytest.TestReport, story: Story, error: BaseException, config: pytest.Config
) -> ExceptionChainRepr:
    lines, crash = tell(story, report.when or "call", error, _again(report.nodeid, story, config))
    chain: list[tuple[ReprTraceback, ReprFileLocation | None, str | None]]
    chain = [(ReprTracebackNative([f"{line}\n" for line in lines]), crash, None)]
    if fault_of(error) is Fault.HARNESS or _wants_trace(config):
        chain += _as_pytest_has_it(report.longrepr)
        chain[-1] = (chain[-1][0], crash, chain[-1][2])  # the last one's place is the failure's, for pytest
    return ExceptionChainRepr(chain)


def _wants_trace(config: pytest.Config) -> bool:
    style = config.getoption("tbstyle", "auto")
    asked = style in ("long", "short", "native") or config.getoption("showlocals", False)
    return bool(asked or config.get_verbosity() > 1)


def _as_pytest_has_it(longrepr: Any) -> list[Any]:
    if isinstance(longrepr, ExceptionChainRepr):
        return list(longrepr.chain)
    if hasattr(longrepr, "reprtraceback"):
        return [(longrepr.reprtraceback, longrepr.reprcrash, None)]
    return [(_plain(str(longrepr)), None, None)]


def _plain(text: str) -> ReprTraceback:
    return ReprTraceback([ReprEntryNative([text])], None, style="native")


def _again(nodeid: str, story: Story, config: pytest.Config) -> str:
    return rerun(nodeid, str(config.getoption("--target")), story["browser"])


def tell(story: Story, when: str, error: BaseException, again: str) -> tuple[list[str], ReprFileLocation]:
    """The lines, the first ten of which say it all, and the place in the feature file with the gist."""
    promised, seen = _promised_and_seen(error)
    step, place = _where(story, when)
    line = step["line"] if step else story["line"]
    lines = [
        f"Chapter:   {story['chapter']}",
        f"Rule:      {story['rule'] or 'none'}",
        f"Example:   {_titled(story)}",
        f"Step:      {place} ({story['file']}:{line})",
        f"Expected:  {_one_line(promised)}",
        f"Observed:  {_one_line(seen)}",
        f"At fault:  {fault_of(error)}",
        f"Run again: {again}",
    ]
    if _one_line(seen) != seen:
        lines += ["", "All that it says:", *(f"  {said}" for said in str(error).splitlines())]
    gist = f"Expected: {_one_line(promised)} Observed: {_one_line(seen)}"
    return lines, ReprFileLocation(story["file"], line, gist)


def _titled(story: Story) -> str:
    values = f": {', '.join(story['values'])}" if story["values"] else ""
    return story["example"] + values


def _where(story: Story, when: str) -> tuple[StepRecord | None, str]:
    """The step that failed, or the one that was about to be acted out, and how to call that place."""
    if when == "teardown":
        return None, "after the last step"
    found = next((step for step in story["steps"] if step["outcome"] == "failed"), None)
    ahead = next((step for step in story["steps"] if step["outcome"] == "not reached"), None)
    step = found or ahead
    if step is None:
        return None, "after the last step"
    words = f"{step['keyword']} {step['text']}"
    return step, words if when == "call" else f"before the first step, {words}"


def _promised_and_seen(error: BaseException) -> tuple[str, str]:
    told = PROMISED_AND_SEEN.search(str(error)) if isinstance(error, Unmet) else None
    if told:
        return told["expected"].strip(), told["observed"].strip()
    if isinstance(error, Inconclusive):
        return "The example shows whether the product keeps its word.", str(error)
    if isinstance(error, PlaywrightError):
        return "The product's pages let the person do what the step says.", _driver_words(str(error))
    if isinstance(error, (TargetError, NoBrowser)):
        return "The product and a browser are ready and answer.", str(error)
    if isinstance(error, UnreadableKey):
        return "A phone can read the key that the product shows.", str(error)
    return "The step can be acted out to its end.", f"{type(error).__name__}: {error}{_raised_at(error)}"


def _driver_words(message: str) -> str:
    """What Playwright says, with what it was waiting for, and without the rest of its log."""
    first, _, log = message.partition("\n")
    waiting = next((line.strip(" -") for line in log.splitlines() if "waiting for" in line), "")
    return f"{first.strip()} ({waiting})" if waiting else first.strip()


def _raised_at(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    code = trace.tb_frame.f_code
    return f" (in {code.co_name}, {Path(code.co_filename).name}:{trace.tb_lineno})"


def _one_line(text: str) -> str:
    """A sentence on one line, with what to do kept where the text says it."""
    words = " ".join(text.split())
    if len(words) <= LONGEST:
        return words
    first, _, _ = text.strip().partition("\n")
    do_this = re.search(r"Do this: (.*)", text)
    short = " ".join(filter(None, (first.strip(), do_this[0] if do_this else "")))
    return short if len(short) <= LONGEST else f"{short[: LONGEST - 1].rstrip()}…"
