"""What a run's last lines say of the guide."""

from __future__ import annotations

from typing import Any

from harness.narrator import of_profile


def told(*tags: str) -> list[str]:
    """The lines of a run of one example that passed, with these tags."""
    result: Any = {"tags": list(tags), "verdict": "PASS"}
    return list(of_profile("guide", [result], is_whole=False))


def test_statements_that_were_not_tested_are_listed() -> None:
    held, not_tested = told("G-1a", "B01")
    assert held == "A partial run: 1 of 47 statements of the guide tested and held."
    assert not_tested.startswith("Not tested: G-2a, G-4a, ") and "G-1a" not in not_tested


def test_a_run_that_is_about_other_things_lists_no_statements() -> None:
    assert told("B01") == [
        "A partial run: none of its examples is about one of the 47 statements of the guide."
    ]
