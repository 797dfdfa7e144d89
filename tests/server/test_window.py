"""The acceptance window: one step back, one ahead, and the hint that a clock is wrong further out."""

import pytest

from server.policy import Policy
from server.rules.codes import Window
from server.totp import code_at, step_at
from tests.server.conftest import Alice
from tests.server.people import House, error_of

KEY = bytes(range(20))
NOW = 1_800_000_015.0


@pytest.mark.parametrize("offset", range(-3, 4))
def test_only_the_neighbouring_steps_are_accepted(offset: int) -> None:
    step = step_at(NOW, 30) + offset
    accepted = Window(Policy()).matches(KEY, code_at(KEY, step), NOW)
    assert accepted == ([step] if abs(offset) <= 1 else [])


@pytest.mark.parametrize(
    ("offset", "near"),
    [
        (-41, False),
        (-40, True),
        (-2, True),
        (-1, False),
        (0, False),
        (1, False),
        (2, True),
        (40, True),
        (41, False),
    ],
)
def test_a_code_is_near_up_to_twenty_minutes_outside_the_window(offset: int, near: bool) -> None:
    assert Window(Policy()).is_near(KEY, code_at(KEY, step_at(NOW, 30) + offset), NOW) is near


def test_a_code_read_in_the_last_second_of_its_step_still_passes_two_seconds_later(
    house: House, alice: Alice
) -> None:
    browser = house.browser()
    browser.sign_in()
    house.clock.set(house.now - house.now % 30 + 29)
    code = alice.phone.code(house.now)
    house.wait(2)
    assert browser.enter_code(code).status_code == 303


@pytest.mark.parametrize("seconds", [-600, -90, 90, 600])
def test_a_phone_with_a_wrong_clock_is_told_to_set_it(house: House, alice: Alice, seconds: int) -> None:
    browser = house.browser()
    browser.sign_in()
    answer = browser.enter_code(alice.phone.code(house.now + seconds))
    assert answer.status_code == 422
    assert "Set time automatically" in error_of(answer)
    assert not browser.is_signed_in()


def test_the_hint_is_never_given_for_a_code_of_no_near_step(house: House, alice: Alice) -> None:
    browser = house.browser()
    browser.sign_in()
    answer = browser.enter_code(alice.phone.wrong_code(house.now))
    assert "That code isn't right" in error_of(answer)
    assert "time" not in error_of(answer)
    assert "time" not in error_of(browser.enter_code(alice.phone.code(house.now + 3600)))


def test_a_code_with_the_hint_counts_as_wrong(house: House, alice: Alice) -> None:
    browser = house.browser()
    browser.sign_in()
    for _ in range(5):
        answer = browser.enter_code(alice.phone.code(house.now + 600))
    assert answer.status_code == 429
