"""What a target declares of its lock: how long each in a row lasts, and what can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import target_file
from targets.port import Lock, TargetError

TARGET = "from targets.port import Lock\n\nLOCK = Lock({})\n"


def test_a_lock_lasts_as_long_as_the_one_before_unless_it_grows() -> None:
    steady = Lock(5, 30, backup_way_open=True)
    growing = Lock(5, 30, backup_way_open=True, then=(60, 120))
    assert [steady.wait(number) for number in (1, 2, 9)] == [30, 30, 30]
    assert [growing.wait(number) for number in (1, 2, 3, 4, 9)] == [30, 60, 120, 120, 120]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("5, 30, True, then=(20,)", r"Lock\(seconds=30, then=\(20,\)\) shrinks"),
        ("5, 30, True, then=(60, 45)", r"then=\(60, 45\)\) shrinks"),
        ("0, 30, True", r"Lock\(threshold=0, seconds=30\) is no lock"),
        ("5, 0, True", r"Lock\(threshold=5, seconds=0\) is no lock"),
    ],
)
def test_a_lock_that_cannot_be_is_the_fault_of_the_targets_file(
    declared: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "impossible_lock.py"
    file.write_text(TARGET.format(declared), encoding="utf-8")
    with pytest.raises(TargetError, match=said) as caught:
        target_file.load(str(file), tmp_path)
    told = str(caught.value)
    assert told.startswith(f"{file}:3: ")
    assert "Do this: correct " in told and "in the target's Facts" in told
