"""A product of targets/ that is broken by patches, as its process imports what they change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from faults.fault import FAULT_VARIABLE, FIRED_VARIABLE

AT_START = Path(__file__).resolve().parent / "at_start"
"""A folder with a sitecustomize.py, which every Python runs that finds it on its path."""


@dataclass(frozen=True)
class Patch:
    """One seeded defect of a real product: see faults.fault.Fault for what the fields mean."""

    id: str
    breaks: str
    caught_by: tuple[str, ...]
    by_chance: bool = False

    @property
    def defect(self) -> str:
        """The class of the catalogue."""
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class Patched:
    """A real product, started as its target starts it, with a patch in its way."""

    target: str
    patches: Sequence[Patch]
    mark: str = FIRED_VARIABLE
    alike: Sequence[Sequence[str]] = ()

    @property
    def not_seeded(self) -> dict[str, str]:
        """Nothing is said of the classes that no patch stands for: a few patches are meant to be few."""
        return {}

    @property
    def faults(self) -> dict[str, Patch]:
        """What can be broken."""
        return {patch.id: patch for patch in self.patches}

    def prepared(self) -> AbstractContextManager[dict[str, str]]:
        """Nothing: the product starts as its target starts it."""
        return nullcontext({})

    def environment(self, fault: str) -> dict[str, str]:
        """What starts the product with this patch; '' is the product as it should be, started alike."""
        path = os.pathsep.join(filter(None, (str(AT_START), os.environ.get("PYTHONPATH", ""))))
        return {"PYTHONPATH": path, FAULT_VARIABLE: f"{self.target}:{fault}"}
