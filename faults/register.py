"""All faults by id, and the products that they break."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from faults import (
    backup_codes,
    changes,
    codes,
    disclosure,
    entering,
    everybody,
    leaving,
    limits,
    numbers,
    promises,
    remembered,
    set_up,
    skipping,
)
from faults.fault import FAULT_VARIABLE, FIRED_VARIABLE, Fault, gathered
from faults.nursery import nursery
from faults.products.django_allauth import ALLAUTH
from faults.products.patched import Patched

GROUPS = (
    codes,
    backup_codes,
    limits,
    entering,
    skipping,
    set_up,
    changes,
    disclosure,
    promises,
    everybody,
    leaving,
    remembered,
    numbers,
)
FAULTS: dict[str, Fault] = gathered(group.faults for group in GROUPS)
"""Those of the reference server, in the order in which they are told."""

ALIKE = (
    ("A1", "A2", "A4", "A5"),
    ("D1", "D2"),
    ("D3", "D4", "D4-move", "P-old-code-in-new-set"),
    ("E2", "E2-address", "E3"),
    ("J2", "J2-off"),
)
"""Faults that are easily taken for one another: used again at once or a moment later, outliving their set or
being off, counted for each sign-in, by an address or until the password. Each is tried with what must notice
the others as well.
"""

NOT_SEEDED = {
    "A6": "the server has one channel",
    "C4": "nobody outside can take a key away",
    "F2": "there is one way to sign in",
    "F5": "there is no other protocol",
    "F6": "there is no other method",
    "F9": "there is one method",
    "G7": "no page asks for more than being signed in",
    "K5": "every account has a password",
}
"""Classes of the catalogue, all of tier 2, that the reference server has no feature for, and which one."""


@dataclass(frozen=True)
class Reference:
    """The reference server, run by `faults.serve` in place of `server`."""

    target: str = "reference"
    mark: str = FIRED_VARIABLE
    alike: tuple[tuple[str, ...], ...] = ALIKE

    @property
    def faults(self) -> dict[str, Fault]:
        """What can be broken."""
        return FAULTS

    @property
    def not_seeded(self) -> dict[str, str]:
        """Classes of the catalogue that it can't be broken by, and why."""
        return NOT_SEEDED

    @contextmanager
    def prepared(self) -> Iterator[dict[str, str]]:
        """What the environment of trials has besides: servers start quicker meanwhile."""
        with nursery() as door:
            yield {"TWOFOLD_REFERENCE_SERVER": "faults.quick", **door}

    def environment(self, fault: str) -> dict[str, str]:
        """What starts the server with this fault; '' is the server as it should be, started alike."""
        return {
            "TWOFOLD_REFERENCE_SERVER": "faults.serve",
            "TWOFOLD_REFERENCE_POLICY": "remembering",  # the guide's numbers, and devices that are remembered
            FAULT_VARIABLE: fault,
        }


_ALL: tuple[Reference | Patched, ...] = (Reference(), ALLAUTH)
SUBJECTS = {subject.target: subject for subject in _ALL}
