"""The control plane for tests: it asks for its token, makes accounts, moves the clock, shows the outbox."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.app import create_app
from server.clock import SystemClock
from server.policies import Policies
from server.settings import Settings
from tests.server.people import CHEAP, EMAIL, LAB_TOKEN, PASSWORD, START, Browser, House, open_house


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[House]:
    """A server with a control plane."""
    opened = open_house(tmp_path, lab_token=LAB_TOKEN)
    yield opened
    opened.lantern.database.close()


@pytest.fixture
def lab(laboratory: House) -> httpx.Client:
    """Somebody with the token."""
    client = laboratory.browser().client
    client.headers = httpx.Headers({"authorization": f"Bearer {LAB_TOKEN}"})
    return client


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer wrong", f"Basic {LAB_TOKEN}", LAB_TOKEN, f"Bearer {LAB_TOKEN}x"]
)
def test_without_the_token_nothing_is_done(laboratory: House, header: str | None) -> None:
    client = laboratory.browser().client
    headers = {"authorization": header} if header else {}
    answers = [
        client.get("/lab/clock", headers=headers),
        client.put("/lab/clock", json={"now": START + 60}, headers=headers),
        client.post("/lab/accounts", json={"email": EMAIL, "password": PASSWORD}, headers=headers),
        client.get("/lab/outbox", headers=headers),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert all("Authorization: Bearer" in answer.json()["error"] for answer in answers)
    assert laboratory.now == START


def test_the_clock_moves_only_forward_unless_meant(lab: httpx.Client) -> None:
    assert lab.get("/lab/clock").json() == {"now": START}
    assert lab.put("/lab/clock", json={"now": START + 30.5}).json() == {"now": START + 30.5}
    refused = lab.put("/lab/clock", json={"now": START})
    assert (refused.status_code, "allow_back" in refused.json()["error"]) == (400, True)
    assert lab.put("/lab/clock", json={"now": START, "allow_back": True}).json() == {"now": START}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"now": "soon"}',
        b'{"now": true}',
        b'{"now": -1}',
        b'{"now": 1e99}',
        b'{"now": NaN}',
        b"\xff",
        b"[" * 60_000,
        b" " * 70_000,
    ],
)
def test_a_senseless_time_is_refused(lab: httpx.Client, body: bytes) -> None:
    answer = lab.put("/lab/clock", content=body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert lab.get("/lab/clock").json() == {"now": START}


def test_an_account_made_here_can_sign_in(laboratory: House, lab: httpx.Client) -> None:
    made = lab.post("/lab/accounts", json={"email": "Alice@Example.org", "password": PASSWORD})
    assert (made.status_code, made.json()["email"]) == (201, EMAIL)
    assert laboratory.browser().sign_in().headers["location"] == "/home"
    again = lab.post("/lab/accounts", json={"email": EMAIL, "password": PASSWORD})
    assert (again.status_code, "already" in again.json()["error"]) == (409, True)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": EMAIL},
        {"email": "x", "password": PASSWORD},
        {"email": EMAIL, "password": "short"},
        {"email": 1, "password": 2},
    ],
)
def test_an_account_that_makes_no_sense_is_refused(lab: httpx.Client, body: dict[str, object]) -> None:
    answer = lab.post("/lab/accounts", json=body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_the_outbox_shows_messages_by_address(laboratory: House, lab: httpx.Client) -> None:
    alice: Browser = laboratory.browser()
    alice.sign_up()
    alice.bind(laboratory.now)
    [message] = lab.get("/lab/outbox", params={"to": EMAIL}).json()["messages"]
    assert message["subject"] == "Lantern: Two-factor authentication is on"
    assert (message["to"], message["sent_at"]) == (EMAIL, START)
    assert lab.get("/lab/outbox", params={"to": "bob@example.org"}).json() == {"messages": []}


def test_an_ordinary_clock_gets_no_control_plane(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'x.sqlite3'}", bytes(32), lab_token=LAB_TOKEN)
    app = create_app(settings, SystemClock(), Policies.standard(CHEAP))
    assert not [route for route in app.routes if getattr(route, "path", "").startswith("/lab")]
