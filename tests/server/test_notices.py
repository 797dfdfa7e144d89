"""The owner hears of each security event, by message and among recent activity, without a secret."""

from tests.server.conftest import Alice
from tests.server.people import MOVE, NEW_CODES, PASSWORD, SECURITY, TURN_OFF, House, text_of


def test_a_wrong_second_step_is_told_once_a_sign_in(house: House, alice: Alice) -> None:
    for _ in range(2):
        thief = house.browser("127.0.0.9")
        thief.sign_in()
        thief.enter_code("12")
        for _ in range(2):
            thief.enter_code(alice.phone.wrong_code(house.now))
    assert house.subjects().count("Someone has your password") == 2
    activity = text_of(alice.browser.get(SECURITY))
    assert "A wrong authenticator code was entered" in activity
    assert "127.0.0.9" in activity


def test_a_password_that_waits_for_its_second_step_is_on_record(house: House, alice: Alice) -> None:
    house.browser("127.0.0.9").sign_in()
    activity = text_of(alice.browser.get(SECURITY))
    assert "Password accepted, waiting for the second step (Firefox on Linux)" in activity
    assert "127.0.0.9" in activity


def test_every_change_is_told_and_on_record(house: House, alice: Alice) -> None:
    alice.browser.get(NEW_CODES)
    alice.browser.post(NEW_CODES)
    alice.browser.bind(house.now, MOVE)
    alice.browser.post(
        "/settings/password", current_password=PASSWORD, new_password="a quite different password"
    )
    alice.browser.post(TURN_OFF)
    assert house.subjects() == [
        "Two-factor authentication is on",
        "New backup codes were made",
        "Two-factor authentication was moved",
        "Your password was changed",
        "Two-factor authentication is off",
    ]
    activity = text_of(alice.browser.get(SECURITY))
    for line in (
        "Account created",
        "authentication turned on",
        "New backup codes made",
        "moved to a new phone",
        "Password changed",
        "authentication turned off",
    ):
        assert line in activity


def test_messages_say_what_to_do_and_hold_no_secret(house: House, alice: Alice) -> None:
    phone, codes = alice.browser.bind(house.now, MOVE)
    house.wait(30)
    browser = house.browser()
    browser.sign_in()
    browser.enter_backup_code(codes[0])
    texts = [f"{message.subject} {message.text}" for message in house.outbox()]
    assert all("If this wasn't you" in text for text in texts)
    secrets = [
        PASSWORD,
        phone.key,
        alice.phone.key,
        *codes,
        *alice.codes,
        *alice.browser.client.cookies.values(),
    ]
    assert not [secret for secret in secrets if any(secret in text for text in texts)]


def test_forwarded_addresses_are_not_believed(house: House, alice: Alice) -> None:
    house.browser("127.0.0.9", **{"x-forwarded-for": "203.0.113.7", "forwarded": "for=203.0.113.7"}).sign_in()
    activity = alice.browser.get(SECURITY).text
    assert "203.0.113.7" not in activity
    assert "127.0.0.9" in activity
