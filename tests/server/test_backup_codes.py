"""Backup codes: shown once, each works once, the count is right, new ones kill the old ones."""

import math

import pytest

from server.policy import Policy
from server.rules.backup_codes import BackupCodes
from tests.server.conftest import Alice
from tests.server.people import (
    CHEAP,
    EMAIL,
    NEW_CODES,
    SECURITY,
    SET_UP,
    Browser,
    House,
    codes_of,
    error_of,
    text_of,
)

RULE = BackupCodes(Policy())


def waiting(house: House) -> Browser:
    browser = house.browser()
    assert browser.sign_in().headers["location"] == "/sign-in/code"
    return browser


def test_a_set_is_ten_different_codes_of_64_bits_or_more() -> None:
    codes = RULE.generate()
    alphabet = set(Policy().backup_code_alphabet)
    assert len(set(codes)) == 10
    assert all(set(code.replace("-", "")) <= alphabet for code in codes)
    assert min(len(code.replace("-", "")) for code in codes) * math.log2(len(alphabet)) >= 64


@pytest.mark.parametrize(
    "typed",
    ["abcd-efgh-jkmn-pqrs", "ABCD EFGH JKMN PQRS", " abcdefghjkmnpqrs\n", "Abcd\u00a0efgh\u2013jkmn pqrs"],
)
def test_case_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert RULE.read(typed) == "abcdefghjkmnpqrs"


@pytest.mark.parametrize(
    "typed", ["", "-", "abcd", "abcd-efgh-jkmn-pqrst", "abcd-efgh-jkmn-pqr0", "\u00e4bcd-efgh-jkmn-pqrs"]
)
def test_anything_else_is_no_backup_code(typed: str) -> None:
    assert RULE.read(typed) is None


def test_every_code_shown_works_once_and_the_count_goes_down(house: House, alice: Alice) -> None:
    for left, code in zip(range(9, -1, -1), alice.codes, strict=True):
        browser = waiting(house)
        assert browser.enter_backup_code(code.upper().replace("-", " ")).status_code == 303
        home = text_of(browser.get("/home"))
        assert ("last backup code" in home) if left == 0 else (f"{left} backup code" in home)
        assert f"{left} of 10 backup codes left" in text_of(browser.get(SECURITY))
        again = waiting(house)
        refused = again.enter_backup_code(code)
        assert (refused.status_code, "used already" in error_of(refused)) == (422, True)
        assert not again.is_signed_in()
        house.wait(60)
    assert house.subjects().count("A backup code was used to sign in") == 10


def test_running_low_is_told_after_any_sign_in(house: House, alice: Alice) -> None:
    for code in alice.codes[:7]:
        waiting(house).enter_backup_code(code)
    browser = waiting(house)
    browser.enter_code(alice.phone.code(house.now))
    assert "You have 3 backup codes left. Make new ones" in text_of(browser.get("/home"))


def test_the_codes_are_shown_only_once(house: House) -> None:
    browser = house.browser()
    browser.sign_up()
    phone = browser.scan()
    first = browser.post(SET_UP, code=phone.code(house.now))
    again = browser.post(SET_UP, code=phone.code(house.now))
    assert (len(codes_of(first)), again.status_code, again.headers["location"]) == (10, 303, SECURITY)
    security = browser.get(SECURITY)
    assert "shown only once" in text_of(security)
    assert not any(code in security.text for code in codes_of(first))
    assert first.headers["cache-control"] == "no-store"


def test_reloading_new_codes_does_not_make_newer_ones(house: House, alice: Alice) -> None:
    alice.browser.get(NEW_CODES)
    shown = codes_of(alice.browser.post(NEW_CODES))
    again = alice.browser.post(NEW_CODES)
    assert (again.status_code, again.headers["location"]) == (303, SECURITY)
    assert waiting(house).enter_backup_code(shown[0]).status_code == 303


def test_new_codes_kill_the_old_ones(house: House, alice: Alice) -> None:
    alice.browser.get(NEW_CODES)
    fresh = codes_of(alice.browser.post(NEW_CODES))
    assert waiting(house).enter_backup_code(alice.codes[0]).status_code == 422
    assert waiting(house).enter_backup_code(fresh[0]).status_code == 303
    assert "New backup codes were made" in house.subjects()


def test_the_download_holds_the_codes_just_shown(house: House, alice: Alice) -> None:
    answer = alice.browser.post("/settings/security/backup-codes/download", codes="\r\n".join(alice.codes))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="lantern-backup-codes.txt"'
    assert answer.headers["cache-control"] == "no-store"
    assert [line for line in answer.text.splitlines() if line in alice.codes] == alice.codes
    assert EMAIL in answer.text


@pytest.mark.parametrize("keep", [0, 1, 9])
def test_the_download_tells_nothing_about_a_part_of_the_set(alice: Alice, keep: int) -> None:
    made_up = [f"aaaa-aaaa-aaaa-aaa{letter}" for letter in "abcdefghjk"]
    for codes in (alice.codes[:keep], alice.codes[:keep] + made_up[keep:], [alice.codes[0]] * 10):
        answer = alice.browser.post("/settings/security/backup-codes/download", codes="\n".join(codes))
        assert answer.status_code == 409
        assert "content-disposition" not in answer.headers


def test_the_hash_depends_on_the_salt_of_the_set() -> None:
    rule = BackupCodes(CHEAP)
    bare, salt = "abcdefghjkmnpqrs", bytes(16)
    assert rule.hash(bare, salt) == rule.hash(bare, salt) != rule.hash(bare, bytes(15) + b"x")
    assert len(rule.hash(bare, salt)) == 32
