"""`twofold targets` tells what a target declares, and asks by name for what it forgot."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from harness import cli, declared, target_file
from targets.port import BackupCodes, Consent, Lock, LockScope, Target
from tests.plain import plain

ROOT = Path(__file__).resolve().parents[2]


def told(**changes: Any) -> list[str]:
    """What the reference target would be told to declare with some of its members changed."""
    target = target_file.load("reference", ROOT)
    for name, value in changes.items():
        setattr(target, name, value)
    return list(declared.sentences(target))


def test_each_target_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["targets"]) == 0
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["reference"].startswith("The bundled server, ")
    assert lines["better_auth"].startswith("better-auth (twoFactor) ")
    assert lines["django_allauth"].startswith("django-allauth (mfa) ")
    assert lines["flask_security"].startswith("Flask-Security with ")


def test_a_target_tells_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["targets", "reference"]) == 0
    printed = capsys.readouterr().out
    assert "Codes have 6 digits and change every 30 seconds (SHA1)." in printed
    assert "A code is taken up to 1 step late and 1 step early." in printed
    assert "5 wrong codes in a row keep the account out for 900 seconds" in printed
    assert "A set has 10 backup codes" in printed
    assert "The owner is warned when 3 are left." in printed
    assert "10 wrong passwords in a row stop changes for 900 seconds." in printed
    assert "People can sign their other devices out one by one." in printed


def test_what_is_not_there_is_told_as_well() -> None:
    facts = plain(can_relink=False, outbox=False, shared_accounts=True, steps_back=0, steps_ahead=2)
    sentences = told(facts=facts, destructive=False)
    assert "Locks and bursts of requests may not be tried: examples that do so are not run." in sentences
    assert "Wrong codes never lock anything." in sentences
    assert "There are no backup codes." in sentences
    assert "Changes never ask for the password again." in sentences
    assert "A new phone can be linked after turning 2FA off only." in sentences
    assert "A code is taken up to 0 steps late and 2 steps early." in sentences
    assert sentences[-2:] == ["What it sends to people can't be read.", "Examples share accounts."]


def test_whom_a_lock_keeps_out_and_who_consented() -> None:
    lock = Lock(10, 600, backup_way_open=False, scope=LockScope.ADDRESS)
    consent = Consent("Ann Example", "Go ahead.", date(2026, 11, 1))
    sentences = told(facts=plain(lock=lock, backup_codes=BackupCodes(8, 3)), consent=consent)
    assert "Ann Example consented to its being tested on 2026-11-01." in sentences
    assert (
        "10 wrong codes in a row keep everybody at the same network address out for 600 seconds; "
        "the way in by backup code is closed as well."
    ) in sentences


def test_a_lock_that_grows_is_told_with_all_its_waits() -> None:
    lock = Lock(5, 30, backup_way_open=True, then=(60, 120))
    assert (
        "5 wrong codes in a row keep the account out for 30 seconds, and when it comes to that again for 60, "
        "120 from then on; the way in by backup code is still open."
    ) in told(facts=plain(lock=lock))


def test_a_lock_whose_wait_runs_from_the_first_wrong_code_is_told_so() -> None:
    assert (
        "10 wrong codes in a row keep the account out for 600 seconds from the first of them; "
        "the way in by backup code is closed as well."
    ) in told(facts=plain(lock=Lock(10, 600, backup_way_open=False, from_first=True)))


def test_what_wrong_codes_do_elsewhere() -> None:
    codes = BackupCodes(5, threshold=0, on_request=True)
    sentences = told(facts=plain(backup_codes=codes, wrong_code_ends_set_up=True))
    assert "A set has 5 backup codes, made on request; wrong ones never lock that way in." in sentences
    assert "A wrong code ends a set-up, which has to be begun anew." in sentences


def test_which_key_a_set_up_shows_again() -> None:
    sentences = told(facts=plain(same_key_on_reload=True, same_key_on_restart=False))
    assert "Loading a set-up once more shows the same key." in sentences
    assert "Leaving it and beginning it again shows a new key." in sentences


def test_what_a_target_forgot_is_asked_for_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])  # what lies beside a target's file can be imported
    file = tmp_path / "forgetful_shop.py"
    file.write_text("class Shop:\n    name = 'shop'\n    address = ''\n\ncreate = Shop\n", encoding="utf-8")
    assert cli.main(["targets", str(file)]) == 2
    assert capsys.readouterr().err == (
        f"targets: {file} lacks consent, destructive, driver, facts, new_account, notices, ready_made, "
        "reset_link, start, stop.\n"
        "  Do this: add them to what its create() returns; targets/port.py says what each is for.\n"
    )


def test_the_reference_target_forgot_nothing() -> None:
    assert declared.forgotten(target_file.load("reference", ROOT)) == []


def test_a_target_without_words_has_no_purpose() -> None:
    assert declared.purpose(cast(Target, type("Silent", (), {})())) == ""


def test_an_unknown_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["targets", "nix"]) == 2
    assert capsys.readouterr().err.startswith("targets: There is no target 'nix'")
