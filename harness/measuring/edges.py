"""Finds the moment at which something ends, by trying whether it still holds after so many seconds."""

from __future__ import annotations

from collections.abc import Callable

from harness.words import rough_span
from targets.port import Clock

GRAIN, GRAIN_RUNNING = 1, 20
"""Seconds between two tries that tell an edge; where time runs by itself, a try takes some of it."""
FIRST = 60
"""Seconds at which the search begins for what isn't declared."""
MOST = 49 * 3600
"""Seconds up to which anything is looked for: two days and an hour, beyond any limit but that of a month."""
MOST_TRIES = 14
"""Tries of one search once both sides of the edge are known, so that it comes to an end."""
Holds = Callable[[float], bool]
Edge = tuple[float, float | None]
"""The last number of seconds after which it held, and the first after which it didn't; None: it always
did."""


def grain(clock: Clock) -> int:
    """Seconds to which an edge can be told by this clock."""
    return GRAIN_RUNNING if clock.running else GRAIN


def around(declared: int, clock: Clock) -> tuple[int, int]:
    """The moments just before and just after a declared end; on a clock that stands still, at the end
    itself."""
    near = grain(clock)
    return declared - near, declared + (near if clock.running else 0)


def find(holds: Holds, declared: int | None, clock: Clock) -> Edge:
    """Where it ends: first looked for at the declared place, then elsewhere. Each try has to be a fresh
    one."""
    low, high = _at_the_declared(holds, declared, clock) if declared else (0.0, None)
    if high is None:
        low, high = _outwards(holds, low)
    return (low, None) if high is None else _between(holds, low, high, grain(clock))


def _at_the_declared(holds: Holds, declared: int, clock: Clock) -> Edge:
    before, after = around(declared, clock)
    if not holds(before):  # perhaps it never began, which one more try tells
        least = grain(clock)
        return (least, before) if holds(least) else (0, least)
    return (after, None) if holds(after) else (before, after)


def _outwards(holds: Holds, low: float) -> Edge:
    step = max(2 * low, FIRST)
    while step < MOST:
        if not holds(step):
            return low, step
        low, step = step, 2 * step
    return (MOST, None) if holds(MOST) else (low, MOST)


def _between(holds: Holds, low: float, high: float, near: float) -> Edge:
    for _ in range(MOST_TRIES):
        if high - low <= (near if near == GRAIN else 2 * near):
            break
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low, high


def number(edge: Edge, clock: Clock) -> Edge:
    """Between which two numbers the duration lies: on a clock that stands still it is one, if found to a
    second."""
    low, high = edge
    if high is not None and not clock.running and high - low <= GRAIN:
        return high, high
    return low, high


def told(edge: Edge, held: str, ended: str) -> str:
    """The two tries that tell the edge, in a sentence."""
    low, high = edge
    if high is None:
        return f"After {rough_span(low)} {held}; it was not followed further."
    if not low:
        return f"After {rough_span(high)} already {ended}."
    return f"After {rough_span(low)} {held}, after {rough_span(high)} {ended}."
