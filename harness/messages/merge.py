"""Makes one log of the parts of a run, in the order of the features, whoever acted what out and when.

An attempt that a part begins and never ends is told to its end here: its worker crashed, or the run was
stopped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.messages import envelopes as say
from harness.messages import part
from harness.messages.envelopes import Envelope

EARLIER = "an earlier attempt was"
STOPPED = "the run was stopped before this example had ended"


@dataclass
class Attempt:
    """One attempt as its part tells it, begin and end included."""

    id: str
    case: str
    worker: str
    began: tuple[int, int]
    events: list[Envelope] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        """Whether the part tells its end."""
        return "testCaseFinished" in self.events[-1]


@dataclass
class Told:
    """What the parts tell together, by id."""

    definitions: dict[str, Envelope] = field(default_factory=dict)
    cases: dict[str, Envelope] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)

    def take(self, event: Envelope) -> None:
        """Sort one event in."""
        (kind, told), *_ = event.items()
        if kind == "stepDefinition":
            self.definitions[told["id"]] = event
        elif kind == "testCase":
            self.cases[told["id"]] = event
        elif kind == "testCaseStarted":
            stamp = told["timestamp"]
            began = (stamp["seconds"], stamp["nanos"])
            self.attempts[told["id"]] = Attempt(
                told["id"], told["testCaseId"], told["workerId"], began, [event]
            )
        else:
            self.attempts[told["testCaseStartedId"]].events.append(event)

    def attempts_at(self, case: str) -> list[Attempt]:
        """The attempts at one example, the first one first."""
        return sorted(
            (a for a in self.attempts.values() if a.case == case), key=lambda attempt: attempt.began
        )


@dataclass(frozen=True)
class Acted:
    """What a run acted out, and what is known of it besides.

    crashed: workers that died; results: by node id, how the run's record judges what has ended.
    """

    told: Told
    crashed: Collection[str]
    results: Mapping[str, Mapping[str, Any]]


def read(parts: Iterable[Path]) -> Told:
    """All that the parts tell. Raises ValueError for a part with a broken line inside."""
    told = Told()
    for path in sorted(parts):
        for event in part.read(path):
            told.take(event)
    return told


def examples(acted: Acted, order: Mapping[str, int]) -> Iterator[Envelope]:
    """Each example's test case and attempts, by `order` (places of pickle ids)."""
    told = acted.told
    by_order = sorted(told.cases.values(), key=lambda case: (order[_pickle(case)], case["testCase"]["id"]))
    for case in by_order:
        yield case
        attempts = told.attempts_at(case["testCase"]["id"])
        bad = ""
        for number, attempt in enumerate(attempts):
            is_last = number == len(attempts) - 1
            if not attempt.has_ended:
                attempt.events += _an_end(attempt, case, acted.crashed)
            elif is_last:
                _judge(attempt, acted.results, bad)
            attempt.events[0]["testCaseStarted"]["attempt"] = number
            attempt.events[-1]["testCaseFinished"]["willBeRetried"] = not is_last
            yield from (event for event in attempt.events if say.body_of(event, say.EXAMPLE) is None)
            if not bad and (verdict := _verdict(attempt)["verdict"]) not in ("PASS", "NOT_APPLICABLE"):
                bad = verdict


def _pickle(case: Envelope) -> str:
    return str(case["testCase"]["pickleId"])


def _verdict(attempt: Attempt) -> dict[str, Any]:
    records = (say.body_of(event, say.VERDICT) for event in attempt.events)
    return next(record for record in records if record is not None)


def _judge(attempt: Attempt, results: Mapping[str, Mapping[str, Any]], bad_before: str) -> None:
    """Let the log say what the record says; a pass after a bad verdict leaves that verdict as it is."""
    record = _verdict(attempt)
    if result := results.get(record["nodeid"]):
        verdict, why = say.verdict_of(result)
        record |= {"verdict": verdict, "why": why or record["why"]}
    if bad_before and record["verdict"] == "PASS":
        why = f"{EARLIER} {bad_before}, and no repetition mends that"
        record |= {"verdict": bad_before, "why": why}
    settled = say.attachment(say.VERDICT, record, testCaseStartedId=attempt.id)
    attempt.events[:] = [
        settled if say.body_of(event, say.VERDICT) is not None else event for event in attempt.events
    ]


def _an_end(attempt: Attempt, case: Envelope, crashed: Collection[str]) -> Iterator[Envelope]:
    """What the worker could not tell any more: the step that ran is unknown, the others were not reached."""
    crash = f"worker crashed: {attempt.worker} died while this example was running"
    why = crash if attempt.worker in crashed else STOPPED
    began = {e["testStepStarted"]["testStepId"] for e in attempt.events if "testStepStarted" in e}
    ended = {e["testStepFinished"]["testStepId"] for e in attempt.events if "testStepFinished" in e}
    steps = [step["id"] for step in case["testCase"]["testSteps"] if step["id"] not in ended]
    running = next((step for step in steps if step in began), next(iter(steps), None))
    for step in sorted(steps, key=lambda step: step != running):
        if step not in began:
            yield say.step_started(attempt.id, step)
        known = ("UNKNOWN", why) if step == running else ("SKIPPED", "")
        yield say.step_finished(attempt.id, step, say.step_result(known[0], message=known[1]))
    if not any(say.body_of(event, say.VERDICT) for event in attempt.events):
        yield say.attachment(say.VERDICT, _unended(attempt, why), testCaseStartedId=attempt.id)
    finished = {"testCaseStartedId": attempt.id, "timestamp": say.now(), "willBeRetried": False}
    yield {"testCaseFinished": finished}


def _unended(attempt: Attempt, why: str) -> dict[str, Any]:
    bodies = (say.body_of(event, say.EXAMPLE) for event in attempt.events)
    example = next((body for body in bodies if body is not None), {"nodeid": "", "browser": ""})
    empty: dict[str, Any] = {"statements": [], "behaviours": []}
    times = {"begin": None, "end": None}
    return {"verdict": "HARNESS_ERROR", "why": why, **empty, **example, "virtual": times, "ended": False}
