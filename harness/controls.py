"""Which steps are refusals, and which are the controls that show that a refusal meant something.

A product that refuses everything, or that has just broken, refuses a wrong code as well. So a refusal counts
only between two entries that are right: a code or the enrolment before, and a code after.
"""

from __future__ import annotations

import re

REFUSAL = re.compile(r"\bis refused\b|\bis not signed in$|^nothing of \w+'s opens for\b")
"""A Then in which a bad try opens nothing."""

LETS_IN = re.compile(
    r"\blets \w+ in$|\bthe right one lets her in$|^\w+ is signed in$"
    r"|\bturns two-factor authentication on for \w+$"
)
"""A Then in which something right works."""

PROMISE = re.compile(r"^after (the declared wait|setting her phone's clock right)\b")
"""Letting in that the guide promises in these words (G-17b, G-19b): refused, it is a broken promise."""


def is_refusal(step: str) -> bool:
    """Whether a Then says that something was refused."""
    return bool(REFUSAL.search(step))


def is_control(step: str) -> bool:
    """Whether a Then lets somebody in by something right."""
    return bool(LETS_IN.search(step))


def only_controls(step: str) -> bool:
    """Whether a Then after a refusal does nothing but show that right entries still work."""
    return is_control(step) and not PROMISE.search(step)
