"""Tells what one process acts out, event by event, as pytest and pytest-bdd announce it.

An example is a test case: a hook for its set-up, its steps, a hook for its tear-down. Each time that it is
acted out is an attempt of its own.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.parser import Step
from pytest_bdd.scenario import find_fixturedefs_for_step, scenario_wrapper_template_registry
from pytest_bdd.steps import step_function_context_registry
from pytest_bdd.utils import registry_get_safe

from harness.messages import envelopes as say
from harness.messages.features import Features, Pickle
from harness.messages.part import Part
from harness.record import pictures_of, story_in
from harness.verdicts import NotApplicable, Verdict, Why
from targets.port import TargetError

SET_UP, TEAR_DOWN = "set-up", "tear-down"
HOOKS = (
    {"hook": {"id": SET_UP, "name": SET_UP, "type": "BEFORE_TEST_CASE", "sourceReference": {}}},
    {"hook": {"id": TEAR_DOWN, "name": TEAR_DOWN, "type": "AFTER_TEST_CASE", "sourceReference": {}}},
)


@dataclass
class Attempt:
    """One example being acted out: its steps that have ended, and one that runs, with the moment it began."""

    id: str
    case: str
    pickle: Pickle
    nodeid: str
    browser: str
    ended: set[str] = field(default_factory=set)
    running: tuple[str, int] | None = None
    judged: dict[str, str] = field(default_factory=lambda: {"outcome": "passed"})
    stage: Any = None
    began_at: float | None = None
    ended_at: float | None = None

    def step(self, of_pickle: str) -> str:
        """The id of a step or hook in this test case."""
        return f"{self.case}.{of_pickle}"

    def takes(self, outcome: str, verdict: str, why: str) -> None:
        """Let a phase's bad end be the example's, unless something broke before."""
        if self.judged["outcome"] in ("passed", "skipped"):
            self.judged = {"outcome": outcome, "verdict": verdict, "why": why}

    def record(self) -> dict[str, Any]:
        """What the log keeps beside the steps; times are the product's, in seconds since the epoch."""
        verdict, why = say.verdict_of(self.judged)
        return {
            "verdict": verdict,
            "why": why,
            **self.example(),
            "virtual": {"begin": self.began_at, "end": self.ended_at},
        }

    def example(self) -> dict[str, Any]:
        """Which example this is, and which ids it speaks for."""
        return {
            "nodeid": self.nodeid,
            "browser": self.browser,
            "statements": say.statements(self.pickle.tags),
            "behaviours": say.behaviours(self.pickle.tags),
        }


class Teller:
    """The plugin of one process. `run` is the run's id, `worker` this process's name in it."""

    def __init__(self, root: Path, part: Part, run: str, worker: str) -> None:
        self.root, self.part, self.run, self.worker = root, part, run, worker
        self.features = Features(root)
        self.attempts = 0
        self.attempt: Attempt | None = None
        self._cases: set[str] = set()
        self._definitions: dict[tuple[str, str, str], list[str]] = {}
        self._told: set[str] = set()

    # An attempt and its hooks

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """There are examples to act out: from now on the log of the run before stands in for nothing.

        Workers collect while it isn't settled yet that the run starts; theirs goes with the first example.
        """
        is_alone = not hasattr(session.config, "workerinput")
        if is_alone and not session.config.option.collectonly and any(map(self._find, session.items)):
            self.part.begin().close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin an attempt before anything can break."""
        self._begin(item)

    def _begin(self, item: pytest.Item) -> None:
        found = self._find(item)
        self.attempt = None
        if found is None:
            return
        pickle, steps, browser = found
        case = f"{self.run}.{hashlib.sha256(item.nodeid.encode()).hexdigest()[:12]}"
        self.attempts += 1
        attempt = Attempt(f"{case}.{self.worker}.{self.attempts}", case, pickle, item.nodeid, browser)
        self._tell_case(item, attempt, steps)
        started = {"id": attempt.id, "testCaseId": case, "attempt": 0, "timestamp": say.now()}
        self.part.write({"testCaseStarted": {**started, "workerId": self.worker}})
        self.part.write(say.attachment(say.EXAMPLE, attempt.example(), testCaseStartedId=attempt.id))
        self.attempt = attempt
        self._start(attempt, attempt.step(SET_UP))

    def _find(self, item: pytest.Item) -> tuple[Pickle, list[Step], str] | None:
        template = registry_get_safe(scenario_wrapper_template_registry, getattr(item, "obj", None))
        if template is None:
            return None
        callspec = getattr(item, "callspec", None)
        parameters: dict[str, Any] = callspec.params if callspec else {}
        row: dict[str, str] = parameters.get("_pytest_bdd_example", {})
        pickle = self.features.pickle(Path(template.feature.filename), template.line_number, row)
        if pickle is None:
            return None
        return pickle, template.render(row).steps, str(parameters.get("browser_name") or "")

    def _tell_case(self, item: pytest.Item, attempt: Attempt, steps: list[Step]) -> None:
        if attempt.case in self._cases:
            return
        self._cases.add(attempt.case)
        test_steps = [
            {
                "id": attempt.step(attempt.pickle.steps[step.line_number]),
                "pickleStepId": attempt.pickle.steps[step.line_number],
                "stepDefinitionIds": self._definitions_of(item, step),
            }
            for step in steps
        ]
        hooks = [{"id": attempt.step(hook), "hookId": hook} for hook in (SET_UP, TEAR_DOWN)]
        self.part.write(
            {
                "testCase": {
                    "id": attempt.case,
                    "pickleId": attempt.pickle.id,
                    "testRunStartedId": self.run,
                    "testSteps": [hooks[0], *test_steps, hooks[1]],
                }
            }
        )

    def _definitions_of(self, item: pytest.Item, step: Step) -> list[str]:
        """Ids of the step definitions that fit a step, each told when it is first met."""
        key = (item.nodeid.partition("::")[0], step.type, step.name)
        if key not in self._definitions:
            found = find_fixturedefs_for_step(step, item.session._fixturemanager, item)
            told = [self._tell_definition(fixture.func) for fixture in found]
            self._definitions[key] = sorted(set(told))
        return self._definitions[key]

    def _tell_definition(self, fixture: Any) -> str:
        context = step_function_context_registry[fixture]
        code = inspect.unwrap(context.step_func).__code__
        uri = Path(os.path.relpath(code.co_filename, self.root)).as_posix()
        phrase = context.parser.name
        name = hashlib.sha256(f"{uri}\0{context.type}\0{phrase}".encode()).hexdigest()[:12]
        if name not in self._told:
            self._told.add(name)
            place = {"uri": uri, "location": {"line": code.co_firstlineno}}
            # The protocol knows two kinds of pattern; `parse` phrases are close to the first.
            pattern = {"source": phrase, "type": "CUCUMBER_EXPRESSION"}
            definition = {"id": name, "pattern": pattern, "sourceReference": place}
            self.part.write({"stepDefinition": definition})
        return name

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        """The tear-down begins."""
        if self.attempt is not None:
            self._start(self.attempt, self.attempt.step(TEAR_DOWN))

    @pytest.hookimpl(wrapper=True, tryfirst=True)  # outside those that judge
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A phase has ended; with the tear-down, the attempt."""
        report = yield
        if call.when == "setup" and self.attempt is None:
            self._begin(item)  # another plugin ended the set-up before it came to us
        attempt = self.attempt
        if attempt is not None and attempt.nodeid == item.nodeid:
            self._take(attempt, report, call.excinfo.value if call.excinfo else None)
            if call.when == "teardown":
                self._end(attempt)
                self._see_that_it_is_told(attempt, report)
            else:
                self._look_at_clock(attempt)
        return report

    def _see_that_it_is_told(self, attempt: Attempt, report: pytest.TestReport) -> None:
        """An example that the log doesn't tell to its end is none, whatever it showed."""
        if self.part.failed is not None and attempt.judged["outcome"] in ("passed", "skipped"):
            report.outcome, report.longrepr = "failed", self.part.lost
            verdict = {"verdict": Verdict.HARNESS_ERROR.value, "why": Why.MACHINE.told(self.part.lost)}
            vars(report).update(verdict)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """The stage is set: from now on the product's time can be read."""
        value = yield
        if fixturedef.argname == "stage" and self.attempt is not None:
            self.attempt.stage = value
            self._look_at_clock(self.attempt)
        return value

    def _take(self, attempt: Attempt, report: pytest.TestReport, error: BaseException | None) -> None:
        if not report.passed:
            broke = report.failed and report.when != "call"
            judged = getattr(report, "verdict", ""), say.redact(getattr(report, "why", _reason(error)))
            attempt.takes("error" if broke else report.outcome, *judged)
        status = {"passed": "PASSED", "failed": "FAILED", "skipped": "SKIPPED"}.get(report.outcome, "UNKNOWN")
        if attempt.running is not None:
            self._finish(attempt, status, error)
        if report.when == "call" or (report.when == "setup" and not report.passed):
            for step in map(attempt.step, attempt.pickle.steps.values()):
                if step not in attempt.ended:
                    self._start(attempt, step)
                    self._finish(attempt, "SKIPPED")

    def _look_at_clock(self, attempt: Attempt) -> None:
        """Note the product's time while the stage stands, the first that is seen and the last."""
        if attempt.stage is None:
            return
        try:
            attempt.ended_at = attempt.stage.target.clock.now()
        except (OSError, TargetError):  # the target is gone: the verdict says so, and the time stays unknown
            return
        if attempt.began_at is None:
            attempt.began_at = attempt.ended_at

    def _end(self, attempt: Attempt) -> None:
        self.part.write(say.attachment(say.VERDICT, attempt.record(), testCaseStartedId=attempt.id))
        finished = {"testCaseStartedId": attempt.id, "timestamp": say.now(), "willBeRetried": False}
        self.part.write({"testCaseFinished": finished})
        self.attempt = None

    # Steps

    def pytest_bdd_before_step(self, request: pytest.FixtureRequest, step: Step) -> None:
        """A step begins."""
        for attempt in self._acting(request):
            self._look_at_clock(attempt)
            self._start(attempt, attempt.step(attempt.pickle.steps[step.line_number]))

    def pytest_bdd_after_step(self, request: pytest.FixtureRequest, step: Step) -> None:
        """A step has passed."""
        for attempt in self._acting(request):
            self._tell_evidence(attempt, request, step)
            self._finish(attempt, "PASSED")

    def pytest_bdd_step_error(self, request: pytest.FixtureRequest, step: Step, exception: Exception) -> None:
        """A step has failed, or found that there is nothing to judge."""
        status = "SKIPPED" if isinstance(exception, NotApplicable) else "FAILED"
        for attempt in self._acting(request):
            self._tell_evidence(attempt, request, step)
            self._finish(attempt, status, exception)

    def pytest_bdd_step_func_lookup_error(
        self, request: pytest.FixtureRequest, step: Step, exception: Exception
    ) -> None:
        """A step has no definition."""
        for attempt in self._acting(request):
            self._start(attempt, attempt.step(attempt.pickle.steps[step.line_number]))
            self._finish(attempt, "UNDEFINED", exception)

    def _acting(self, request: pytest.FixtureRequest) -> Iterator[Attempt]:
        """The attempt that a step belongs to, if it is one of ours."""
        if self.attempt is not None and self.attempt.nodeid == request.node.nodeid:
            yield self.attempt

    def _tell_evidence(self, attempt: Attempt, request: pytest.FixtureRequest, step: Step) -> None:
        """What was done in the step that ends now, with its pictures, and the numbers that it measured."""
        story = story_in(request.node)
        steps = [told for told in story["steps"] if told["line"] == step.line_number] if story else []
        deeds = [deed for told in steps for deed in told.get("evidence", [])]
        measures = [measure for told in steps for measure in told.get("measures", [])]
        where = {
            "testCaseStartedId": attempt.id,
            "testStepId": attempt.step(attempt.pickle.steps[step.line_number]),
        }
        if deeds or measures:
            seen = {"deeds": deeds, **({"measures": measures} if measures else {})}
            self.part.write(say.attachment(say.EVIDENCE, seen, fileName="evidence.json", **where))
        for path in (path for deed in deeds for path in pictures_of(deed)):
            self.part.write(say.picture(path, **where))

    def _start(self, attempt: Attempt, step: str) -> None:
        self.part.write(say.step_started(attempt.id, step))
        attempt.running = (step, time.monotonic_ns())

    def _finish(self, attempt: Attempt, status: str, error: BaseException | None = None) -> None:
        if attempt.running is None:
            return
        step, since = attempt.running
        result = say.step_result(status, time.monotonic_ns() - since, error)
        self.part.write(say.step_finished(attempt.id, step, result))
        attempt.ended.add(step)
        attempt.running = None

    def pytest_sessionfinish(self) -> None:
        """The process has acted out all that it was given."""
        self.part.close()


def _reason(error: BaseException | None) -> str:
    """The first line of what an exception says, for a verdict."""
    return "" if error is None else say.redact(str(error)).strip().partition("\n")[0]
