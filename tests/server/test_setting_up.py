"""Turning 2FA on: nothing is on before a code confirms the key, and a set-up ends in time."""

from urllib.parse import parse_qs, urlsplit

from server.flows.enrolment import Mode, show
from server.flows.sessions import find
from server.lantern import Visitor
from tests.server.conftest import Alice
from tests.server.people import (
    MOVE,
    SECURITY,
    SET_UP,
    Browser,
    House,
    Phone,
    codes_of,
    error_of,
    setup_key,
    text_of,
)


def newcomer(house: House) -> Browser:
    browser = house.browser()
    browser.sign_up()
    return browser


def is_off(house: House) -> bool:
    return house.browser().sign_in().headers["location"] == "/home"


def test_leaving_the_page_leaves_no_trace(house: House) -> None:
    browser = newcomer(house)
    phone = browser.scan()
    browser.post(SET_UP, code=phone.wrong_code(house.now))
    assert is_off(house)
    assert "Off" in text_of(browser.get(SECURITY))


def test_a_right_code_turns_it_on_and_shows_ten_codes(house: House) -> None:
    browser = newcomer(house)
    _, codes = browser.bind(house.now)
    assert len(codes) == 10
    assert not is_off(house)
    assert house.subjects() == ["Two-factor authentication is on"]


def test_the_key_is_160_bits_and_new_each_time(house: House) -> None:
    browser = newcomer(house)
    keys = set()
    for _ in range(3):
        keys.add(browser.scan().key)
        browser.post("/settings/security/two-factor/cancel")
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 3


def test_reloading_and_a_wrong_code_keep_the_same_key(house: House) -> None:
    browser = newcomer(house)
    phone = browser.scan()
    house.wait(599)
    answer = browser.post(SET_UP, code=phone.wrong_code(house.now))
    assert "isn't right" in error_of(answer)
    assert setup_key(answer) == browser.scan().key == phone.key


def test_the_qr_code_says_what_the_page_says(house: House) -> None:
    browser = newcomer(house)
    key = browser.scan().key
    token = browser.session
    visitor = Visitor("127.0.0.1", "a browser", house.now)
    found = find(house.lantern, token, visitor)
    assert found is not None
    shown = show(house.lantern, found.session, Mode.SET_UP, visitor)
    assert shown is not None
    uri = urlsplit(shown.uri)
    assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", "/Lantern:alice%40example.org")
    expected = {
        "secret": [key],
        "issuer": ["Lantern"],
        "algorithm": ["SHA1"],
        "digits": ["6"],
        "period": ["30"],
    }
    assert parse_qs(uri.query) == expected


def test_five_wrong_codes_end_the_set_up(house: House) -> None:
    browser = newcomer(house)
    phone = browser.scan()
    answers = [browser.post(SET_UP, code=phone.wrong_code(house.now)) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [303]
    assert "Start again" in text_of(browser.get(SECURITY))
    assert browser.post(SET_UP, code=phone.code(house.now)).status_code == 303
    assert is_off(house)
    assert browser.scan().key != phone.key


def test_a_malformed_entry_keeps_the_page_and_is_not_counted(house: House) -> None:
    browser = newcomer(house)
    phone = browser.scan()
    for _ in range(6):
        answer = browser.post(SET_UP, code="12")
    assert "6 digits" in error_of(answer)
    assert browser.post(SET_UP, code=phone.code(house.now)).status_code == 200


def test_a_wrong_clock_is_told_at_set_up_too(house: House) -> None:
    browser = newcomer(house)
    phone = browser.scan()
    assert "Set time automatically" in error_of(browser.post(SET_UP, code=phone.code(house.now - 300)))


def test_a_set_up_ends_after_ten_minutes(house: House) -> None:
    browser = newcomer(house)
    phone = browser.scan()
    house.wait(600)
    answer = browser.post(SET_UP, code=phone.code(house.now))
    assert (answer.status_code, answer.headers["location"]) == (303, SET_UP)
    page = browser.get(SET_UP)
    assert "expired" in text_of(page)
    assert setup_key(page) != phone.key
    assert is_off(house)


def test_of_two_set_ups_the_one_started_last_wins(house: House) -> None:
    first = newcomer(house)
    second = house.browser("127.0.0.2")
    second.sign_in()
    old, new = first.scan(), second.scan()
    refused = first.post(SET_UP, code=old.code(house.now))
    assert (refused.status_code, refused.headers["location"]) == (303, SECURITY)
    assert "replaced" in text_of(first.get(SECURITY))
    assert first.post(SET_UP, code=new.code(house.now)).status_code == 303
    assert len(codes_of(second.post(SET_UP, code=new.code(house.now)))) == 10


def test_one_persons_key_is_not_anothers(house: House) -> None:
    bob = house.browser()
    bob.sign_up("bob@example.org")
    assert bob.scan().key != newcomer(house).scan().key


def test_when_it_is_on_no_page_shows_the_key(house: House, alice: Alice) -> None:
    for path in (SET_UP, SECURITY, "/settings", "/home"):
        page = alice.browser.get(path)
        assert alice.phone.key not in page.text.replace(" ", "")
    assert alice.browser.get(SET_UP).headers["location"] == SECURITY


def test_there_is_nothing_to_move_while_it_is_off(house: House) -> None:
    browser = newcomer(house)
    assert browser.get(MOVE).headers["location"] == SECURITY
    assert browser.post(MOVE, code="000000").headers["location"] == SECURITY
    assert is_off(house)


def test_a_set_up_without_opening_the_page_does_nothing(house: House) -> None:
    browser = newcomer(house)
    assert browser.post(SET_UP, code=Phone("A" * 32).code(house.now)).status_code == 303
    assert is_off(house)


def test_turning_it_on_ends_other_sessions_and_pending_sign_ins(house: House) -> None:
    browser = newcomer(house)
    other = house.browser("127.0.0.2")
    other.sign_in()
    browser.bind(house.now)
    assert not other.is_signed_in()
    assert other.get("/home").headers["location"].startswith("/sign-in?why=ended")
    assert browser.is_signed_in()


def test_markup_in_an_address_is_shown_as_text(house: House) -> None:
    browser = house.browser()
    browser.sign_up("<b>&alice@example.org")
    page = browser.get(SET_UP)
    assert "<b>" not in page.text
    assert "<b>&alice@example.org" in text_of(page)


def test_a_key_shown_in_an_ended_session_is_never_shown_in_a_later_one(house: House) -> None:
    browser = newcomer(house)
    key = browser.scan().key
    browser.post("/sign-out")
    browser.sign_in()
    assert browser.scan().key != key
