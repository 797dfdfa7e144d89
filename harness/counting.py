"""How many of a thing there are, in words: one way for all that is printed or shown."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """'1 example', '2 examples'."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Sequence[str], most: int) -> str:
    """The names, or the first of them and how many more there are: 'one; two; and 3 more'."""
    kept = list(names if len(names) <= most + 1 else names[:most])
    if len(names) > len(kept):
        kept.append(f"and {len(names) - len(kept)} more")
    return "; ".join(kept)
