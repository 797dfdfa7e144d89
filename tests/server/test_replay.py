"""A code works once: in its step, in the next one, in another browser, after it confirmed the set-up."""

import pytest

from server.rules.codes import Replay
from tests.server.conftest import Alice
from tests.server.people import EMAIL, SET_UP, House, error_of


@pytest.mark.parametrize(
    ("step", "last", "allowed"), [(7, None, True), (7, 6, True), (7, 7, False), (6, 7, False), (8, 7, True)]
)
def test_only_a_later_step_than_the_last_used_is_allowed(step: int, last: int | None, allowed: bool) -> None:
    assert Replay().allows(step, last, 0.0) is allowed


@pytest.mark.parametrize("later", [0, 30])
def test_a_used_code_is_refused_and_the_next_one_passes(house: House, alice: Alice, later: int) -> None:
    code = alice.phone.code(house.now)
    first, second = house.browser(), house.browser("127.0.0.2")
    for browser in (first, second):
        browser.sign_in()
    assert first.enter_code(code).status_code == 303
    house.wait(later)
    refused = second.enter_code(code)
    assert "used already" in error_of(refused)
    assert "next one" in error_of(refused)
    assert not second.is_signed_in()
    house.wait(30)
    assert second.enter_code(alice.phone.code(house.now)).status_code == 303


def test_an_older_code_than_the_last_used_is_refused_too(house: House, alice: Alice) -> None:
    house.wait(60)
    browser, other = house.browser(), house.browser()
    browser.sign_in()
    other.sign_in()
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 303
    assert "used already" in error_of(other.enter_code(alice.phone.code(house.now - 30)))


def test_the_code_that_confirmed_the_set_up_is_used_up(house: House) -> None:
    browser = house.browser()
    browser.sign_up()
    phone = browser.scan()
    code = phone.code(house.now)
    assert browser.post(SET_UP, code=code).status_code == 200
    other = house.browser()
    other.sign_in()
    assert "used already" in error_of(other.enter_code(code))


def test_replays_count_towards_the_lock(house: House, alice: Alice) -> None:
    code = alice.phone.code(house.now)
    browser = house.browser()
    browser.sign_in()
    browser.enter_code(code)
    other = house.browser()
    other.sign_in()
    answers = [other.enter_code(code) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]


def test_a_code_belongs_to_one_account(house: House, alice: Alice) -> None:
    bob = house.browser()
    bob.sign_up("bob@example.org")
    bob.bind(house.now)
    house.wait(30)
    other = house.browser()
    other.sign_in("bob@example.org")
    assert other.enter_code(alice.phone.code(house.now)).status_code == 422
    assert EMAIL not in other.get("/sign-in/code").text
