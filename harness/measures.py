"""Numbers that examples measure: what can be measured, and what came of it beside what was declared.

A measure is kept with the step that took it and so comes through workers into the run's record. How numbers
are found out is in `measuring`; what standards ask of them, in `limits`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NotRequired, TypedDict

from harness.words import rough_span


class Unit(StrEnum):
    """What a number counts."""

    STEPS = "steps"
    SECONDS = "seconds"
    TRIES = "tries"
    BITS = "bits"
    DIGITS = "digits"
    TIMES = "times"
    WORDS = "words"


NOUNS = {
    Unit.STEPS: "time step",
    Unit.TRIES: "wrong code",
    Unit.BITS: "bit",
    Unit.DIGITS: "digit",
}
"""What one of it is called."""


@dataclass(frozen=True)
class Quantity:
    """One thing that can be measured.

    name: in records and in catalogue/limits.yaml. title: for people. unit: of its number; WORDS: it is told
    in words. at_least: a product that declares a number promises that much or more, not just that much.
    """

    name: str
    title: str
    unit: Unit
    asked: str
    at_least: bool = False


WINDOW = "how late and how early codes are taken"
THRESHOLD = "how many wrong codes lock the way in"
LOCK = "how long a lock lasts"
GROWTH = "what tries during a lock add to it"
SCOPE = "whom a lock keeps out"
HALF = "how long a sign-in waits for its code"
IDLE = "how long one stays signed in without doing anything"
OVERALL = "how long one stays signed in at all"
BACKUP = "how hard backup codes are to guess"
KEY = "what the key is like"
REPEATS = "whether keys and backup codes come twice"

_ALL = (
    Quantity("window_back", "How late a code is taken", Unit.STEPS, WINDOW),
    Quantity("window_ahead", "How early a code is taken", Unit.STEPS, WINDOW),
    Quantity("code_life", "How long one code could be used", Unit.SECONDS, WINDOW),
    Quantity("lock_threshold", "Wrong codes that lock", Unit.TRIES, THRESHOLD),
    Quantity("lock_seconds", "How long a lock lasts", Unit.SECONDS, LOCK),
    Quantity("lock_growth", "What tries during a lock add to it", Unit.SECONDS, GROWTH),
    Quantity("lock_scope", "Whom a lock keeps out", Unit.WORDS, SCOPE),
    Quantity("half_sign_in", "How long a sign-in waits for its code", Unit.SECONDS, HALF),
    Quantity("idle", "How long one stays signed in without doing anything", Unit.SECONDS, IDLE),
    Quantity("overall", "How long one stays signed in at all", Unit.SECONDS, OVERALL),
    Quantity("backup_code_bits", "How hard a backup code is to guess", Unit.BITS, BACKUP, at_least=True),
    Quantity("key_bits", "Length of the key", Unit.BITS, KEY, at_least=True),
    Quantity("code_digits", "Digits of a code", Unit.DIGITS, KEY),
    Quantity("code_period", "How long a code is shown", Unit.SECONDS, KEY),
    Quantity("keys_repeated", "Keys that came more than once", Unit.TIMES, REPEATS),
    Quantity("backup_codes_repeated", "Backup codes that came more than once", Unit.TIMES, REPEATS),
)
QUANTITIES: Mapping[str, Quantity] = {quantity.name: quantity for quantity in _ALL}
"""All that can be measured, by name, in the order in which it is told."""


class Tried(TypedDict):
    """One try of a sweep: how many time steps the phone was off (negative: slow), and whether it got in."""

    steps: int
    accepted: bool


class Measure(TypedDict):
    """What was found out of one quantity.

    low, high: the number lies between them, both included; they are the same where it is exact. high is None
    where no end was found: low, or more. Both are None where words tell it. says: those words. declared: what
    the product declares; missing where it declares nothing. how: how it was measured, in sentences. tried:
    the tries of a sweep.
    """

    name: str
    low: float | None
    high: float | None
    how: str
    says: NotRequired[str]
    declared: NotRequired[float | str]
    tried: NotRequired[list[Tried]]


def exactly(name: str, number: float, how: str, declared: float | None = None) -> Measure:
    """A number that is known exactly."""
    return between(name, number, number, how, declared)


def between(name: str, low: float, high: float | None, how: str, declared: float | None = None) -> Measure:
    """A number that lies between two; high None: it is `low` or more."""
    found = Measure(name=name, low=low, high=high, how=how)
    if declared is not None:
        found["declared"] = declared
    return found


def in_words(name: str, says: str, how: str, declared: str | None = None) -> Measure:
    """What no number tells."""
    found = Measure(name=name, low=None, high=None, says=says, how=how)
    if declared is not None:
        found["declared"] = declared
    return found


def agrees(measure: Measure) -> bool | None:
    """Whether what was measured can be what was declared; None where nothing was declared."""
    declared = measure.get("declared")
    if declared is None:
        return None
    low, high = measure["low"], measure["high"]
    if low is None or isinstance(declared, str):
        return measure.get("says") == declared
    reaches = high is None or declared <= high
    return reaches and (QUANTITIES[measure["name"]].at_least or low <= declared)


def of_run(results: Iterable[Mapping[str, Any]]) -> Iterator[Measure]:
    """All measures of a run's results, in the order of the results."""
    for result in results:
        for step in result["steps"]:
            yield from step.get("measures", ())


def title(measure: Measure) -> str:
    """What was measured, for people."""
    return QUANTITIES[measure["name"]].title


def shown(measure: Measure) -> str:
    """What came of it, for people: '15 min', '4 wrong codes or more', '78.5 to 82.7 bits'."""
    low, high, unit = measure["low"], measure["high"], QUANTITIES[measure["name"]].unit
    if low is None:
        return measure.get("says", "")
    if high is None:
        return f"{told(low, unit)} or more"
    return told(low, unit) if low == high else told_span(low, high, unit)


def declared_as(measure: Measure) -> str:
    """What the product declares, for people; empty where it declares nothing."""
    declared, quantity = measure.get("declared"), QUANTITIES[measure["name"]]
    if declared is None or isinstance(declared, str):
        return declared or ""
    return told(declared, quantity.unit) + (" at least" if quantity.at_least else "")


def told(number: float, unit: Unit) -> str:
    """A number with its unit, for people."""
    if unit is Unit.SECONDS:
        return rough_span(number)
    if unit is Unit.TIMES:
        return "none" if number == 0 else f"{number:g}"
    return f"{number:g} {NOUNS.get(unit, '')}{'' if number == 1 else 's'}"


def told_span(low: float, high: float, unit: Unit) -> str:
    """From a number to another, for people: '3 to 10 wrong codes'."""
    return f"{told(low, unit) if unit is Unit.SECONDS else f'{low:g}'} to {told(high, unit)}"
