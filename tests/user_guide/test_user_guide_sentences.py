"""Sentences take numbers from facts and names from the product; what isn't known is dropped."""

from __future__ import annotations

import pytest

from harness.user_guide.sentences import Piece, duration, filled, plain, value

FACTS = {
    "digits": 8,
    "period": 30,
    "steps_back": 2,
    "can_relink": True,
    "lock": {"seconds": 900, "threshold": 5},
    "backup_codes": None,
}
NAMES = {"choose": ("Menu", "Safety"), "field": ("Name", "Code"), "send": ()}


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("Wait {lock.seconds:time}.", "Wait 15 minutes."),
        ("After {lock.threshold} tries.", "After 5 tries."),
        ("Up to {steps_back:steps}.", "Up to 1 minute."),
        ("Enter the [{digits}-digit ]code.", "Enter the 8-digit code."),
        ("You get codes[: {backup_codes.count} of them].", "You get codes."),
        ("You get {backup_codes.count} codes.", ""),
        ("Find it[: choose {choose}].", "Find it: choose “Menu”, then “Safety”."),
        ("Fill in {field}[ and choose {send}].", "Fill in “Name” and “Code”."),
        ("Choose {send}.", ""),
        ("[choose {send}, and ]enter it.", "Enter it."),
        ("It is {can_relink}.", ""),
    ],
)
def test_a_pattern_is_filled_in(pattern: str, said: str) -> None:
    assert plain(filled(pattern, FACTS, NAMES)) == said


def test_the_product_s_words_are_told_apart() -> None:
    assert filled("Choose {choose}", FACTS, {"choose": ("go!",)}) == (
        Piece("Choose "),
        Piece("go!", is_name=True),
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (30, "30 seconds"),
        (900, "15 minutes"),
        (3600, "1 hour"),
        (5400, "1 hour and 30 minutes"),
        (3661, "1 hour, 1 minute and 1 second"),
    ],
)
def test_a_time_in_words(seconds: int, said: str) -> None:
    assert duration(seconds) == said


def test_a_fact_that_is_not_declared_has_no_value() -> None:
    assert value("lock.seconds", FACTS) == 900
    assert value("backup_codes.count", FACTS) is None
    assert value("lock.seconds.more", FACTS) is None
