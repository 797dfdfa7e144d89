"""How the phrases of the feature files are written down: `parse` patterns with the suite's own types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pytest_bdd import parsers

from harness.codes import AUTHENTICATOR_CODES, BACKUP_CODES, ORIGINS
from harness.people import DEVICES
from harness.stage import CAST

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class PhraseType:
    """A type for {name:Type} in a phrase: which words it takes, and what they mean to the step.

    `pattern` is where the `parse` library looks for the regular expression.
    """

    def __init__(self, pattern: str, meaning: Callable[[str], object] = str) -> None:
        self.pattern = pattern
        self.regex_group_count = 0
        self._meaning = meaning

    def __call__(self, words: str) -> object:
        return self._meaning(words)


def _one_of(words: Iterable[str]) -> PhraseType:
    """Any of these words, as they are."""
    return PhraseType("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _seconds(words: str) -> float:
    number, unit = words.split()
    return float(int(number) * SECONDS[unit.rstrip("s")])


TYPES: dict[str, PhraseType] = {
    "Person": _one_of(CAST),
    "Origin": _one_of(ORIGINS),
    "Code": _one_of(AUTHENTICATOR_CODES),
    "BackupCode": _one_of(BACKUP_CODES),
    "Device": _one_of(DEVICES),
    "Duration": PhraseType(r"\d+ (?:second|minute|hour|day)s?", _seconds),
    "Direction": PhraseType("slow|fast", lambda words: -1 if words == "slow" else 1),
    "Side": PhraseType("before|after", lambda words: -1 if words == "before" else 1),
}


def phrase(text: str) -> parsers.parse:
    """A step pattern with TYPES: Duration gives seconds; Direction and Side give -1 or 1."""
    return parsers.parse(text, extra_types=TYPES)
