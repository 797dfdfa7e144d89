"""Wrong codes: five lock a method for 15 minutes, a hundred in a row disable the authenticator."""

import pytest

from server.policy import Policy
from server.rules.lockout import Lockout, Tries, minutes
from tests.server.conftest import Alice
from tests.server.people import MOVE, PASSWORD, SECURITY, Browser, House, error_of, text_of

RULE = Lockout(Policy())
WRONG_BACKUP_CODE = "aaaa-aaaa-aaaa-aaaa"


def test_the_states_of_one_method() -> None:
    tries = Tries()
    for left in (4, 3, 2, 1):
        tries = RULE.after_failure(tries, 1000.0)
        assert (RULE.tries_left(tries), RULE.seconds_left(tries, 1000.0)) == (left, 0.0)
    tries = RULE.after_failure(tries, 1000.0)
    assert RULE.seconds_left(tries, 1000.0) == 900.0
    assert RULE.seconds_left(tries, 1899.9) == pytest.approx(0.1)
    assert (RULE.seconds_left(tries, 1900.0), RULE.tries_left(tries), tries.in_a_row) == (0.0, 5, 5)
    assert RULE.after_success(tries) == Tries()
    assert RULE.after_password(tries) == tries


@pytest.mark.parametrize(("failures", "disabled"), [(0, False), (99, False), (100, True), (101, True)])
def test_a_hundred_in_a_row_disable(failures: int, disabled: bool) -> None:
    assert RULE.is_disabled(Tries(in_a_row=failures)) is disabled


@pytest.mark.parametrize(("seconds", "told"), [(0.5, 1), (60, 1), (60.1, 2), (899, 15), (900, 15)])
def test_the_wait_is_told_in_whole_minutes(seconds: float, told: int) -> None:
    assert minutes(seconds) == told


def waiting(house: House, address: str = "127.0.0.1") -> Browser:
    browser = house.browser(address)
    assert browser.sign_in().headers["location"] == "/sign-in/code"
    return browser


def fail(house: House, alice: Alice, browser: Browser, times: int) -> list[str]:
    return [error_of(browser.enter_code(alice.phone.wrong_code(house.now))) for _ in range(times)]


def test_the_fifth_wrong_code_locks_and_the_right_one_is_refused_unspent(house: House, alice: Alice) -> None:
    browser = waiting(house)
    said = fail(house, alice, browser, 5)
    assert ["tries left" in text or "try left" in text for text in said] == [False, False, True, True, False]
    assert "2 tries left" in said[2]
    assert "1 try left" in said[3]
    assert "15 minutes" in said[4]
    house.wait(890)
    browser = waiting(house)
    house.wait(9)
    code = alice.phone.code(house.now)
    refused = browser.enter_code(code)
    assert refused.status_code == 429
    assert "1 minute," in error_of(refused)
    house.wait(1)
    assert browser.enter_code(code).status_code == 303


def test_tries_while_locked_neither_count_nor_prolong(house: House, alice: Alice) -> None:
    browser = waiting(house)
    fail(house, alice, browser, 5)
    house.wait(500)
    assert all("7 minutes" in text for text in fail(house, alice, browser, 20))
    house.wait(400)
    browser = waiting(house)
    fail(house, alice, browser, 4)
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 303


def test_the_count_spans_sign_ins_addresses_and_right_passwords(house: House, alice: Alice) -> None:
    fail(house, alice, waiting(house), 4)
    assert "15 minutes" in fail(house, alice, waiting(house, "127.0.0.9"), 1)[0]


def test_a_success_forgets_the_failures(house: House, alice: Alice) -> None:
    for _ in range(3):
        browser = waiting(house)
        fail(house, alice, browser, 4)
        assert browser.enter_code(alice.phone.code(house.now)).status_code == 303
        house.wait(30)


def test_the_backup_way_has_a_limit_of_its_own_and_stays_open(house: House, alice: Alice) -> None:
    browser = waiting(house)
    fail(house, alice, browser, 5)
    assert browser.enter_backup_code(alice.codes[0]).status_code == 303
    assert "Your authenticator app is locked" in house.subjects()


def test_backup_codes_lock_while_the_authenticator_stays_open(house: House, alice: Alice) -> None:
    browser = waiting(house)
    answers = [browser.enter_backup_code(WRONG_BACKUP_CODE) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    refused = browser.enter_backup_code(alice.codes[0])
    assert (refused.status_code, "15 minutes" in error_of(refused)) == (429, True)
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 303
    assert "10 of 10" in text_of(browser.get(SECURITY))
    assert "Your backup codes are locked" in house.subjects()


def test_the_owners_open_session_goes_on_working(house: House, alice: Alice) -> None:
    fail(house, alice, waiting(house), 5)
    assert alice.browser.is_signed_in()


def test_a_hundred_failures_over_all_locks_disable_until_bound_anew(house: House, alice: Alice) -> None:
    for _ in range(20):
        browser = waiting(house)
        said = fail(house, alice, browser, 5)
        house.wait(900)
    assert "no longer signs you in" in said[-1]
    assert "Your authenticator app is disabled" in house.subjects()
    browser = waiting(house)
    house.wait(300)
    refused = browser.enter_code(alice.phone.code(house.now))
    assert (refused.status_code, "backup code" in error_of(refused)) == (429, True)
    assert browser.enter_backup_code(alice.codes[0]).status_code == 303
    assert "switched off" in text_of(browser.get(SECURITY))
    phone, _ = browser.bind(house.now, MOVE)
    house.wait(30)
    browser = waiting(house)
    assert browser.enter_code(phone.code(house.now)).status_code == 303


def test_moving_to_a_new_phone_lifts_the_lock(house: House, alice: Alice) -> None:
    browser = waiting(house)
    fail(house, alice, browser, 5)
    browser.enter_backup_code(alice.codes[0])
    phone, _ = browser.bind(house.now, MOVE)
    house.wait(30)
    assert waiting(house).enter_code(phone.code(house.now)).status_code == 303


def test_wrong_passwords_alone_never_lock_the_codes(house: House, alice: Alice) -> None:
    stranger = house.browser("127.0.0.9")
    for _ in range(30):
        stranger.sign_in(password="not the password")
    browser = house.browser()
    browser.sign_in(password=PASSWORD)
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 303
