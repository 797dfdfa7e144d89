"""kill -9 right after an answer: what was acknowledged is still there when the server comes back."""

from collections.abc import Iterator

import pytest

from tests.server.people import EMAIL, SECURITY, Browser, Phone, error_of, text_of
from tests.server.real import RealServer, quick_folder


@pytest.fixture
def server() -> Iterator[RealServer]:
    """A real server on SQLite; the test may kill it and start another in its place."""
    with quick_folder() as folder:
        running = RealServer.run(f"sqlite:///{folder}/lantern.sqlite3")
        yield running
        running.stop()


def reborn(server: RealServer, now: float) -> RealServer:
    """Kills the server and starts it again on the same database, at the same time."""
    server.kill()
    again = RealServer.run(server.database)
    server.process, server.url = again.process, again.url
    server.lab().put("/lab/clock", json={"now": now, "allow_back": True}).raise_for_status()
    return server


def set_up(server: RealServer) -> tuple[Phone, list[str], float]:
    browser = server.browser()
    browser.sign_up()
    phone, codes = browser.bind(server.now)
    return phone, codes, server.now


def waiting(server: RealServer) -> Browser:
    browser = server.browser()
    assert browser.sign_in(EMAIL).headers["location"] == "/sign-in/code"
    return browser


def test_a_set_up_and_its_codes_are_kept(server: RealServer) -> None:
    phone, codes, now = set_up(server)
    server = reborn(server, now)
    browser = waiting(server)
    assert "used already" in error_of(browser.enter_code(phone.code(now)))
    assert browser.enter_backup_code(codes[0]).status_code == 303
    assert "9 of 10 backup codes left" in text_of(browser.get(SECURITY))


def test_used_codes_stay_used_and_sessions_go_on(server: RealServer) -> None:
    phone, codes, _ = set_up(server)
    now = server.wait(30)
    browser = waiting(server)
    assert browser.enter_code(phone.code(now)).status_code == 303
    session = browser.session
    server = reborn(server, now)
    other = waiting(server)
    assert "used already" in error_of(other.enter_code(phone.code(now)))
    assert other.enter_backup_code(codes[0]).status_code == 303
    server = reborn(server, now)
    assert "used already" in error_of(waiting(server).enter_backup_code(codes[0]))
    back = server.browser()
    back.session = session
    assert back.is_signed_in()


def test_the_count_of_wrong_codes_and_the_lock_are_kept(server: RealServer) -> None:
    phone, _, _ = set_up(server)
    now = server.wait(30)
    browser = waiting(server)
    for _ in range(4):
        browser.enter_code(phone.wrong_code(now))
    server = reborn(server, now)
    assert waiting(server).enter_code(phone.wrong_code(now)).status_code == 429
    server = reborn(server, now)
    assert waiting(server).enter_code(phone.code(now)).status_code == 429
