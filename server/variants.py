"""The policies that this server can be started with: the guide's, and what each standard asks otherwise.

A variant changes numbers of `Policy` and nothing else. docs/conflicts.md says where standards disagree.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from server.policy import DAY, HOUR, MINUTE, Policy

GUIDE = "guide"
_CHANGES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        GUIDE: {},
        "rfc6238": {},  # the guide's numbers are its own: one step of delay, 20 bytes, 30 seconds
        "nist-800-63b": {
            "wrong_codes_to_lock": 10,  # 8.1: ten tries at least; 3.2.2 allows a hundred
            "wrong_passwords_to_wait": 20,  # so that wrong passwords are told from wrong codes
        },
        "asvs-l1": {},  # level 1 asks for no number that the guide's doesn't meet
        "asvs-l2": {
            "steps_back": 0,  # 6.5.5: a code lives 30 seconds at most
            "steps_ahead": 0,
        },
        "wcag": {
            "idle_seconds": 1 * DAY,  # 2.2.1: limits of more than 20 hours needn't be extendable
            "half_sign_in_seconds": 21 * HOUR,
        },
        "pci": {
            "lock_seconds": 30 * MINUTE,  # 8.3.4: half an hour at least
            "password_wait_seconds": 30 * MINUTE,
            "idle_seconds": 15 * MINUTE,  # 8.2.8: a quarter of an hour at most
            "fresh_password_seconds": 10 * MINUTE,  # so that it lapses before the session does
        },
        "remembering": {  # no standard's: many products offer it, and NIST would rather they didn't (5.1)
            "remembered_days": 30,
        },
        "psd2": {
            "wrong_passwords_to_wait": 5,  # Art. 4(3)(b): five tries at most
            "idle_seconds": 5 * MINUTE,  # Art. 4(3)(d): five minutes at most
            "fresh_password_seconds": 3 * MINUTE,  # so that it lapses before the session does
        },
    }
)
NAMES = tuple(_CHANGES)
"""What `python -m server --policy` takes."""


def policy(name: str = GUIDE) -> Policy:
    """The numbers of a variant. Raises KeyError for a name that isn't in NAMES."""
    return replace(Policy(), **_CHANGES[name])


def changed(name: str) -> Mapping[str, Any]:
    """What a variant changes of the guide's numbers: the field of Policy, and its value."""
    return _CHANGES[name]
