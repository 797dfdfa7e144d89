"""Spans of time in a product's words, in whatever unit it names them."""

from __future__ import annotations

import pytest

from harness.spans import says_how_long


@pytest.mark.parametrize(
    ("text", "seconds", "says"),
    [
        ("You have 10 minutes for this.", 600, True),
        ("<p>Noch 600 seconds", 600, True),
        ("a 10-minute limit", 600, True),
        ("10 min left", 600, True),
        ("1 hour", 3600, True),
        ("You have 10 minutes.", 900, False),
        ("Enter the 6-digit code.", 6, False),
        ("", 600, False),
    ],
)
def test_named_or_not(text: str, seconds: int, says: bool) -> None:
    assert says_how_long(text, seconds) is says
