"""Numbers, times, failures and addresses in words."""

from __future__ import annotations

import pytest

from harness.counting import counted
from harness.words import clock, day, failure, product, rerun, rough_span, size, span, timer
from tests.report.runs import UNMET


def test_a_broken_promise_has_two_sides() -> None:
    told = failure(UNMET)
    assert (told.expected, told.observed) == ("Alice is signed in.", "rejected ('Wrong code.')")
    assert told.in_a_line == "Expected: Alice is signed in. Observed: rejected ('Wrong code.')"
    assert "expect(False, ...)" in told.trace


def test_what_was_observed_may_take_several_lines() -> None:
    assert failure(UNMET.replace("'Wrong code.')", "'Wrong\nE         code.')")).observed.endswith("code.')")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            "E   OSError: first\n\nDuring handling:\n\nE   TimeoutError: then\nE   Call log:",
            "TimeoutError: then",
        ),
        ("Traceback ...\n  File x\nLookupError: no code", "LookupError: no code"),
        ("E   Boom: \x1b[31mred\x1b[0m\x00", "Boom: red"),
        ("", "nothing was recorded"),
    ],
    ids=["the last of a chain", "native", "colours and control characters", "empty"],
)
def test_any_other_error_says_what_it_stopped_with(error: str, message: str) -> None:
    told = failure(error)
    assert (told.expected, told.in_a_line) == ("", message)


def test_the_command_runs_what_was_run() -> None:
    assert (
        rerun("steps/a.py::test_b[Bob's]", "reference", "chromium") == 'pytest "steps/a.py::test_b[Bob\'s]"'
    )
    assert rerun('a::b[$x "y"]', "shop", "firefox") == (
        'pytest "a::b[\\$x \\"y\\"]" --target=shop --browser firefox'
    )


def test_a_path_is_quoted_for_the_shell() -> None:
    assert rerun("a::b", "my products/shop.py", "") == "pytest \"a::b\" --target='my products/shop.py'"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("reference", "the reference server"),
        ("shop", "shop"),
        ("../qa/shop.py", "shop"),
        ("./qa/shop", "shop"),
        ("shop_tests.twofold", "twofold"),
    ],
)
def test_a_product_is_called_by_its_targets_name(target: str, words: str) -> None:
    assert product(target) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (12.3, "12 s"), (59.7, "1 min 0 s"), (200, "3 min 20 s")],
)
def test_durations(seconds: float, words: str) -> None:
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "30 s"), (90, "90 s"), (600, "10 min"), (3600, "1 h"), (86400, "1 day"), (172800, "2 days")],
)
def test_durations_in_one_unit(seconds: int, words: str) -> None:
    assert rough_span(seconds) == words


def test_stop_watch_and_sizes() -> None:
    assert (timer(0), timer(30), timer(901)) == ("0:00", "0:30", "15:01")
    assert (size(640_000), size(12_400_000)) == ("640 kB", "12.4 MB")


def test_moments_and_numbers() -> None:
    assert (day("2026-03-01T09:05:00+00:00"), clock("2026-03-01T09:05:00+00:00")) == (
        "1 March 2026",
        "09:05 UTC",
    )
    assert (counted(1, "rule"), counted(0, "rule")) == ("1 rule", "0 rules")
