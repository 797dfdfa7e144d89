"""Gives each example its verdict, where it ran: from what stopped it, the step it stopped at, and its tags.

What several verdicts make of a run is said in `ending`; what they mean in `verdicts`.
"""

from __future__ import annotations

import errno
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.parser import Step

from harness import controls, known_failing, profiles
from harness.browsers import NoBrowser
from harness.expect import RightEntryRefused, Unmet
from harness.otpauth import UnreadableKey
from harness.record import Story, story_of
from harness.verdicts import Inconclusive, NotApplicable, Verdict, Why
from targets.port import TargetError

LACKS = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What the system says when the machine lacks room, files or memory."""


@dataclass
class Course:
    """How far an example came: the step it stopped at, and whether a refusal had held before that."""

    stopped_in: str = ""
    stopped_at: str = ""
    refusal_held: bool = False


_COURSE = pytest.StashKey[Course]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The switch for recommendations."""
    parser.getgroup("twofold").addoption(
        "--strict-should", action="store_true", help="an unmet recommendation (@should) is FAIL, not WARN"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin with nothing held and nothing broken."""
    item.stash[_COURSE] = Course()


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Remember that a refusal held."""
    if step.type == "then" and controls.is_refusal(step.name):
        request.node.stash[_COURSE].refusal_held = True


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step) -> None:
    """Remember where it broke."""
    course = request.node.stash[_COURSE]
    course.stopped_in, course.stopped_at = step.type, step.name


@pytest.hookimpl(wrapper=True, tryfirst=True)  # outside the record, which attaches the story
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Attach verdict and why to the report of an example, with the pytest outcome that goes with them."""
    report = yield
    story = story_of(report)
    if story is None:
        return report
    verdict, why = Verdict.PASS, ""
    if call.excinfo is not None:
        is_call = call.when == "call"
        verdict, why = judged(call.excinfo.value, item.stash[_COURSE], is_call=is_call)
        verdict, why = _softened(verdict, why, story, item.config)
        _reword(report, item, verdict, why)
    report.verdict, report.why = verdict.value, why
    return report


def judged(error: BaseException, course: Course, *, is_call: bool = True) -> tuple[Verdict, str]:
    """The verdict on an example that this error ended, and why. is_call: it came from a step."""
    if isinstance(error, Unmet):
        return _unmet(error, course)
    if isinstance(error, UnreadableKey):
        return Verdict.FAIL, ""
    if isinstance(error, Inconclusive):
        return Verdict.INCONCLUSIVE, str(error)
    code = _code(error, is_call)
    words = str(error) if isinstance(error, NotApplicable | TargetError | NoBrowser) else _first_line(error)
    return code.verdict, code.told(words)


def _unmet(error: Unmet, course: Course) -> tuple[Verdict, str]:
    seen = " ".join(str(error).split()).removeprefix("The product does not keep its word. ")
    if isinstance(error, RightEntryRefused):
        if course.stopped_in == "given":
            return Verdict.INCONCLUSIVE, Why.CONTROL_BEFORE_FAILED.told(seen)
        if course.refusal_held and controls.only_controls(course.stopped_at):
            return Verdict.INCONCLUSIVE, Why.CONTROL_AFTER_FAILED.told(seen)
    return Verdict.FAIL, ""


def _code(error: BaseException, is_call: bool) -> Why:
    if isinstance(error, NotApplicable):
        return Why.NOT_OFFERED
    if isinstance(error, pytest.skip.Exception):
        return Why.SKIPPED
    if isinstance(error, TargetError):
        return Why.TARGET_UNUSABLE
    if isinstance(error, NoBrowser):
        return Why.MACHINE
    if isinstance(error, OSError) and error.errno in LACKS:
        return Why.MACHINE
    if _is_from_the_browser(error):
        return Why.NO_ANSWER if is_call else Why.MACHINE
    return Why.HARNESS_BUG


def _is_from_the_browser(error: BaseException) -> bool:
    """Whether Playwright raised it; steps may not use Playwright, so a driver was at work."""
    return any(kind.__module__.partition(".")[0] == "playwright" for kind in type(error).__mro__)


def _first_line(error: BaseException) -> str:
    kind = "" if isinstance(error, pytest.skip.Exception) else f"{type(error).__name__}: "
    return kind + str(error).strip().partition("\n")[0]


def _softened(verdict: Verdict, why: str, story: Story, config: pytest.Config) -> tuple[Verdict, str]:
    """A break that is only of a recommendation, or that the target file expects."""
    if verdict is not Verdict.FAIL:
        return verdict, why
    if words := _no_demand(story, config):
        return Verdict.WARN, words
    known = (e for e in known_failing.entries(config) if e.covers(story["tags"], story["example"]))
    if expected := next(known, None):
        return Verdict.EXPECTED_FAIL, Why.KNOWN_FAILING.told(str(expected))
    return verdict, why


def _no_demand(story: Story, config: pytest.Config) -> str:
    """Why what broke is not demanded, by its own tag or by the profile's clauses; empty if it is."""
    asked = profiles.named_profile(profiles.profile_of(config))
    strength = asked.strength(story["tags"], is_beyond_guide=profiles.is_of_standards(Path(story["file"])))
    if strength == "extra":
        return Why.SHOULD_UNMET.told(f"{asked.name} leaves it to the product.")
    if config.getoption("--strict-should"):
        return ""
    if "should" in story["tags"]:
        return Why.SHOULD_UNMET.told()
    return Why.SHOULD_UNMET.told(f"{asked.name} recommends it.") if strength == "should" else ""


def _reword(report: pytest.TestReport, item: pytest.Item, verdict: Verdict, why: str) -> None:
    """What pytest, JUnit and the like are told: red stays red, what is no break of a promise does not."""
    if verdict is Verdict.NOT_APPLICABLE:
        path, line, _ = item.location
        report.outcome, report.longrepr = "skipped", (path, (line or 0) + 1, f"Skipped: {why}")
    elif verdict in (Verdict.WARN, Verdict.EXPECTED_FAIL):
        report.outcome, report.wasxfail = "skipped", why
