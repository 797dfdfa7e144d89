"""How an authenticator code may be typed, and what never passes for one."""

import pytest

from server.rules.codes import CodeEntry
from tests.server.conftest import Alice
from tests.server.people import House, error_of


@pytest.mark.parametrize(
    "typed",
    [
        "012345",
        "012 345",
        " 012345 ",
        "012345\n",
        "012\u00a0345",
        "012-345",
        "0 1 2 3 4 5",
        "012\u2009345",
        "\t012345\r\n",
        "012\u2013345",
    ],
)
def test_six_digits_however_they_are_spaced(typed: str) -> None:
    assert CodeEntry().read(typed) == "012345"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "12345",
        "1234567",
        "12345a",
        "+12345",
        "1.2345",
        "0x1234",
        "\u0661\u0662\u0663\u0664\u0665\u0666",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
        "123456789012",
    ],
)
def test_nothing_else(typed: str) -> None:
    assert CodeEntry().read(typed) is None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1" * 4000])
def test_a_malformed_entry_is_told_so_and_not_counted(house: House, alice: Alice, typed: str) -> None:
    thief = house.browser()
    thief.sign_in()
    answers = [thief.enter_code(typed) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {422}
    assert "6 digits" in error_of(answers[-1])
    assert thief.enter_code(alice.phone.code(house.now)).status_code == 303


def test_a_form_without_the_field_is_refused(house: House, alice: Alice) -> None:
    thief = house.browser()
    thief.sign_in()
    assert thief.post("/sign-in/code").status_code == 422
    assert not thief.is_signed_in()


def test_a_code_with_a_leading_zero_signs_in(house: House, alice: Alice) -> None:
    while not alice.phone.code(house.now).startswith("0"):
        house.wait(30)
    browser = house.browser()
    browser.sign_in()
    spaced = alice.phone.code(house.now)[:3] + "\u00a0" + alice.phone.code(house.now)[3:]
    assert browser.enter_code(spaced).headers["location"] == "/home"
