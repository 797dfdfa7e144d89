"""Between password and second step: nothing is open, nothing stray ends it, the wanted page is kept."""

import pytest
from sqlalchemy import delete

from server.rules.access import Needs
from server.store.tables import Authenticator
from server.web import settings_pages, sign_in_pages, two_factor_pages
from server.web.visit import Page
from tests.server.conftest import Alice
from tests.server.people import House

PAGES = [*sign_in_pages.PAGES, *settings_pages.PAGES, *two_factor_pages.PAGES]
CLOSED = [route for route in PAGES if route.needs is Needs.FULL]
HIDDEN = [route for route in PAGES if route.needs in (Needs.SIGNED_OUT, Needs.NOT_HALF)]


@pytest.mark.parametrize("route", [*CLOSED, *HIDDEN], ids=lambda route: route.path)
def test_every_other_page_leads_to_the_second_step(house: House, alice: Alice, route: Page) -> None:
    thief = house.browser()
    thief.sign_in()
    answers = [thief.get(route.path)] if route.get else []
    answers += [thief.post(route.path, password="x", code="000000")] if route.post else []
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (303, "/sign-in/code")
    }


@pytest.mark.parametrize("route", CLOSED, ids=lambda route: route.path)
def test_without_a_session_every_closed_page_leads_to_sign_in(house: House, route: Page) -> None:
    stranger = house.browser()
    answer = stranger.get(route.path) if route.get else stranger.post(route.path)
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in")


def test_the_closed_pages_are_all_that_an_account_has() -> None:
    assert {route.path for route in CLOSED} >= {
        "/home",
        "/settings",
        "/settings/security",
        "/confirm-password",
    }
    assert len(CLOSED) == 14


def test_stray_requests_do_not_end_it(house: House, alice: Alice) -> None:
    browser = house.browser()
    browser.sign_in()
    for path in ("/favicon.ico", "/nowhere", "/static/app.css", "/home", "/sign-in", "/healthz"):
        browser.get(path)
    browser.post("/nowhere")
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 303


@pytest.mark.parametrize(("seconds", "location"), [(599, "/home"), (600, "/sign-in?why=expired")])
def test_it_ends_after_ten_minutes(house: House, alice: Alice, seconds: int, location: str) -> None:
    browser = house.browser()
    browser.sign_in()
    house.wait(seconds)
    assert browser.enter_code(alice.phone.code(house.now)).headers["location"] == location


@pytest.mark.parametrize("path", ["/sign-in/cancel", "/sign-out"])
def test_cancelling_or_signing_out_ends_it(house: House, alice: Alice, path: str) -> None:
    browser = house.browser()
    browser.sign_in()
    cookie = browser.session
    assert browser.post(path).headers["location"].startswith("/sign-in")
    assert not browser.session
    browser.session = cookie
    assert browser.enter_code(alice.phone.code(house.now)).headers["location"].startswith("/sign-in")
    assert not browser.is_signed_in()


def test_the_wanted_page_is_kept_through_wrong_codes_and_the_backup_way(house: House, alice: Alice) -> None:
    by_code, by_backup = house.browser(), house.browser()
    for browser in (by_code, by_backup):
        wanted = browser.get("/settings/password").headers["location"]
        assert wanted == "/sign-in?next=%2Fsettings%2Fpassword"
        assert 'value="/settings/password"' in browser.get(wanted).text
        browser.sign_in(wanted="/settings/password")
    by_code.enter_code(alice.phone.wrong_code(house.now))
    assert by_code.enter_code(alice.phone.code(house.now)).headers["location"] == "/settings/password"
    assert by_backup.enter_backup_code(alice.codes[0]).headers["location"] == "/settings/password"


def test_the_second_step_belongs_to_who_gave_the_password(house: House, alice: Alice) -> None:
    bob = house.browser()
    bob.sign_up("bob@example.org")
    bob.bind(house.now)
    house.wait(30)
    browser = house.browser()
    browser.sign_in()
    browser.sign_in("bob@example.org")
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 422


def test_a_lost_key_closes_the_account_instead_of_opening_it(house: House, alice: Alice) -> None:
    with house.lantern.database.writing() as db:
        db.execute(delete(Authenticator))
    browser = house.browser()
    assert browser.sign_in().headers["location"] == "/sign-in/code"
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 422
    assert not browser.is_signed_in()
    assert browser.enter_backup_code(alice.codes[0]).status_code == 303
