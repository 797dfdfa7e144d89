"""What is noted of each step: who did what, when, with a code of which time step, and what came back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from harness.evidence import CUT_OUT, Evidence, shape, without
from harness.phone import Shown
from harness.record import StepRecord, Story
from harness.report import deeds
from targets.port import Answer, Driver, Outcome, Reason
from tests.evidence.tiny_suite import TinySuite
from tests.long import mostly_long

NOW = 1_000_000_000.0  # ten seconds into a time step of thirty


class StillClock:
    movable = True
    running = False

    def now(self) -> float:
        return NOW

    def advance(self, seconds: float) -> None:
        raise AssertionError("evidence must not move time")


class Talkative:
    """A driver of a product that repeats what it was given."""

    page = None

    def enter_code(self, code: str) -> Answer:
        return Answer(Outcome.REJECTED, f"{code} is wrong.", Reason.WRONG, typed=code[:5])

    def sign_in(self, email: str, password: str) -> Answer:
        return Answer(Outcome.CODE_ASKED)

    def backup_codes_shown(self) -> list[str]:
        return ["abcd-efgh-1", "abcd-efgh-2"]

    def setup_key(self) -> str:
        return "JBSWY3DPEHPK3PXP"

    def private_pages_open(self) -> list[str]:
        return ["/home"]

    def is_signed_in(self) -> bool:
        return False

    def where(self) -> Outcome:
        return Outcome.CODE_ASKED

    def race_codes(self, other: Driver, code: str, *, backup: bool) -> None:
        assert isinstance(other, Talkative)

    def turn_off(self) -> Answer:
        raise TimeoutError("no answer")


def story() -> Story:
    steps = [
        StepRecord(keyword=keyword, text="it", line=line, outcome="not reached")
        for line, keyword in enumerate(("Given", "When", "Then"))
    ]
    return Story(
        chapter="C", rule="", example="E", values=[], tags=[], file="f", line=3, browser="", steps=steps
    )


@pytest.fixture
def log() -> Evidence:
    return Evidence(story())


@pytest.fixture
def driver(log: Evidence) -> Driver:
    return log.watch(cast(Driver, Talkative()), "Alice", 2, StillClock())


def noted(log: Evidence, step: int = 0) -> list[dict[str, Any]]:
    return [dict(deed) for deed in log.story["steps"][step].get("evidence", [])]


def test_a_code_with_its_time_step_and_what_came_back(log: Evidence, driver: Driver) -> None:
    step = int(NOW // 30)
    log.shown["123456"] = Shown(step - 1, 30, skew=-25)
    driver.enter_code("123456")
    (deed,) = noted(log)
    assert (deed["task"], deed["by"], deed["device"]) == ("enter code", "Alice", 2)
    assert deed["product_time"] == "2001-09-09T01:46:40.000+00:00"
    assert deed["at"].endswith("+00:00") and deed["took"] >= 0
    assert (deed["time_step"], deed["steps_away"], deed["seconds_left"]) == (step - 1, -1, -10.0)
    assert deed["phone_time"] == "2001-09-09T01:46:15.000+00:00"
    assert deed["given"] == ["6 digits"]
    assert deed["read_back"] == "5 digits, not what was given"
    assert (deed["answer"], deed["reason"]) == ("rejected", "wrong")
    assert deed["said"] == f"{CUT_OUT} is wrong."


def test_no_value_of_a_secret_is_noted(log: Evidence, driver: Driver) -> None:
    driver.enter_code("123456")
    driver.sign_in("alice@example.com", "a-long-password")
    driver.backup_codes_shown()
    driver.setup_key()
    text = json.dumps(noted(log))
    for secret in ("123456", "12345", "a-long-password", "abcd-efgh", "JBSWY3DPEHPK3PXP"):
        assert secret not in text
    assert [deed["answer"] for deed in noted(log)[2:]] == ["2: 11 characters", "16 characters"]


def test_names_of_places_and_yes_or_no_are_told(log: Evidence, driver: Driver) -> None:
    assert driver.private_pages_open() == ["/home"]
    driver.is_signed_in()
    driver.where()
    assert [deed["answer"] for deed in noted(log)] == ["1: /home", "no", "asked for a code"]


def test_each_deed_stands_with_its_step(log: Evidence, driver: Driver) -> None:
    driver.where()
    log.story["steps"][0]["outcome"] = "passed"
    driver.is_signed_in()
    for step in log.story["steps"]:
        step["outcome"] = "passed"
    driver.where()
    assert [[deed["task"] for deed in noted(log, step)] for step in range(3)] == [
        ["where"],
        ["is signed in"],
        [],
    ]


def test_a_task_that_breaks_off_is_noted_and_still_breaks_off(log: Evidence, driver: Driver) -> None:
    with pytest.raises(TimeoutError):
        driver.turn_off()
    assert noted(log)[0]["answer"] == "broke off: TimeoutError"


def test_a_driver_meets_the_other_as_it_is(log: Evidence, driver: Driver) -> None:
    driver.race_codes(driver, "123456", backup=False)
    assert noted(log)[0]["given"] == ["6 digits"]


def test_shapes_and_words() -> None:
    assert (shape(""), shape("012345"), shape("01 23")) == ("nothing", "6 digits", "5 characters")
    assert without("Code 1234 is not 12.", ["1234", "12"]) == f"Code {CUT_OUT} is not 12."


def test_the_page_tells_it_in_a_sentence(log: Evidence, driver: Driver) -> None:
    log.shown["123456"] = Shown(int(NOW // 30), 30)
    driver.enter_code("123456")
    (told,) = deeds.told(log.story["steps"][0]["evidence"])
    assert told.did == (
        "Alice, device 2: enter code (6 digits of time step 33333333, the present step, 20 s left); "
        "the page held 5 digits, not what was given → rejected, for: wrong, “‹…› is wrong.”"
    )
    assert told.when.startswith("2001-09-09 01:46:40 for the product, 01:46:40 on the phone, ")


def test_a_phone_that_is_a_day_off_tells_its_date(log: Evidence, driver: Driver) -> None:
    log.shown["123456"] = Shown(int(NOW // 30) - 2880, 30, skew=-86400)
    driver.enter_code("123456")
    (told,) = deeds.told(log.story["steps"][0]["evidence"])
    assert told.when.startswith("2001-09-09 01:46:40 for the product, 2001-09-08 01:46:40 on the phone, ")


FEATURE = """Feature: A tiny chapter

  Rule: Codes count

    Example: A wrong one
      Given a page
      Then the code works
"""
STEPS = """
@pytest.fixture
def new_context():
    class Context:
        browser = None
        def set_default_timeout(self, milliseconds): pass
        def on(self, event, listener): pass
        def new_page(self): return None
    return Context

@given("a page")
def page(stage): stage.act("Alice").browser

@then("the code works")
def works(stage):
    stage.person("Alice").browser.enter_code("123456")
    expect(False, "It works.", "it doesn't")
"""
PRODUCT = """
class Pages:
    page = None
    def enter_code(self, code): return None
Product.driver = lambda self, page: Pages()
"""


@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "2"))
def test_it_reaches_the_record_and_the_page(suite: TinySuite, workers: str) -> None:
    suite.tell(FEATURE, "import pytest\nfrom harness.expect import expect\n" + STEPS, PRODUCT)
    run = suite.run("-n", workers, "--pictures", "off", "--no-doctor")  # its driver has one task
    assert run.code == 1, run.printed
    given, then = run.result("A wrong one")["steps"]
    assert "evidence" not in given
    assert [deed["task"] for deed in then["evidence"]] == ["enter code"]
    page = "".join(path.read_text(encoding="utf-8") for path in run.folder.rglob("*.html"))
    assert "Alice, device 1: enter code (6 digits)" in page
    assert "123456" not in page + Path(run.folder / "run.json").read_text(encoding="utf-8")
