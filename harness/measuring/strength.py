"""Measures how hard keys and backup codes are to guess, as far as can be seen of them, and whether any come
twice.

What can be seen is length and alphabet. That they are drawn evenly and can't be foretold, nobody can see so.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from math import log2

from harness.counting import counted
from harness.expect import expect_to_work
from harness.measures import Measure, between, exactly
from harness.otpauth import read_key_uri
from harness.people import Person

SET_UPS = 5
"""Set-ups whose keys and backup codes are compared, where the product has a quick way to them; else fewer."""
SET_UPS_BY_HAND = 3
_BETWEEN = re.compile(r"[\s-]+")
ALPHABETS = (
    (string.digits, "digits"),
    (string.digits + "abcdef", "hexadecimal digits"),
    (string.ascii_lowercase + "234567", "the Base32 alphabet"),
    (string.ascii_lowercase, "letters"),
    (string.ascii_lowercase + string.digits, "letters and digits"),
    (string.ascii_letters, "small and capital letters"),
    (string.ascii_letters + string.digits, "small and capital letters and digits"),
    (string.ascii_letters + string.digits + string.punctuation, "all signs of a keyboard"),
)
"""The usual alphabets, the smallest first."""


def backup_codes(person: Person) -> list[Measure]:
    """How hard one is to guess: its length, and an alphabet of those signs at least that the set shows."""
    codes = [_BETWEEN.sub("", code) for code in person.saved.codes]
    expect_to_work(bool(codes), f"{person.name} has backup codes.", "she was shown none")
    length, seen = min(map(len, codes)), set("".join(codes))
    size, name = _alphabet(seen)
    how = (
        f"An estimate from {counted(len(codes), 'code')} of {counted(length, 'sign')}: {len(seen)} different "
        f"signs were seen, and the smallest usual alphabet with all of them has {size} ({name}). That every "
        "code is as likely as any other can't be seen."
    )
    declared = person.stage.backup_codes.bits or None
    return [between("backup_code_bits", _bits(length, len(seen)), _bits(length, size), how, declared)]


def _bits(length: int, size: int) -> float:
    return round(length * log2(max(size, 1)), 1)


def _alphabet(seen: set[str]) -> tuple[int, str]:
    """Size and name of the smallest usual alphabet that has these signs, in one case or the other."""
    for signs, name in ALPHABETS:
        if seen <= set(signs) or seen <= set(signs.upper()):
            return len(set(signs)), name
    return len(seen), "those that were seen"


def key(person: Person) -> list[Measure]:
    """What the scanned key says: its length, how many digits codes have, and how long each is shown."""
    told, facts = person.phone.entry().key, person.stage.facts
    length = f"{counted(len(told.data), 'byte')}, decoded. That nobody can foretell them can't be seen."
    says = "By what the scanned key says."
    return [
        exactly("key_bits", told.bits, length, facts.key_bits),
        exactly("code_digits", told.digits, says, facts.digits),
        exactly("code_period", told.period, says, facts.period),
    ]


def repeats(person: Person) -> list[Measure]:
    """How many keys, and backup codes, came a second time in several set-ups."""
    keys, codes = [person.phone.entry().key.data], list(person.saved.codes)
    for key_data, more in _more_set_ups(person):
        keys.append(key_data)
        codes += more
    told = f"Of {counted(len(keys), 'set-up')}"
    found = [exactly("keys_repeated", _twice(keys), f"{told}.", 0)]
    if codes:
        how = f"{told}, with {counted(len(codes), 'backup code')} together."
        found.append(exactly("backup_codes_repeated", _twice(codes), how, 0))
    return found


def _more_set_ups(person: Person) -> Iterator[tuple[bytes, list[str]]]:
    """Key and backup codes of further set-ups: of other accounts where those are quick to be had, else her
    own."""
    for _ in range(SET_UPS - 1):
        ready = person.stage.target.ready_made(person.name)
        if ready is None:
            yield from _by_hand(person)
            return
        codes = [code.reveal() for code in ready.backup_codes]
        yield read_key_uri(ready.key_uri.reveal()).data, codes


def _by_hand(person: Person) -> Iterator[tuple[bytes, list[str]]]:
    person.sign_in()
    for _ in range(SET_UPS_BY_HAND - 1):
        person.turn_off()
        person.link_phone()
        yield person.phone.entry().key.data, person.saved.codes


def _twice(values: Sequence[object]) -> int:
    return len(values) - len(set(values))
