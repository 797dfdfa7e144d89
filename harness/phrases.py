"""How the phrases of the feature files are written down: `parse` patterns with the suite's own types.

A type is a closed table: the words that a phrase takes in that place, and what each means to the step.
Tables that one step module needs stand there; those that several need stand in the harness.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pytest_bdd import parsers

from harness.codes import CODES, ORIGINS, PASSWORDS
from harness.people import DEVICES
from harness.stage import CAST
from targets.port import Facts

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
SKEWS = (
    r"\d+ (?:second|minute|hour|day)s? (?:slow|fast)",
    "as (?:slow|fast) as the product tolerates",
    "one step (?:slower|faster) than the product tolerates",
)
SKEWS_IN_WORDS = (
    "10 minutes slow (or any number of seconds, minutes, hours, days; slow or fast)",
    "as slow (or fast) as the product tolerates",
    "one step slower (or faster) than the product tolerates",
)


class PhraseType:
    """A type for {name:Type} in a phrase: which words it takes, and what they mean to the step.

    `pattern` is where the `parse` library looks for the regular expression. words: for the glossary.
    """

    def __init__(self, pattern: str, meaning: Callable[[str], object], words: tuple[str, ...]) -> None:
        self.pattern = pattern
        self.regex_group_count = 0
        self.words = words
        self._meaning = meaning

    def __call__(self, words: str) -> object:
        return self._meaning(words)


def _one_of(table: Mapping[str, object]) -> PhraseType:
    """Any of a table's words; the step gets what stands beside them."""
    longest_first = sorted(table, key=len, reverse=True)
    return PhraseType("|".join(map(re.escape, longest_first)), table.__getitem__, tuple(table))


def _skew(words: str) -> Callable[[Facts], float]:
    """Seconds that a phone's clock is ahead (positive) or behind (negative), by what the product declares."""
    direction = -1 if "slow" in words else 1
    first, unit, *_ = words.split()
    if first.isdigit():
        seconds = direction * int(first) * SECONDS[unit.rstrip("s")]
        return lambda facts: seconds
    beyond = 1 if first == "one" else 0
    return lambda facts: direction * (_tolerated_steps(facts, direction) + beyond) * facts.period


def _tolerated_steps(facts: Facts, direction: int) -> int:
    return facts.steps_back if direction < 0 else facts.steps_ahead


TYPES: dict[str, PhraseType] = {
    "Person": _one_of({name: name for name in CAST}),
    "Password": _one_of(PASSWORDS),
    "Origin": _one_of({origin: origin for origin in ORIGINS}),
    "Code": _one_of(CODES),
    "CodeKind": _one_of({"code": "code", "backup code": "backup code"}),
    "Device": _one_of({where: where for where in DEVICES}),
    "Skew": PhraseType("|".join(SKEWS), _skew, SKEWS_IN_WORDS),
}


class Phrase(parsers.parse):
    """A step pattern. words: what it takes in each of its places, by the name of the type there.

    patterns: the same as regular expressions, by what stands in the braces.
    """

    def __init__(self, text: str, types: Mapping[str, PhraseType]) -> None:
        super().__init__(text, extra_types=types, case_sensitive=True)
        self.words = {name: types[name].words for name in re.findall(r"{\w+:(\w+)}", text)}
        places = re.findall(r"{(\w+:(\w+))}", text)
        self.patterns = {place: types[name].pattern for place, name in places}


def parse(text: str, **tables: Mapping[str, object]) -> Phrase:
    """A step pattern with TYPES and tables of its own: `parse("... {place:Place}", Place=PLACES)`.

    Named as pytest-bdd's own is, since Cucumber's editor support looks for that name (docs/editors.md).
    """
    return Phrase(text, TYPES | {name: _one_of(table) for name, table in tables.items()})
