"""A lock whose wait runs from the first wrong code is held to that where it is declared, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doctor.visits import visit
from tests.guide.chapter_nine import act_out

WINDOW, STEADY = "tests.guide.window_lock", "server"
TARGET = '''"""The server at hand, where a row of codes takes a while."""

from dataclasses import replace

from playwright.sync_api import Page

from targets.port import Answer
from targets.reference.driver import ReferenceDriver
from targets.reference.product import ReferenceProduct


class Unhurried(ReferenceDriver):
    """Its owner takes eight seconds over each code from the second to the fifth."""

    codes = 0

    def enter_code(self, code: str) -> Answer:
        self.codes += 1
        if 2 <= self.codes <= 5:
            self.clock.advance(8)
        return super().enter_code(code)


class Windowed(ReferenceProduct):
    """A lock of 900 seconds."""

    name = "windowed"

    def __init__(self) -> None:
        super().__init__()
        self.facts = replace(self.facts, lock=replace(self.facts.lock, from_first=FROM_FIRST))

    def driver(self, page: Page) -> Unhurried:
        driver = Unhurried(page, self.url)
        driver.clock = self.clock
        return driver


create = Windowed
'''


def target(folder: Path, from_first: bool) -> Path:
    """A file that declares from which wrong code a lock's wait runs."""
    file = folder / "windowed.py"
    file.write_text(TARGET.replace("FROM_FIRST", repr(from_first)), encoding="utf-8")
    return file


@pytest.mark.long
def test_a_lock_from_the_first_wrong_code_holds_as_declared(tmp_path: Path) -> None:
    results = act_out(WINDOW, target(tmp_path, True))
    assert {"Just before the wait is over", "Locked a second time"} < {its["example"] for its in results}
    assert {its["example"]: its["error"] for its in results if its["verdict"] != "PASS"} == {}


@pytest.mark.parametrize(
    ("server", "from_first", "example", "stopped"),
    [
        (WINDOW, False, "Just before the wait is over", "the code is refused because of the lock"),
        (STEADY, True, "Just after the wait is over", "Alice is signed in"),
    ],
    ids=["from the first undeclared", "from the last, declared from the first"],
)
def test_another_beginning_than_declared_fails(
    server: str, from_first: bool, example: str, stopped: str, tmp_path: Path
) -> None:
    results = act_out(server, target(tmp_path, from_first), "-k", "the_wait_is_over")
    (result,) = [its for its in results if its["example"] == example]
    assert result["verdict"] == "FAIL", result["error"]
    assert [step["text"] for step in result["steps"] if step["outcome"] == "failed"] == [stopped]


@pytest.mark.long
@pytest.mark.parametrize(("server", "from_first"), [(WINDOW, True), (WINDOW, False), (STEADY, True)])
def test_the_doctor_tells_where_the_wait_runs_from(
    server: str, from_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_REFERENCE_SERVER", server)
    visited = visit(target(tmp_path, from_first), tmp_path, "--seconds", "240")
    if server == WINDOW and from_first:
        assert visited.wrong == [], visited.printed
        assert "lock.from_first" not in visited.not_tested
        return
    assert set(visited.wrong) == {"lock.seconds", "lock.then", "lock.from_first"}, visited.printed
    if not from_first:
        assert "before the end, counted from the last wrong code" in visited.block("lock.seconds")["Found"]
