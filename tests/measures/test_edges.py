"""An edge is found to the second where time stands still, and never told more exactly than it was tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from harness.measures import Tried
from harness.measuring import edges
from harness.measuring.window import BEYOND, Sweeper, edges_of
from targets.port import Clock
from tests.plain import plain


class Still:
    """A clock that stands still between two moves."""

    movable, running = True, False

    def now(self) -> float:
        return 0.0

    def advance(self, seconds: float) -> None:
        pass


class Running(Still):
    """One that runs by itself."""

    running = True


def ends_at(life: float, tries: list[float]) -> Callable[[float], bool]:
    """Something that lives so many seconds; the tries are noted."""

    def holds(seconds: float) -> bool:
        tries.append(seconds)
        return seconds < life

    return holds


def found(life: float, declared: int | None, clock: Clock) -> tuple[edges.Edge, int]:
    """The number that a search tells, and how many tries it took."""
    tries: list[float] = []
    edge = edges.find(ends_at(life, tries), declared, clock)
    return edges.number(edge, clock), len(tries)


def test_two_tries_tell_an_edge_where_it_is_declared() -> None:
    assert found(900, 900, Still()) == ((900, 900), 2)
    assert found(900, 900, Running()) == ((880, 920), 2)


@pytest.mark.parametrize(("life", "declared"), [(840, 900), (1, 900), (901, 900), (2000, 900), (77, None)])
def test_an_edge_elsewhere_is_found_to_the_second(life: int, declared: int | None) -> None:
    assert found(life, declared, Still())[0] == (life, life)


@pytest.mark.parametrize("life", [300, 840, 5000])
def test_on_a_clock_that_runs_the_edge_lies_between_the_two_tries_that_are_told(life: int) -> None:
    (low, high), _ = found(life, 900, Running())
    assert high is not None
    assert low < life <= high
    assert high - low <= 4 * edges.GRAIN_RUNNING


@pytest.mark.parametrize("declared", [None, 900])
def test_what_never_ends_is_so_much_or_more(declared: int | None) -> None:
    (low, high), tries = found(float("inf"), declared, Still())
    assert (low, high) == (edges.MOST, None)
    assert tries < 20


def test_a_search_comes_to_an_end() -> None:
    for life in range(1, edges.MOST, 7919):
        assert found(life, None, Still())[1] < 30


class Window:
    """Takes the place of a sweeper: takes codes from so many steps late to so many early."""

    def __init__(self, back: int, ahead: int) -> None:
        self.back, self.ahead = back, ahead

    def tried(self, steps: int) -> Tried:
        return Tried(steps=steps, accepted=-self.back <= steps <= self.ahead)


@pytest.mark.parametrize(
    ("back", "ahead", "tried"),
    [
        (1, 1, [-1, -2, 1, 2]),
        (3, 0, [-1, -2, -3, -4, 1, 0]),
        (0, 2, [-1, 0, 1, 2, 3]),
        (99, 1, [*range(-1, -2 - BEYOND, -1), 1, 2]),
    ],
    ids=["as declared", "wider back", "narrower back", "without an end"],
)
def test_in_real_time_no_more_is_tried_than_tells_the_edges(back: int, ahead: int, tried: list[int]) -> None:
    facts = plain(steps_back=1, steps_ahead=1)
    sweeper = cast(Sweeper, Window(back, ahead))
    assert [its["steps"] for its in edges_of(sweeper, facts)] == tried
