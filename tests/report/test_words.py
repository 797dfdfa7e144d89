"""Numbers, times, failures and addresses in words."""

from __future__ import annotations

import pytest

from harness.counting import counted
from harness.report.words import Anchors, clock, day, failure, product, rerun, span
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


def test_anchors_tell_equal_titles_apart() -> None:
    anchors = Anchors()
    given = [
        anchors.of("A lost phone", title) for title in ("Bob's, again!", "Bob's, again", "Bobs again 2", "…")
    ]
    assert given == [
        "a-lost-phone--bobs-again",
        "a-lost-phone--bobs-again-2",
        "a-lost-phone--bobs-again-2-2",
        "a-lost-phone",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (12.3, "12 s"), (59.7, "1 min 0 s"), (200, "3 min 20 s")],
)
def test_durations(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_moments_and_numbers() -> None:
    assert (day("2026-03-01T09:05:00+00:00"), clock("2026-03-01T09:05:00+00:00")) == (
        "1 March 2026",
        "09:05 UTC",
    )
    assert (counted(1, "rule"), counted(0, "rule")) == ("1 rule", "0 rules")
