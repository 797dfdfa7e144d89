"""Visits where all is well, and what they leave alone."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from harness import cli
from harness.doctor.consult import FULL
from targets.port import BackupCodes, Facts, Lock
from tests.doctor.visits import PLENTY, changed, visit

NEVER_TESTED = ["keeps_wanted_place", "sign_in_names_place", "password_change", "rest_seconds"]


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


@pytest.mark.slow
def test_a_target_that_allows_no_locks_and_has_no_backup_codes(tmp_path: Path) -> None:
    file = changed(
        tmp_path / "shop.py",
        ('    name = "shop"\n', '    name = "shop"\n    destructive = False\n'),
        ("backup_codes=BackupCodes(count=10, threshold=5)", "backup_codes=None"),
    )
    visited = visit(file, tmp_path, *PLENTY)
    parts = ["threshold", "scope", "seconds", "backup_way_open"]
    left = ["a backup code gets in", *NEVER_TESTED, *(f"lock.{part}" for part in parts)]
    assert (visited.code, visited.wrong, visited.not_tested) == (1, ["backup_codes"], left), visited.printed
    assert visited.block("backup_codes")["Mend"].startswith(visited.line("backup_codes=None"))
    picture = tmp_path / visited.block("backup_codes")["Picture"]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_short_visit_changes_no_account(tmp_path: Path) -> None:
    visited = visit("reference", tmp_path, "--short")
    assert (visited.code, visited.wrong, visited.not_tested) == (0, [], []), visited.printed
    assert "set-up" not in visited.printed and "confirmed" not in visited.printed


def test_a_target_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--target", "nix"]) == 2
    printed = capsys.readouterr().out
    assert "There is no target 'nix'" in printed
    assert "name one of " in printed
