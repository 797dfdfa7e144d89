"""The ledger hands each code out once, waits only in real time, and says for what."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from harness.ledger import LEAST_LEFT, Ledger, PatientClock, Wait
from harness.otpauth import KeyUri
from harness.phone import Phone
from harness.secrets import Secret
from harness.verdicts import NotApplicable
from tests.evidence.tiny_suite import TinySuite
from tests.long import mostly_long

SECRET, OTHER = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
BOUNDARY = 1_000_000_020.0
"""A moment at which a step of 30 seconds begins."""


class Monotonic:
    """Time that passes by itself, told by a test: waiting takes as long as it says, and a little more."""

    movable = False
    running = True

    def __init__(self, now: float, late: float = 0.0) -> None:
        self.time, self.late = now, late
        self.waited: list[float] = []

    def now(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += seconds + self.late


class Movable(Monotonic):
    movable = True
    running = False


def patient(clock: Monotonic, ledger: Ledger) -> Phone:
    phone = Phone(PatientClock(clock, ledger), ledger=ledger)
    phone.keep(KeyUri("Shop", "alice", Secret(SECRET, "key")))
    return phone


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    opened = Ledger()
    yield opened
    opened.close()


def test_a_step_is_spent_once_for_each_secret(ledger: Ledger) -> None:
    assert [ledger.take(SECRET, 7) for _ in range(3)] == [7, 8, 9]
    assert ledger.take(OTHER, 7) == 7
    assert ledger.is_spent(SECRET, 9) and not ledger.is_spent(SECRET, 10)


def test_a_step_that_a_scenario_skipped_stays_free(ledger: Ledger) -> None:
    assert [ledger.take(SECRET, 8), ledger.take(SECRET, 7), ledger.take(SECRET, 7)] == [8, 7, 9]


def test_virtual_time_is_moved_and_never_waited_for(ledger: Ledger) -> None:
    clock = Movable(BOUNDARY + 29.5)
    phone = Phone(clock, ledger=ledger)
    entry = phone.keep(KeyUri("Shop", "alice", Secret(SECRET, "key")))
    first = phone.step(entry)
    assert phone.code() == entry.code_at_step(first)
    assert clock.waited == [], "half a second left is enough where time stands still"
    assert phone.code() == entry.code_at_step(first + 1)
    assert clock.now() == BOUNDARY + 30 + 5
    assert ledger.waits == []


def test_a_fresh_code_with_time_left_is_not_waited_for(ledger: Ledger) -> None:
    clock = Monotonic(BOUNDARY + 30 - LEAST_LEFT)
    patient(clock, ledger).code()
    assert clock.waited == []


def test_no_entry_is_started_with_too_little_left(ledger: Ledger) -> None:
    clock = Monotonic(BOUNDARY + 30 - LEAST_LEFT + 0.1)
    phone = patient(clock, ledger)
    code = phone.code()
    assert clock.now() == pytest.approx(BOUNDARY + 31)
    assert code == phone.entry().code_at(clock.now())
    (wait,) = ledger.waits
    assert wait["seconds"] == pytest.approx(4.9)
    assert wait["reason"] == "too little of the code's time step was left (under 4 s)"


def test_a_spent_code_is_put_off_to_the_next_step(ledger: Ledger) -> None:
    clock = Monotonic(BOUNDARY + 10)
    phone = patient(clock, ledger)
    codes = [phone.code(), phone.code()]
    assert codes == [phone.entry().code_at(BOUNDARY + at) for at in (10, 31)]
    assert clock.waited == [pytest.approx(21)]
    assert [wait["reason"] for wait in ledger.waits] == ["the code was handed out before"]


class LateOnce(Monotonic):
    """The first wait takes so long that the step waited for is nearly over."""

    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self.late = 0.0


def test_a_wait_that_takes_too_long_is_waited_for_again(ledger: Ledger) -> None:
    clock = LateOnce(BOUNDARY + 27, late=27.0)
    phone = patient(clock, ledger)
    assert phone.code() == phone.entry().code_at(clock.now())
    assert clock.now() == pytest.approx(BOUNDARY + 61)
    assert len(clock.waited) == 2


def test_one_wait_serves_all_whose_next_step_is_the_same(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for second, example in ((10, "a.py::one"), (20, "a.py::two")):
        monkeypatch.setenv("PYTEST_CURRENT_TEST", f"{example} (call)")
        phone = patient(Monotonic(BOUNDARY + second), ledger)
        entry = phone.keep(KeyUri("Shop", "alice", Secret(SECRET if second == 10 else OTHER, "key")))
        ledger.take(entry.key.secret.reveal(), int(BOUNDARY // 30))
        phone.code()
    assert ledger.waits == [
        Wait(seconds=21.0, reason="the code was handed out before", served=["a.py::one", "a.py::two"])
    ]


def test_what_the_scenario_lets_pass_is_a_wait_with_its_reason(ledger: Ledger) -> None:
    phone = patient(Monotonic(BOUNDARY), ledger)
    phone.clock.advance(60)
    phone.run_off(-90)
    phone.wait_for_next_step(phone.entry())
    assert [wait["reason"] for wait in ledger.waits] == [
        "the scenario lets 60 s pass",
        "a phone 90 s slow must not show codes of before",
        "the scenario waits until the code has changed",
    ]


def test_nobody_waits_for_a_day(ledger: Ledger) -> None:
    clock = Monotonic(BOUNDARY)
    phone = Phone(PatientClock(clock, ledger, longest=600), ledger=ledger)
    with pytest.raises(NotApplicable, match=r"1 day is longer than --longest-wait allows \(10 min\)"):
        phone.run_off(-86400)
    assert (clock.waited, ledger.waits) == ([], [])
    phone.run_off(-600)
    assert clock.waited == [600]


def test_no_secret_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger, same, strange = Ledger(path, b"k" * 32), Ledger(path, b"k" * 32), Ledger(path, b"x" * 32)
    ledger.take(SECRET, 7)
    assert same.is_spent(SECRET, 7)
    assert not strange.is_spent(SECRET, 7), "without the run's key nobody can look a secret up"
    for opened in (ledger, same, strange):
        opened.close()
    assert SECRET.encode() not in path.read_bytes()


def _race(path: Path, number: int, start: object, found: object) -> None:
    ledger = Ledger(path, b"k" * 32)
    start.wait()  # type: ignore[attr-defined]
    found.put([ledger.take(SECRET, 100) for _ in range(number)])  # type: ignore[attr-defined]
    ledger.close()


def test_two_processes_never_get_the_same_step(tmp_path: Path) -> None:
    context, number = multiprocessing.get_context("spawn"), 200
    start, found = context.Barrier(2), context.Queue()
    racers = [
        context.Process(target=_race, args=(tmp_path / "ledger.db", number, start, found)) for _ in range(2)
    ]
    for racer in racers:
        racer.start()
    first, second = (found.get(timeout=60) for _ in racers)
    for racer in racers:
        racer.join(timeout=60)
    assert sorted(first + second) == list(range(100, 100 + 2 * number))
    assert all(before < after for steps in (first, second) for before, after in pairwise(steps))


FEATURE = """Feature: A tiny chapter

  Rule: Codes count

    Example: One
      Given a code

    Example: Two
      Given a code
"""
STEPS = """
@given("a code")
def code(stage):
    person = stage.person("Alice")
    person.phone.keep(KeyUri("Shop", "alice", Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "key")))
    person.phone.code()
"""
IMPORTS = """
import pytest
from harness.otpauth import KeyUri
from harness.secrets import Secret

@pytest.fixture
def new_context(): return None
"""
REAL_TIME = """
class Slow:
    movable = False
    running = True
    time = 1_000_000_030.0
    def now(self): return self.time
    def advance(self, seconds): self.time += seconds
Product.clock = Slow()
"""


@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "2"))
def test_waits_stand_in_summary_record_and_page(suite: TinySuite, workers: str) -> None:
    suite.tell(FEATURE, IMPORTS + STEPS, REAL_TIME)
    run = suite.run("-n", workers)
    assert run.code == 0, run.printed
    (wait,) = run.record["waits"]
    assert (wait["seconds"], wait["reason"]) == (21.0, "the code was handed out before")
    assert len(wait["served"]) == 1
    assert "21 s: the code was handed out before (steps/test_chapter.py::test_" in run.printed
    assert "21 s: the code was handed out before" in (run.folder / "index.html").read_text(encoding="utf-8")


LATER = """
@given("a code")
def later(stage): stage.target.clock.advance(3000)
"""


@pytest.mark.parametrize(
    ("options", "verdict", "ended"),
    [((), "NOT_APPLICABLE", "left"), (("--longest-wait=3000",), "PASS", "passed")],
)
def test_how_long_is_waited_at_most_can_be_said(
    suite: TinySuite, options: tuple[str, ...], verdict: str, ended: str
) -> None:
    """An example that is left for that has no step that failed, wherever it is told."""
    suite.tell(FEATURE, IMPORTS + LATER, REAL_TIME)
    run = suite.run("--narrate", *options)
    for example in ("One", "Two"):
        result = run.result(example)
        assert (result["verdict"], result["steps"][0]["outcome"]) == (verdict, ended), run.printed
    page = "".join(path.read_text(encoding="utf-8") for path in run.folder.glob("chapters/*.html"))
    assert "failed here" not in page and "stopped at" not in run.printed
    assert ("left here" in page) is (ended == "left")


def test_nothing_is_told_of_waits_on_virtual_time(suite: TinySuite) -> None:
    suite.tell(FEATURE, IMPORTS + STEPS)
    run = suite.run()
    assert run.code == 0, run.printed
    assert run.record["waits"] == []
    assert "waits in real time" not in run.printed
