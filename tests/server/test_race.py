"""Two parallel submissions of one code leave exactly one session; parallel wrong codes are all counted."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.server.people import NEW_CODES, Browser, Phone, codes_of, error_of
from tests.server.real import NoPostgres, Postgres, RealServer, quick_folder

pytestmark = pytest.mark.race
ROUNDS = 50


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[RealServer]:
    """A real server on each of the databases."""
    with quick_folder() as folder, contextlib.ExitStack() as at_the_end:
        url = f"sqlite:///{folder}/lantern.sqlite3"
        if request.param == "postgresql":
            try:
                postgres = Postgres(Path(folder) / "pg")
            except NoPostgres as reason:
                pytest.skip(str(reason))
            at_the_end.callback(postgres.stop)
            url = postgres.url("lantern")
        running = RealServer.run(url)
        at_the_end.callback(running.stop)
        yield running


def together(browsers: list[Browser], action: Callable[[Browser], httpx.Response]) -> list[httpx.Response]:
    """Does the same in every browser at one moment, released together by a barrier."""
    barrier = threading.Barrier(len(browsers))

    def act(browser: Browser) -> httpx.Response:
        barrier.wait(timeout=20)
        return action(browser)

    with ThreadPoolExecutor(len(browsers)) as crowd:
        return list(crowd.map(act, browsers))


def newcomer(server: RealServer, name: str) -> tuple[str, Phone, Browser]:
    email, browser = f"{name}@example.org", server.browser()
    browser.sign_up(email)
    phone, _ = browser.bind(server.now)
    return email, phone, browser


def waiting(server: RealServer, email: str) -> Browser:
    browser = server.browser()
    assert browser.sign_in(email).headers["location"] == "/sign-in/code"
    browser.get("/sign-in/code")  # the connection is open when the barrier falls
    return browser


def signed_in(browsers: list[Browser]) -> int:
    return sum(browser.is_signed_in() for browser in browsers)


def test_one_authenticator_code_opens_one_session(server: RealServer) -> None:
    email, phone, _ = newcomer(server, "alice")
    outcomes = []
    for _ in range(ROUNDS):
        pair = [waiting(server, email) for _ in range(2)]
        code = phone.code(server.wait(30))
        answers = together(pair, partial(Browser.enter_code, code=code))
        outcomes.append((signed_in(pair), sorted(answer.status_code for answer in answers)))
    assert outcomes == [(1, [303, 422])] * ROUNDS


def test_one_backup_code_opens_one_session(server: RealServer) -> None:
    email, _, owner = newcomer(server, "bob")
    outcomes: list[tuple[int, list[int]]] = []
    while len(outcomes) < ROUNDS:
        owner.get(NEW_CODES)
        codes = codes_of(owner.post(NEW_CODES))
        assert len(codes) == 10
        for code in codes:
            pair = [waiting(server, email) for _ in range(2)]
            answers = together(pair, partial(Browser.enter_backup_code, code=code))
            outcomes.append((signed_in(pair), sorted(answer.status_code for answer in answers)))
    assert outcomes == [(1, [303, 422])] * ROUNDS


def test_the_same_code_twice_in_one_browser_opens_one_session(server: RealServer) -> None:
    email, phone, _ = newcomer(server, "carol")
    for _ in range(5):
        browser = waiting(server, email)
        cookie = browser.session
        twins = [server.browser() for _ in range(2)]
        for twin in twins:
            twin.session = cookie
        code = phone.code(server.wait(30))
        together(twins, partial(Browser.enter_code, code=code))
        assert signed_in(twins) == 1


def test_a_burst_of_wrong_codes_is_counted_in_full(server: RealServer) -> None:
    email, phone, _ = newcomer(server, "dave")
    burst = [waiting(server, email) for _ in range(10)]
    now = server.wait(30)
    wrong = phone.wrong_code(now)
    answers = together(burst, lambda browser: browser.enter_code(wrong))
    assert sorted(answer.status_code for answer in answers) == [422] * 4 + [429] * 6
    refused = burst[0].enter_code(phone.code(now))
    assert (refused.status_code, "15 minutes" in error_of(refused)) == (429, True)


def test_a_burst_of_wrong_passwords_gets_no_extra_tries(server: RealServer) -> None:
    email, _, _ = newcomer(server, "erin")
    burst = [server.browser() for _ in range(14)]
    answers = together(burst, lambda browser: browser.sign_in(email, "not the password"))
    assert sorted(answer.status_code for answer in answers) == [422] * 10 + [429] * 4


def test_two_sign_ups_for_one_address_make_one_account(server: RealServer) -> None:
    pair = [server.browser() for _ in range(2)]
    answers = together(pair, lambda browser: browser.sign_up("frank@example.org"))
    assert sorted(answer.status_code for answer in answers) == [303, 422]


def test_two_confirmations_of_one_set_up_show_one_set_of_codes(server: RealServer) -> None:
    browser = server.browser()
    browser.sign_up("grace@example.org")
    phone = browser.scan()
    twins = [server.browser() for _ in range(2)]
    for twin in twins:
        twin.session = browser.session
    code = phone.code(server.now)
    path = "/settings/security/two-factor/set-up"
    answers = together(twins, lambda twin: twin.post(path, code=code))
    assert sorted(len(codes_of(answer)) for answer in answers) == [0, 10]
