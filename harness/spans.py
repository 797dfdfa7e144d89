"""Spans of time as people read them: whether a text names one."""

from __future__ import annotations

import re

UNITS = {"second": 1, "minute": 60, "hour": 3600}
NAMED = re.compile(r"(\d+)[\s\u00a0-]*(second|minute|hour|sec|min|h)s?\b", re.IGNORECASE)
SHORT = {"sec": "second", "min": "minute", "h": "hour"}


def says_how_long(text: str, seconds: int) -> bool:
    """Whether a text names that many seconds, in whatever unit."""
    named = (
        int(number) * UNITS[SHORT.get(unit.lower(), unit.lower())] for number, unit in NAMED.findall(text)
    )
    return seconds in named
