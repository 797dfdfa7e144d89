"""Moving to a new phone: the old factor holds until the new one is confirmed, then it is gone."""

from tests.server.conftest import Alice
from tests.server.people import MOVE, SECURITY, Browser, House, error_of, text_of

CANCEL = "/settings/security/two-factor/cancel"


def waiting(house: House, address: str = "127.0.0.1") -> Browser:
    browser = house.browser(address)
    assert browser.sign_in().headers["location"] == "/sign-in/code"
    return browser


def test_the_old_phone_works_until_the_new_one_is_confirmed(house: House, alice: Alice) -> None:
    new = alice.browser.scan(MOVE)
    assert waiting(house).enter_code(new.code(house.now)).status_code == 422
    assert waiting(house).enter_code(alice.phone.code(house.now)).status_code == 303
    alice.browser.post(MOVE, code=new.wrong_code(house.now))
    house.wait(30)
    assert waiting(house).enter_code(alice.phone.code(house.now)).status_code == 303


def test_afterwards_only_the_new_phone_and_the_new_codes_work(house: House, alice: Alice) -> None:
    phone, codes = alice.browser.bind(house.now, MOVE)
    house.wait(30)
    browser = waiting(house)
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 422
    assert browser.enter_backup_code(alice.codes[0]).status_code == 422
    assert browser.enter_code(phone.code(house.now)).status_code == 303
    assert waiting(house).enter_backup_code(codes[0]).status_code == 303
    assert "Two-factor authentication was moved" in house.subjects()


def test_after_a_backup_code_sign_in_no_old_phone_is_asked_for(house: House, alice: Alice) -> None:
    browser = waiting(house)
    browser.enter_backup_code(alice.codes[0])
    phone, _ = browser.bind(house.now, MOVE)
    house.wait(30)
    again = waiting(house)
    page = again.get("/sign-in/code")
    assert "Authentication code" in page.text
    assert again.enter_code(phone.code(house.now)).status_code == 303


def test_cancelling_changes_nothing(house: House, alice: Alice) -> None:
    new = alice.browser.scan(MOVE)
    assert alice.browser.post(CANCEL).headers["location"] == SECURITY
    assert "Nothing was changed" in text_of(alice.browser.get(SECURITY))
    assert alice.browser.post(MOVE, code=new.code(house.now)).status_code == 303
    assert waiting(house).enter_code(alice.phone.code(house.now)).status_code == 303
    assert alice.browser.scan(MOVE).key != new.key


def test_the_code_that_confirmed_the_move_is_used_up(house: House, alice: Alice) -> None:
    phone, _ = alice.browser.bind(house.now, MOVE)
    assert "used already" in error_of(waiting(house).enter_code(phone.code(house.now)))


def test_moving_ends_other_sessions_and_pending_sign_ins(house: House, alice: Alice) -> None:
    other, half = waiting(house), waiting(house, "127.0.0.2")
    other.enter_code(alice.phone.code(house.now))
    assert other.is_signed_in()
    phone, _ = alice.browser.bind(house.now, MOVE)
    house.wait(30)
    assert not other.is_signed_in()
    assert half.enter_code(phone.code(house.now)).headers["location"].startswith("/sign-in")
    assert not half.is_signed_in()
    assert alice.browser.is_signed_in()
