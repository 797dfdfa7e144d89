"""Passwords: which are good enough, the limit on guessing, and that no answer tells who has an account."""

import pytest

from server.rules.passwords import Passwords
from tests.server.conftest import Alice
from tests.server.people import CHEAP, EMAIL, PASSWORD, House, error_of, text_of

RULE = Passwords(CHEAP)
NEW = "a quite different password"


@pytest.mark.parametrize(
    "password", ["", "short", "fourteen chars", "passwordpassword", "aaaaaaaaaaaaaaaaaaa", "x" * 257, EMAIL]
)
def test_weak_passwords_are_refused(password: str) -> None:
    assert RULE.problem(password, EMAIL)


@pytest.mark.parametrize("password", ["fifteen  chars!", PASSWORD, "pässwörd mit Umlauten", "ab cd " * 42])
def test_good_passwords_are_taken(password: str) -> None:
    assert RULE.problem(password, EMAIL) is None


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    assert RULE.verify(RULE.hash("pa\u0308ssword mit Umlaut"), "p\u00e4ssword mit Umlaut")


def test_without_a_stored_hash_no_password_is_right() -> None:
    assert not RULE.verify(None, "a password that nobody has")
    assert not RULE.verify("not a hash", PASSWORD)


def test_ten_wrong_ones_make_this_address_wait_but_not_the_owner(house: House) -> None:
    owner, stranger = house.browser("127.0.0.1"), house.browser("127.0.0.9")
    owner.sign_up()
    answers = [stranger.sign_in(password="not the password") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "15 minutes" in error_of(answers[-1])
    assert stranger.sign_in().status_code == 429
    assert owner.is_signed_in()
    assert house.browser("127.0.0.1").sign_in().status_code == 303
    house.wait(900)
    assert stranger.sign_in().status_code == 303


def test_the_right_password_resets_the_count(house: House) -> None:
    browser = house.browser()
    browser.sign_up()
    for _ in range(3):
        for _ in range(9):
            browser.sign_in(password="not the password")
        assert browser.sign_in().status_code == 303


def test_known_and_unknown_accounts_are_answered_alike(house: House, alice: Alice) -> None:
    bob = house.browser()
    bob.sign_up("bob@example.org")
    for turn in range(12):
        answers = [
            house.browser().sign_in(email, "not the password")
            for email in (EMAIL, "bob@example.org", "nobody@example.org")
        ]
        assert len({answer.status_code for answer in answers}) == 1, f"try {turn + 1}"
        assert len({error_of(answer) for answer in answers}) == 1, f"try {turn + 1}"
    forgotten = [
        house.browser().post("/forgot-password", email=email) for email in (EMAIL, "nobody@example.org")
    ]
    assert forgotten[0].text == forgotten[1].text


def test_sign_up_for_a_taken_address_signs_nobody_in(house: House, alice: Alice) -> None:
    stranger = house.browser()
    answer = stranger.sign_up(password=NEW)
    assert (answer.status_code, "sign in instead" in error_of(answer)) == (422, True)
    assert not stranger.is_signed_in()
    assert house.browser().sign_in(password=NEW).status_code == 422


@pytest.mark.parametrize(
    "email",
    ["", "alice", "@example.org", "alice@", "a b@example.org", "a@b@example.org", "a" * 260 + "@example.org"],
)
def test_what_cannot_be_an_address_is_refused(house: House, email: str) -> None:
    assert house.browser().sign_up(email).status_code == 422


def test_the_case_of_an_address_does_not_matter(house: House) -> None:
    house.browser().sign_up(" Alice@Example.ORG ")
    assert house.browser().sign_in("ALICE@example.org").status_code == 303
    assert house.browser().sign_up("alice@EXAMPLE.org").status_code == 422


def test_changing_it_needs_the_present_one_and_ends_other_sessions(house: House, alice: Alice) -> None:
    other, half = house.browser(), house.browser()
    other.sign_in()
    other.enter_code(alice.phone.code(house.now))
    half.sign_in()
    wrong = alice.browser.post("/settings/password", current_password="not it, really", new_password=NEW)
    assert (wrong.status_code, "isn't your password" in error_of(wrong)) == (422, True)
    weak = alice.browser.post("/settings/password", current_password=PASSWORD, new_password="short")
    assert weak.status_code == 422
    assert other.is_signed_in()
    assert (
        alice.browser.post("/settings/password", current_password=PASSWORD, new_password=NEW).status_code
        == 303
    )
    assert "password is changed" in text_of(alice.browser.get("/settings/security"))
    house.wait(30)
    assert not other.is_signed_in()
    assert half.enter_code(alice.phone.code(house.now)).headers["location"].startswith("/sign-in?")
    assert house.browser().sign_in(password=PASSWORD).status_code == 422
    assert house.browser().sign_in(password=NEW).headers["location"] == "/sign-in/code"
    assert "Your password was changed" in house.subjects()
    assert alice.browser.post("/settings/security/two-factor/turn-off").status_code == 303
