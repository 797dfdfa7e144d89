"""All faults by id, and the products that they break."""

from __future__ import annotations

from dataclasses import dataclass

from faults import backup_codes, changes, codes, disclosure, entering, everybody, limits, set_up
from faults.fault import FAULT_VARIABLE, FIRED_VARIABLE, Fault, gathered
from faults.products.django_allauth import ALLAUTH
from faults.products.patched import Patched

GROUPS = (codes, backup_codes, limits, entering, set_up, changes, disclosure, everybody)
FAULTS: dict[str, Fault] = gathered(group.faults for group in GROUPS)
"""Those of the reference server, in the order in which they are told."""


@dataclass(frozen=True)
class Reference:
    """The reference server, run by `faults.serve` in place of `server`."""

    target: str = "reference"
    mark: str = FIRED_VARIABLE

    @property
    def faults(self) -> dict[str, Fault]:
        """What can be broken."""
        return FAULTS

    def environment(self, fault: str) -> dict[str, str]:
        """What starts the server with this fault; '' is the server as it should be, started alike."""
        return {"TWOFOLD_REFERENCE_SERVER": "faults.serve", FAULT_VARIABLE: fault}


_ALL: tuple[Reference | Patched, ...] = (Reference(), ALLAUTH)
SUBJECTS = {subject.target: subject for subject in _ALL}
