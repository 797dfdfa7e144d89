"""Expectations told in a sentence: what was promised, what was seen, and whose fault the difference is."""

from __future__ import annotations


class Unmet(AssertionError):
    """The product does not keep its word; the text tells expected and observed."""


def expect(holds: bool, promised: str, seen: object) -> None:
    """Raise Unmet unless it holds. `promised` is a full sentence, `seen` is what the product showed."""
    __tracebackhide__ = True
    if not holds:
        raise Unmet(f"The product does not keep its word.\n  Expected: {promised}\n  Observed: {seen}")
