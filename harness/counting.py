"""How many of a thing there are, in words: one way for all that is printed or shown."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """'1 example', '2 examples'."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
