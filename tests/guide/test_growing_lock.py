"""A back-off that grows holds where it is declared so, and fails where the product's waits are others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doctor.visits import visit
from tests.guide.chapter_nine import act_out

pytestmark = pytest.mark.long

GROWING, STEADY = "tests.guide.growing_lock", "server"
SECOND_TIME = "Locked a second time"
TARGET = '''"""The server at hand, with locks declared as a test has them."""

from dataclasses import replace

from targets.reference.product import ReferenceProduct


class Growing(ReferenceProduct):
    """Its first lock lasts 900 seconds."""

    name = "growing"

    def __init__(self) -> None:
        super().__init__()
        self.facts = replace(self.facts, lock=replace(self.facts.lock, then=THEN))


create = Growing
'''


def target(folder: Path, then: tuple[int, ...]) -> Path:
    """A file that declares such locks after the first."""
    file = folder / "growing.py"
    file.write_text(TARGET.replace("THEN", repr(then)), encoding="utf-8")
    return file


def test_a_lock_that_grows_as_declared_holds(tmp_path: Path) -> None:
    results = act_out(GROWING, target(tmp_path, (1800, 3600)))
    assert SECOND_TIME in {result["example"] for result in results}
    assert {result["example"]: result["error"] for result in results if result["verdict"] != "PASS"} == {}


@pytest.mark.parametrize(
    ("server", "then", "stopped"),
    [
        (GROWING, (), "after the declared wait the code from her phone lets Alice in"),
        (GROWING, (1000,), "after the declared wait the code from her phone lets Alice in"),
        (STEADY, (1800,), "the code is refused because of the lock"),
    ],
    ids=["grows undeclared", "grows more than declared", "declared to grow and doesn't"],
)
def test_another_wait_than_declared_fails(
    server: str, then: tuple[int, ...], stopped: str, tmp_path: Path
) -> None:
    (result,) = act_out(server, target(tmp_path, then), "-k", "locked_a_second_time")
    assert (result["example"], result["verdict"]) == (SECOND_TIME, "FAIL"), result["error"]
    assert [step["text"] for step in result["steps"] if step["outcome"] == "failed"] == [stopped]


def test_the_doctor_sees_a_third_lock_that_is_longer_than_declared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_REFERENCE_SERVER", GROWING)
    visited = visit(target(tmp_path, (1800, 1800)), tmp_path, "--seconds", "240")
    assert visited.wrong == ["lock.then"], visited.printed
    block = visited.block("lock.then")
    assert "lock 3 in a row: after 1800 seconds, a right code: locked" in block["Found"]
    assert block["Mend"].startswith(visited.line("then=(1800, 1800)"))
