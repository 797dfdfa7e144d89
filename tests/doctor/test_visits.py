"""Visits where all is well, and what they leave alone."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from harness import cli
from harness.doctor.consult import FULL
from targets.port import BackupCodes, Facts, Lock
from tests.doctor.visits import PLENTY, changed, visit

NEVER_TESTED = [
    "keeps_wanted_place",
    "sign_in_names_place",
    "password_change",
    "remembered_days",
    "password_limit",
    "device_list",
    "names_with_signs",
    "backup_codes.few",
    "backup_codes.bits",
    "key_bits",
    "idle_seconds",
    "overall_seconds",
    "rest_seconds",
]


def test_every_fact_has_a_check() -> None:
    parts = {"lock": Lock, "backup_codes": BackupCodes}
    wanted = {field.name for field in fields(Facts)}
    wanted |= {f"{owner}.{field.name}" for owner, record in parts.items() for field in fields(record)}
    assert {check.fact for check in FULL if check.fact} == wanted


@pytest.mark.slow
def test_all_is_well_with_the_bundled_server(tmp_path: Path) -> None:
    visited = visit("reference", tmp_path, *PLENTY)
    assert (visited.code, visited.wrong, visited.not_tested) == (0, [], NEVER_TESTED), visited.printed
    assert not (tmp_path / "report").exists()


@pytest.mark.long
def test_a_target_that_allows_no_locks_and_has_no_backup_codes(tmp_path: Path) -> None:
    file = changed(
        tmp_path / "shop.py",
        ('    name = "shop"\n', '    name = "shop"\n    destructive = False\n'),
        ("backup_codes=BackupCodes(count=10, threshold=5)", "backup_codes=None"),
    )
    visited = visit(file, tmp_path, *PLENTY)
    parts = ["threshold", "scope", "seconds", "backup_way_open", "then", "from_first"]
    of_no_chapter = [fact for fact in NEVER_TESTED if not fact.startswith("backup_codes.")]
    left = ["a backup code gets in", *of_no_chapter, *(f"lock.{part}" for part in parts)]
    assert (visited.code, visited.wrong, visited.not_tested) == (1, ["backup_codes"], left), visited.printed
    assert visited.block("backup_codes")["Mend"].startswith(visited.line("backup_codes=None"))
    picture = tmp_path / visited.block("backup_codes")["Picture"]
    assert picture.read_bytes().startswith(b"\x89PNG")


POOL = """    accounts_at_hand = 3
    destructive = False

    def new_account(self, person: str) -> Account:
        self.accounts_at_hand -= 1
        assert self.accounts_at_hand > 0, "a third account was taken"
"""


@pytest.mark.long
def test_a_pool_is_used_sparingly(tmp_path: Path) -> None:
    """Nothing may be locked, so nobody needs Mallory: her account is left alone."""
    file = changed(tmp_path / "shop.py", ("    def new_account(self, person: str) -> Account:\n", POOL))
    visited = visit(file, tmp_path, *PLENTY)
    assert (visited.code, visited.wrong) == (0, []), visited.printed
    assert "there are accounts enough for a visit: 3 at hand, 2 needed" in visited.printed
    assert "there are accounts for a whole cast: 2 accounts" in visited.printed


ENDS_SET_UPS = """    def finish_set_up(self, code: str) -> Answer:
        answer = super().finish_set_up(code)
        if answer.outcome is Outcome.REJECTED:
            self.abandon_set_up()
        return answer

    def enter_backup_code(self, code: str) -> Answer:
        answer = super().enter_backup_code(code)
        is_refused = answer.outcome is Outcome.REJECTED
        return replace(answer, outcome=Outcome.LOCKED) if is_refused else answer

"""


@pytest.mark.long
def test_a_wrong_code_that_ends_a_set_up_and_refusals_that_sound_like_locks(tmp_path: Path) -> None:
    """The first is told as the fact that it is about; the second mislead nobody about how many lock."""
    driver = "    def sign_out(self) -> None:\n"
    imports = "from targets.port import Account, BackupCodes, Facts, Lock\n"
    file = changed(
        tmp_path / "shop.py",
        (imports, "from dataclasses import replace\n" + imports.replace("Lock\n", "Lock, Answer, Outcome\n")),
        (driver, ENDS_SET_UPS + driver),
    )
    visited = visit(file, tmp_path, *PLENTY)
    assert visited.wrong == ["wrong_code_ends_set_up"], visited.printed
    block = visited.block("wrong_code_ends_set_up")
    assert "after a wrong code it had to be begun anew" in block["Found"]
    assert block["Mend"].startswith(visited.line("self.facts = Facts(")), visited.printed


def test_a_short_visit_changes_no_account(tmp_path: Path) -> None:
    visited = visit("reference", tmp_path, "--short")
    assert (visited.code, visited.wrong, visited.not_tested) == (0, [], []), visited.printed
    assert "set-up" not in visited.printed and "confirmed" not in visited.printed


def test_a_target_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--target", "nix"]) == 2
    printed = capsys.readouterr().out
    assert "There is no target 'nix'" in printed
    assert "name one of " in printed
