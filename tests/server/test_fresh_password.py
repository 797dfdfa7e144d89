"""Changes to 2FA ask for the password again if it was given over 15 minutes ago; guessing is limited."""

from urllib.parse import urlencode

import pytest

from tests.server.conftest import Alice
from tests.server.people import (
    MOVE,
    NEW_CODES,
    PASSWORD,
    SECURITY,
    SET_UP,
    TURN_OFF,
    House,
    error_of,
    text_of,
)


def confirm(path: str) -> str:
    return "/confirm-password?" + urlencode({"next": path})


@pytest.mark.parametrize("path", [MOVE, TURN_OFF, NEW_CODES])
def test_a_stale_password_is_asked_for_and_the_change_waits(house: House, alice: Alice, path: str) -> None:
    house.wait(870)
    assert alice.browser.get(path).status_code == 200
    house.wait(1)
    assert alice.browser.get(path).headers["location"] == confirm(path)
    assert alice.browser.post(path, code="000000").headers["location"] == confirm(path)
    assert "On" in text_of(alice.browser.get(SECURITY))
    assert "10 of 10" in text_of(alice.browser.get(SECURITY))


def test_setting_up_asks_for_it_too(house: House) -> None:
    browser = house.browser()
    browser.sign_up()
    house.wait(901)
    assert browser.get(SET_UP).headers["location"] == confirm(SET_UP)


def test_confirming_leads_back_and_renews_the_session(house: House, alice: Alice) -> None:
    house.wait(901)
    page = alice.browser.get("/confirm-password", next=TURN_OFF)
    assert f'value="{TURN_OFF}"' in page.text
    before = alice.browser.session
    wrong = alice.browser.post("/confirm-password", password="not the password", next=TURN_OFF)
    assert (wrong.status_code, "isn't your password" in error_of(wrong)) == (422, True)
    assert alice.browser.get(TURN_OFF).status_code == 303
    answer = alice.browser.post("/confirm-password", password=PASSWORD, next=TURN_OFF)
    assert answer.headers["location"] == TURN_OFF
    assert alice.browser.session != before
    assert alice.browser.get(TURN_OFF).status_code == 200
    old = house.browser()
    old.session = before
    assert not old.is_signed_in()


def test_guessing_the_password_inside_a_session_is_limited(house: House, alice: Alice) -> None:
    answers = [
        alice.browser.post("/confirm-password", password="not the password", next="/home") for _ in range(11)
    ]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    right = alice.browser.post("/confirm-password", password=PASSWORD, next="/home")
    assert (right.status_code, "15 minutes" in error_of(right)) == (429, True)
    changed = alice.browser.post(
        "/settings/password", current_password=PASSWORD, new_password="another good password"
    )
    assert changed.status_code == 429
    house.wait(900)
    assert alice.browser.post("/confirm-password", password=PASSWORD, next="/home").status_code == 303


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "/\\evil.example", "/\tevil"])
def test_it_never_leads_elsewhere(alice: Alice, wanted: str) -> None:
    answer = alice.browser.post("/confirm-password", password=PASSWORD, next=wanted)
    assert answer.headers.get("location", "/home") in ("/home", SECURITY)
