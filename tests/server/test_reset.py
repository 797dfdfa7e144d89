"""A forgotten password: the link works once and for an hour, signs nobody in, and 2FA is asked as before."""

import re

from tests.server.conftest import Alice
from tests.server.people import EMAIL, ORIGIN, PASSWORD, House, text_of

NEW = "a quite different password"


def link(house: House) -> str:
    """Asks for a reset link and takes it from the outbox; its path only."""
    house.browser().post("/forgot-password", email=EMAIL)
    found = re.search(r"http\S+", house.outbox()[-1].text)
    assert found and found[0].startswith(ORIGIN + "/reset-password/")
    return found[0].removeprefix(ORIGIN)


def test_the_link_sets_a_new_password_and_two_factor_stays_on(house: House, alice: Alice) -> None:
    browser = house.browser()
    opened = browser.get(link(house))
    assert (opened.status_code, opened.headers["location"]) == (303, "/reset-password")
    assert browser.get("/reset-password").status_code == 200
    done = browser.post("/reset-password", new_password=NEW)
    assert done.headers["location"].startswith("/sign-in")
    assert "new password is set" in text_of(browser.get(done.headers["location"]))
    assert not browser.is_signed_in()
    assert browser.sign_in().status_code == 422
    assert browser.sign_in(password=NEW).headers["location"] == "/sign-in/code"
    assert not browser.is_signed_in()
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 303
    assert "Your password was set anew" in house.subjects()


def test_it_ends_all_sessions_and_pending_sign_ins(house: House, alice: Alice) -> None:
    half = house.browser()
    half.sign_in()
    browser = house.browser()
    browser.get(link(house))
    browser.post("/reset-password", new_password=NEW)
    assert not alice.browser.is_signed_in()
    assert half.enter_code(alice.phone.code(house.now)).headers["location"].startswith("/sign-in?")


def test_the_link_works_once(house: House, alice: Alice) -> None:
    path = link(house)
    first, second = house.browser(), house.browser()
    first.get(path)
    second.get(path)
    first.post("/reset-password", new_password=NEW)
    assert second.post("/reset-password", new_password=PASSWORD).status_code == 410
    assert house.browser().get(path).status_code == 410
    assert house.browser().sign_in(password=NEW).status_code == 303


def test_the_link_ends_after_an_hour(house: House, alice: Alice) -> None:
    path = link(house)
    house.wait(3599)
    browser = house.browser()
    assert browser.get(path).status_code == 303
    house.wait(1)
    assert browser.post("/reset-password", new_password=NEW).status_code == 410
    assert house.browser().get(path).status_code == 410


def test_changing_the_password_kills_open_links(house: House, alice: Alice) -> None:
    path = link(house)
    alice.browser.post("/settings/password", current_password=PASSWORD, new_password=NEW)
    assert house.browser().get(path).status_code == 410


def test_opening_the_link_alone_changes_nothing(house: House, alice: Alice) -> None:
    house.browser().get(link(house))
    assert alice.browser.is_signed_in()
    assert house.browser().sign_in().status_code == 303


def test_a_weak_password_keeps_the_link(house: House, alice: Alice) -> None:
    browser = house.browser()
    browser.get(link(house))
    assert browser.post("/reset-password", new_password="short").status_code == 422
    assert browser.post("/reset-password", new_password=NEW).status_code == 303


def test_a_made_up_link_and_a_page_without_one_are_refused(house: House) -> None:
    assert house.browser().get("/reset-password/made-up").status_code == 410
    assert house.browser().get("/reset-password").status_code == 410
    assert house.browser().post("/reset-password", new_password=NEW).status_code == 410


def test_nobodys_mailbox_is_flooded(house: House, alice: Alice) -> None:
    for _ in range(9):
        house.browser().post("/forgot-password", email=EMAIL)
    assert house.subjects().count("Set a new password") == 5
    house.browser().post("/forgot-password", email="nobody@example.org")
    assert house.outbox("nobody@example.org") == []


def test_it_does_not_lift_a_lock(house: House, alice: Alice) -> None:
    thief = house.browser()
    thief.sign_in()
    for _ in range(5):
        thief.enter_code(alice.phone.wrong_code(house.now))
    browser = house.browser()
    browser.get(link(house))
    browser.post("/reset-password", new_password=NEW)
    browser.sign_in(password=NEW)
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 429
