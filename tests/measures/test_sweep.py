"""The sweep tells a server's window exactly, whatever window it has and whatever window it declares."""

from __future__ import annotations

from typing import Any

import pytest

from harness.measures import agrees
from harness.measuring.window import BEYOND, sweep
from tests.measures.conftest import Staged

WINDOWS = [
    pytest.param(
        {"steps_back": 0, "steps_ahead": 0}, id="none, 30 s, 6 digits, SHA-1", marks=pytest.mark.long
    ),
    pytest.param(
        {"steps_back": 1, "steps_ahead": 1, "step_seconds": 60, "digits": 8},
        id="1, 60 s, 8 digits",
        marks=pytest.mark.long,
    ),
    pytest.param(
        {"steps_back": 2, "steps_ahead": 2, "algorithm": "SHA256"}, id="2, SHA-256", marks=pytest.mark.long
    ),
    pytest.param(
        {"steps_back": 2, "steps_ahead": 0, "digits": 8, "algorithm": "SHA256"},
        id="2 back alone, 8 digits, SHA-256",
    ),
]


@pytest.mark.parametrize("numbers", WINDOWS)
def test_the_sweep_gives_exactly_the_window_that_is_declared(numbers: dict[str, Any], alice: Staged) -> None:
    with alice(**numbers) as person:
        back, ahead, life = sweep(person)
        facts = person.stage.facts
    assert (back["low"], back["high"]) == (numbers["steps_back"], numbers["steps_back"])
    assert (ahead["low"], ahead["high"]) == (numbers["steps_ahead"], numbers["steps_ahead"])
    assert life["low"] == (numbers["steps_back"] + numbers["steps_ahead"] + 1) * facts.period
    assert [agrees(measure) for measure in (back, ahead, life)] == [True, True, True]
    tried = [its["steps"] for its in back["tried"]]
    assert tried == list(range(-numbers["steps_back"] - BEYOND, numbers["steps_ahead"] + BEYOND + 1))


@pytest.mark.long
@pytest.mark.parametrize(
    ("has", "declares", "wrong"),
    [
        ({"steps_back": 2}, {}, ["window_back", "code_life"]),
        ({"steps_ahead": 0}, {}, ["window_ahead", "code_life"]),
        ({"steps_back": 9}, {}, ["window_back", "code_life"]),
    ],
    ids=["wider back", "narrower ahead", "wider than the sweep"],
)
def test_a_server_with_another_window_than_it_declares_is_told_so(
    has: dict[str, Any], declares: dict[str, Any], wrong: list[str], alice: Staged
) -> None:
    with alice(declares, **has) as person:
        found = {measure["name"]: measure for measure in sweep(person)}
    assert [name for name, measure in found.items() if agrees(measure) is False] == wrong
    steps_back, sweep_ends = has.get("steps_back", 1), 1 + BEYOND
    assert found["window_back"]["low"] == min(steps_back, sweep_ends)
    assert found["window_back"]["high"] == (None if steps_back > sweep_ends else steps_back)
    assert found["window_ahead"]["high"] == has.get("steps_ahead", 1)
