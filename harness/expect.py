"""Expectations told in a sentence: what was promised, what was seen, and whose fault the difference is."""

from __future__ import annotations


class Unmet(AssertionError):
    """The product does not keep its word; the text tells expected and observed."""


class RightEntryRefused(Unmet):
    """Something right did not work: a broken promise or, where another one is judged, a failed control."""


def expect(holds: bool, promised: str, seen: object, fault: type[Unmet] = Unmet) -> None:
    """Raise Unmet unless it holds. `promised` is a full sentence, `seen` is what the product showed."""
    __tracebackhide__ = True
    if not holds:
        raise fault(f"The product does not keep its word.\n  Expected: {promised}\n  Observed: {seen}")


def expect_to_work(holds: bool, promised: str, seen: object) -> None:
    """Expect that something right works, and raise RightEntryRefused unless it does."""
    __tracebackhide__ = True
    expect(holds, promised, seen, RightEntryRefused)
