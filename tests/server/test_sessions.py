"""Sessions: new ids at each step up, limits, cookies, and the list in which others can be ended."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from server.policy import Policy
from server.rules.sessions import SessionRules, Stage
from server.store.tables import WebSession
from tests.server.conftest import Alice
from tests.server.people import PASSWORD, SECURITY, House, open_house, text_of

RULE = SessionRules(Policy())
HOUR = 3600


@pytest.mark.parametrize(
    ("stage", "age", "idle", "alive"),
    [
        (Stage.FULL, 23 * HOUR, HOUR - 1, True),
        (Stage.FULL, 23 * HOUR, HOUR, False),
        (Stage.FULL, 24 * HOUR, 0, False),
        (Stage.HALF, 599, 599, True),
        (Stage.HALF, 600, 0, False),
        (Stage.ANONYMOUS, HOUR - 1, HOUR - 1, True),
        (Stage.ANONYMOUS, HOUR, 0, False),
    ],
)
def test_how_long_a_session_lives(stage: Stage, age: float, idle: float, alive: bool) -> None:
    now = 1_800_000_000.0
    assert RULE.is_alive(stage, now - age, now - idle, now) is alive


def test_the_id_changes_at_each_step_up_and_old_ones_are_dead(house: House, alice: Alice) -> None:
    browser = house.browser()
    browser.session = "planted-by-somebody-else"
    seen = ["planted-by-somebody-else"]
    browser.sign_in()
    seen.append(browser.session)
    browser.enter_code(alice.phone.code(house.now))
    seen.append(browser.session)
    browser.post("/confirm-password", password=PASSWORD, next="/home")
    seen.append(browser.session)
    assert len(set(seen)) == 4
    for old in seen[:-1]:
        other = house.browser()
        other.session = old
        assert not other.is_signed_in()
    assert browser.is_signed_in()


def test_an_idle_hour_ends_it(house: House, alice: Alice) -> None:
    house.wait(HOUR - 60)
    assert alice.browser.is_signed_in()
    house.wait(HOUR)
    assert not alice.browser.is_signed_in()


def test_a_day_ends_it_however_busy(house: House, alice: Alice) -> None:
    for _ in range(47):
        house.wait(HOUR / 2)
        assert alice.browser.is_signed_in()
    house.wait(HOUR / 2)
    assert not alice.browser.is_signed_in()


def test_signing_out_is_final(house: House, alice: Alice) -> None:
    cookie = alice.browser.session
    assert alice.browser.post("/sign-out").status_code == 303
    alice.browser.session = cookie
    assert not alice.browser.is_signed_in()


def test_only_a_hash_of_the_id_is_stored(house: House, alice: Alice) -> None:
    with house.lantern.database.reading() as db:
        hashes = list(db.execute(select(WebSession.token_hash)).scalars())
    assert [len(stored) for stored in hashes] == [32]
    assert alice.browser.session.encode() not in hashes


def test_the_cookie_is_hardened(house: House) -> None:
    cookie = house.browser().sign_up().headers["set-cookie"]
    assert cookie.startswith("session=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "samesite=lax", "path=/"}


def test_on_https_it_is_bound_to_host_and_https(tmp_path: Path) -> None:
    reached_at = "https://lantern.example"
    house = open_house(tmp_path, public_url=reached_at)
    answer = house.browser().sign_up()
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "httponly",
        "samesite=lax",
        "path=/",
        "secure",
    }
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    house.lantern.database.close()


def test_others_are_listed_and_one_can_be_ended(house: House, alice: Alice) -> None:
    other = house.browser(
        "127.0.0.2", **{"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"}
    )
    other.sign_in()
    other.enter_code(alice.phone.code(house.now))
    page = alice.browser.get(SECURITY)
    assert "Chrome on Windows" in text_of(page)
    assert "127.0.0.2" in text_of(page)
    ids = re.findall(r'name="id" value="(\d+)"', page.text)
    assert len(ids) == 1
    assert alice.browser.post("/settings/security/sessions/end", id=ids[0]).status_code == 303
    assert not other.is_signed_in()
    assert alice.browser.post("/settings/security/sessions/end", id=ids[0]).status_code == 404


def test_all_others_can_be_ended_at_once(house: House, alice: Alice) -> None:
    other, half = house.browser(), house.browser()
    other.sign_in()
    other.enter_code(alice.phone.code(house.now))
    half.sign_in()
    assert alice.browser.post("/settings/security/sessions/end-others").status_code == 303
    assert not other.is_signed_in()
    assert half.get("/sign-in/code").status_code == 303
    assert alice.browser.is_signed_in()


def test_another_persons_session_cannot_be_ended(house: House, alice: Alice) -> None:
    bob = house.browser()
    bob.sign_up("bob@example.org")
    for number in ("1", "2", "3", "0", "-1", "x", "", "9" * 30, "1 OR 1=1"):
        bob.post("/settings/security/sessions/end", id=number)
    assert alice.browser.is_signed_in()
    assert bob.is_signed_in()


def test_a_new_sign_in_in_the_same_browser_ends_the_old_session(house: House, alice: Alice) -> None:
    cookie = alice.browser.session
    alice.browser.sign_in()
    old = house.browser()
    old.session = cookie
    assert not old.is_signed_in()
