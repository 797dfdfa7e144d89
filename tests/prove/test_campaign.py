"""What a campaign tries: the examples named, controls drawn alike each time, all of them on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from faults.products.patched import Patch, Patched
from harness import browsers
from harness.prove import campaign
from harness.prove.campaign import (
    Unprovable,
    carried_out,
    planned,
    repeated,
    unbroken,
)
from harness.prove.examples import Example
from harness.prove.trial import Seen, Trial


def example(title: str, behaviour: str, row: str = "") -> Example:
    name = f"{title}: {row}" if row else title
    return Example(name, title, "Chapter", "Rule", frozenset({behaviour, "G-1a"}), f"steps/test_x.py::{name}")


EXAMPLES = {
    made.name: made
    for made in [
        *(example("Replay", "B10", row) for row in ("now", "later")),
        *(example(f"Near {number}", "B10") for number in range(5)),
        *(example(f"Far {number}", "B20") for number in range(5)),
    ]
}


def fault(*caught_by: str, id: str = "A1") -> Patch:
    return Patch(id, "It is broken.", caught_by)


def test_a_title_means_all_rows_and_a_row_itself() -> None:
    whole, row = planned([fault("Replay"), fault("Replay: later", id="A2")], EXAMPLES, full=True)
    assert [made.name for made in whole.must] == ["Replay: now", "Replay: later"]
    assert [made.name for made in row.must] == ["Replay: later"]


def test_of_those_that_must_notice_as_many_are_tried_as_asked_for_and_the_others_are_no_controls() -> None:
    (job,) = planned([fault("Replay", "Far 1")], EXAMPLES, full=False, each=2)
    assert [made.name for made in job.must] == ["Replay: now", "Far 1"]
    assert "Replay: later" not in [made.name for made in job.controls]


def test_one_is_tried_unless_more_are_asked_for() -> None:
    (job,) = planned([fault(*(f"Near {number}" for number in range(5)))], EXAMPLES, full=False)
    assert [made.name for made in job.must] == ["Near 0"]


def test_those_are_tried_that_no_other_fault_has_tried() -> None:
    wide = fault("Replay", *(f"Near {number}" for number in range(4)))
    narrow = fault("Near 0", "Replay: now", id="A2")
    one, other = planned([wide, narrow], EXAMPLES, full=False, each=2)
    assert [made.name for made in one.must] == ["Replay: later", "Near 1"]
    assert [made.name for made in other.must] == ["Near 0", "Replay: now"]


def test_a_control_is_a_neighbour() -> None:
    (job,) = planned([fault("Replay: now")], EXAMPLES, full=False)
    (control,) = job.controls
    assert "B10" in control.behaviours
    assert control not in job.must


def test_a_control_is_one_that_another_trial_relies_on() -> None:
    one, other = planned([fault("Replay: now"), fault("Far 1", id="A2")], EXAMPLES, full=False)
    assert [made.name for made in one.controls] == ["Far 1"]
    assert [made.name for made in other.controls] == ["Replay: now"]


def test_over_many_faults_every_example_is_a_control() -> None:
    many = [fault("Replay: now", id=f"A{number}") for number in range(len(EXAMPLES) - 1)]
    first, again = planned(many, EXAMPLES, full=False), planned(many, EXAMPLES, full=False)
    assert first == again
    controls = {made.name for job in first for made in job.controls}
    assert controls == EXAMPLES.keys() - {"Replay: now"}


def test_faults_that_are_alike_are_tried_with_what_must_notice_the_others() -> None:
    pair = [fault("Replay: now"), fault("Replay: later", "Near 1", id="A2"), fault("Far 1", id="A4")]
    one, other, apart = planned(pair, EXAMPLES, full=False, each=2, alike=[("A1", "A2")])
    assert [made.name for made in one.controls] == ["Replay: later", "Near 1"]
    assert [made.name for made in other.controls] == ["Replay: now"]
    assert len(apart.controls) == 1


def test_repetitions_try_controls_once() -> None:
    jobs = planned([fault("Replay"), fault("Far 1", id="A2")], EXAMPLES, full=False)
    often = repeated(jobs, 3)
    assert [job.fault for job in often] == ["A1", "A2", "A1", "A1", "A2", "A2"]
    assert often[:2] == jobs
    assert all(job.must and not job.controls for job in often[2:])


def test_full_tries_every_example() -> None:
    (job,) = planned([fault("Far 1")], EXAMPLES, full=True)
    assert {made.name for made in (*job.must, *job.controls)} == EXAMPLES.keys()


def test_without_a_fault_only_those_are_tried_that_passed_nowhere() -> None:
    jobs = planned([fault("Replay"), fault("Far 1", id="A2")], EXAMPLES, full=True)
    tried = Trial("A2", ("Far 1",), {"Far 1": Seen("FAIL"), "Replay: now": Seen("PASS")}, True, 1.0)
    parts = unbroken(jobs, [tried], 2)
    assert [[made.name for made in part.controls] for part in parts] == [["Replay: later"], ["Far 1"]]
    assert all(not part.fault and not part.must for part in parts)


def test_a_name_that_means_nothing_is_told() -> None:
    with pytest.raises(Unprovable, match="A1 names 'Nobody', and no example is called so"):
        planned([fault("Nobody")], EXAMPLES, full=False)


def test_a_fault_that_nobody_has_to_notice_is_told() -> None:
    with pytest.raises(Unprovable, match="A1 names no example that has to notice it"):
        planned([fault()], EXAMPLES, full=False)


TRIAL_SECONDS = 0.5
"""How long each trial but the first takes."""


class Bench:
    """Where nothing runs; it notes what should have."""

    tried: list[str]
    busy = Event()  # nobody sets it

    def __init__(self, root: Path, options: Sequence[str], mark: str) -> None:
        pass

    def run(
        self, fault: str, must: Sequence[str], examples: Sequence[Example], environment: Mapping[str, str]
    ) -> Trial:
        if self.tried:
            self.busy.wait(TRIAL_SECONDS)
        self.tried.append(fault)
        return Trial(fault, tuple(must), {}, True, 1.0)

    def end(self) -> None:
        pass


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> type[Bench]:
    Bench.tried = []
    monkeypatch.setattr(campaign, "Bench", Bench)
    monkeypatch.setattr(browsers, "require", lambda name: SimpleNamespace(path=Path(name)))
    return Bench


def test_the_longest_begin_first_and_are_told_in_the_order_asked_for(bench: type[Bench]) -> None:
    faults = [fault("Far 1"), fault("Near 0", "Near 1", id="A2")]
    jobs = planned(faults, EXAMPLES, full=False, each=2)
    trials = carried_out(jobs, Patched("reference", faults), Path(), 1, lambda trial: None)
    assert bench.tried == ["A2", "A1"]
    assert [trial.fault for trial in trials] == ["A1", "A2"]


def test_what_has_not_begun_does_not_begin_once_it_is_stopped(bench: type[Bench]) -> None:
    faults = [fault("Far 1", id=f"A{number}") for number in range(6)]
    jobs = planned(faults, EXAMPLES, full=False)

    def stop(trial: Trial) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carried_out(jobs, Patched("reference", faults), Path(), 1, stop)
    assert len(bench.tried) < len(faults)
