"""Turning 2FA off: the password is enough then; old keys and codes stay dead ever after."""

from tests.server.conftest import Alice
from tests.server.people import TURN_OFF, House, text_of


def test_it_acts_at_once_and_ends_other_sessions(house: House, alice: Alice) -> None:
    other = house.browser()
    other.sign_in()
    other.enter_code(alice.phone.code(house.now))
    half = house.browser()
    half.sign_in()
    assert alice.browser.post(TURN_OFF).status_code == 303
    assert "is off" in text_of(alice.browser.get("/settings/security"))
    assert not other.is_signed_in()
    assert half.get("/sign-in/code").headers["location"].startswith("/sign-in?why=expired")
    assert house.browser().sign_in().headers["location"] == "/home"
    assert "Two-factor authentication is off" in house.subjects()


def test_looking_at_the_page_changes_nothing(house: House, alice: Alice) -> None:
    assert alice.browser.get(TURN_OFF).status_code == 200
    assert house.browser().sign_in().headers["location"] == "/sign-in/code"


def test_old_key_and_old_codes_do_not_come_back(house: House, alice: Alice) -> None:
    alice.browser.post(TURN_OFF)
    phone, codes = alice.browser.bind(house.now)
    assert phone.key != alice.phone.key
    assert not set(codes) & set(alice.codes)
    house.wait(30)
    browser = house.browser()
    browser.sign_in()
    assert browser.enter_backup_code(alice.codes[0]).status_code == 422
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 422
    assert browser.enter_code(phone.code(house.now)).status_code == 303


def test_a_second_turning_off_is_harmless(house: House, alice: Alice) -> None:
    alice.browser.post(TURN_OFF)
    assert alice.browser.post(TURN_OFF).status_code == 303
    assert house.subjects().count("Two-factor authentication is off") == 1
