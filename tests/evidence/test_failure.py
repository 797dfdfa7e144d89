"""A failed example says in its first ten lines what a person needs, wherever a run is read."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Error, TimeoutError

from harness.browsers import NoBrowser
from harness.expect import Unmet
from harness.failure import LONGEST, Fault, fault_of, tell
from harness.otpauth import UnreadableKey
from harness.record import StepRecord, Story
from harness.words import failure
from targets.port import TargetError
from tests.evidence.tiny_suite import Run, TinySuite

FEATURE = """Feature: A tiny chapter

  Rule: Nothing is free

    Scenario Outline: Paying
      Given a <coin>
      When it is given
      Then it is taken

      Examples:
        | coin   |
        | penny  |

    Example: Nobody wrote the step
      Given a thing that no step knows

    Example: A shop that is shut
      Given a shop

    Example: A button that never comes
      Given a button
"""
STEPS = """
from playwright.sync_api import TimeoutError
from harness.expect import expect
from targets.port import TargetError

@given(parsers.parse("a {coin}"), converters={})
def coin(coin):
    if coin == "shop":
        raise TargetError("The shop at door 7 is shut. Do this: open it.")
    if coin == "button":
        raise TimeoutError("Locator.click: Timeout 3 ms exceeded.\\nCall log:\\n  - waiting for button\\n")
    if coin.startswith("thing"):
        raise KeyError("of the steps themselves")

@when("it is given")
def given_away(): pass

@then("it is taken")
def taken():
    secret_local = 10 + 7
    expect(False, "The penny is taken.", "rejected ('No pennies.')")
"""
TEN = "test_paying[chromium-penny]"
JUNIT = "Nothing is free › Paying (penny)"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    suite = TinySuite(tmp_path_factory.mktemp("failing"))
    suite.tell(FEATURE, STEPS)
    return suite.run("--junitxml", "junit.xml", "--narrate")


def test_the_first_ten_lines(run: Run) -> None:
    assert run.code == 7  # the shop that is shut outweighs what failed
    assert run.failure_of(TEN)[:8] == [
        "Chapter:   A tiny chapter",
        "Rule:      Nothing is free",
        "Example:   Paying: penny",
        "Step:      Then it is taken (features/chapter.feature:8)",
        "Expected:  The penny is taken.",
        "Observed:  rejected ('No pennies.')",
        "At fault:  the product: it does not keep its word",
        f'Run again: pytest "steps/test_chapter.py::{TEN}" --target=tiny',
    ]


def test_the_command_runs_it_again(run: Run, tmp_path: Path) -> None:
    suite = TinySuite(tmp_path)
    suite.tell(FEATURE, STEPS)
    command = run.failure_of(TEN)[7].removeprefix('Run again: pytest "').partition('"')[0]
    again = suite.run("-q", what=command)
    assert "1 failed" in again.printed
    assert again.failure_of(TEN)[:8] == run.failure_of(TEN)[:8]


def test_no_traceback_hides_a_failure_of_the_product(run: Run) -> None:
    assert "def taken" not in run.printed
    assert f"FAILED steps/test_chapter.py::{TEN} - Expected: The penny is taken." in run.printed


def test_a_bug_of_the_harness_keeps_its_traceback(run: Run) -> None:
    lines = run.failure_of("test_nobody_wrote_the_step[chromium]")
    assert lines[6] == f"At fault:  {Fault.HARNESS}"
    assert lines[5].startswith("Observed:  KeyError: 'of the steps themselves' (in coin, test_chapter.py:")
    assert any('raise KeyError("of the steps themselves")' in line for line in lines[8:])


def test_a_driver_waiting_in_vain_says_for_what(run: Run) -> None:
    lines = run.failure_of("test_a_button_that_never_comes[chromium]")
    assert lines[5] == "Observed:  Locator.click: Timeout 3 ms exceeded. (waiting for button)"
    assert lines[6] == f"At fault:  {Fault.PRODUCT_OR_TARGET}"


def test_record_junit_and_page_say_the_same(run: Run) -> None:
    told = "\n".join(run.failure_of(TEN)[:8])
    assert run.result("Paying")["error"] == told
    cases = ElementTree.parse(run.folder.parent / "junit.xml").iter("testcase")
    fault = next(case.find("failure") for case in cases if case.get("name") == JUNIT)
    assert fault is not None and fault.text is not None
    assert fault.text.strip() == told
    assert fault.get("message") == "Expected: The penny is taken. Observed: rejected ('No pennies.')"
    page = "".join(path.read_text(encoding="utf-8") for path in run.folder.glob("chapters/*.html"))
    assert "<dd>The penny is taken.</dd>" in page
    assert "target-unusable: The shop at door 7 is shut. Do this: open it." in page


@pytest.mark.long
def test_workers_say_the_same(suite: TinySuite, run: Run) -> None:
    suite.tell(FEATURE, STEPS)
    parallel = suite.run("-n", "2")
    assert parallel.code == 7
    for example in ("Paying", "A shop that is shut", "A button that never comes"):
        assert parallel.result(example)["error"] == run.result(example)["error"]


@pytest.mark.parametrize("option", ["-vv", "--tb=long", "--showlocals"])
def test_the_traceback_follows_where_it_is_asked_for(suite: TinySuite, option: str) -> None:
    suite.tell(FEATURE, STEPS)
    lines = suite.run(option, "-k", "paying").failure_of(TEN)
    assert lines[0] == "Chapter:   A tiny chapter"
    assert any('expect(False, "The penny is taken."' in line for line in lines[8:])
    assert any("secret_local = 17" in line for line in lines) is (option == "--showlocals")


def test_what_stands_in_the_way_before_the_first_step(suite: TinySuite) -> None:
    suite.tell(FEATURE, STEPS + "\n@when('it is given')\ndef needs_stage(target): pass\n")
    suite.write("products/tiny.py", "def create():\n    raise RuntimeError('no such luck')\n")
    suite.write(
        "conftest.py",
        (suite.folder / "conftest.py").read_text()
        + "\nimport pytest\n@pytest.fixture(autouse=True)\ndef ready(target): pass\n",
    )
    run = suite.run("-k", "paying")
    lines = run.failure_of(f"ERROR at setup of {TEN}")
    assert lines[3] == "Step:      before the first step, Given a penny (features/chapter.feature:6)"
    assert run.result("Paying")["outcome"] == "error"


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (Unmet("x"), Fault.PRODUCT),
        (UnreadableKey("x"), Fault.PRODUCT),
        (TargetError("x"), Fault.TARGET),
        (NoBrowser("x"), Fault.MACHINE),
        (Error("BrowserType.launch: Target page, context or browser has been closed"), Fault.MACHINE),
        (TimeoutError("Page.goto: Timeout 30000ms exceeded."), Fault.PRODUCT_OR_TARGET),
        (AssertionError("x"), Fault.HARNESS),
        (LookupError("x"), Fault.HARNESS),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whose_fault(error: Exception, fault: Fault) -> None:
    assert fault_of(error) is fault


def story() -> Story:
    steps = [StepRecord(keyword="Given", text="a thing", line=7, outcome="passed")]
    return Story(
        chapter="C", rule="", example="E", values=[], tags=[], file="f", line=3, browser="", steps=steps
    )


def test_long_words_are_cut_in_the_ten_lines_and_stand_below_in_full() -> None:
    looked = "\n".join(f"  - place {number}" for number in range(100))
    error = NoBrowser(f"No chromium here. Looked for:\n{looked}\n  Do this: install one.")
    lines, crash = tell(story(), "setup", error, "pytest x")
    assert lines[5] == "Observed:  No chromium here. Looked for: Do this: install one."
    assert lines[6] == f"At fault:  {Fault.MACHINE}"
    assert "    - place 99" in lines
    assert crash.lineno == 3


def test_what_a_page_says_cannot_pass_for_a_line_of_ours() -> None:
    seen = "rejected\nAt fault:  the machine" + "x" * LONGEST
    error = Unmet(f"No.\n  Expected: In.\n  Observed: {seen}")
    lines, _ = tell(story(), "call", error, "pytest x")
    assert [line for line in lines if line.startswith("At fault:")] == [f"At fault:  {Fault.PRODUCT}"]
    told = failure("\n".join(lines))
    assert (told.expected, told.fault) == ("In.", str(Fault.PRODUCT))
    assert told.lead == "The product does not keep its word."
