"""How hard codes are to guess is told as far as can be seen of them: between what was seen and what may
be."""

from __future__ import annotations

from typing import cast

import pytest

from harness.measures import agrees, declared_as, shown
from harness.measuring import strength
from harness.people import Person, SavedCodes
from harness.stage import Stage
from targets.port import BackupCodes, Target
from tests.plain import plain


class Declares:
    """A target that has a set of backup codes and nothing else."""

    def __init__(self, bits: int) -> None:
        self.facts = plain(backup_codes=BackupCodes(count=2, threshold=5, bits=bits))
        self.clock = None


@pytest.mark.parametrize(
    ("codes", "bits", "told", "holds"),
    [
        (["1234-5067", "8912-3450"], 26, "26.6 bits", True),
        (["1234-5067", "8912-3450"], 40, "26.6 bits", False),
        (["1111", "2222"], 13, "4 to 13.3 bits", True),
        (["0123abcd", "4567ef89"], 0, "32 bits", None),
        (["ABCD EFGH", "IJKL MNOP"], 40, "32 to 40 bits", True),
    ],
)
def test_bits_of_backup_codes(codes: list[str], bits: int, told: str, holds: bool | None) -> None:
    stage = Stage(cast(Target, Declares(bits)), None)  # type: ignore[arg-type]
    person = Person("Alice", stage)
    person.saved = SavedCodes(codes)
    (measure,) = strength.backup_codes(person)
    assert (shown(measure), agrees(measure)) == (told, holds)
    assert declared_as(measure) == (f"{bits} bits at least" if bits else "")
    assert not any(code in str(measure) for code in codes)
