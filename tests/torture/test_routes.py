"""Every route with every kind of senseless request: a page or a tidy error, soon, and never a 5xx."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.flows import account, sessions
from server.lantern import Visitor
from server.rules.sessions import Stage
from server.store.tables import Account
from server.web import settings_pages, sign_in_pages, two_factor_pages
from tests.server.people import EMAIL, LAB_TOKEN, ORIGIN, PASSWORD, House, open_house

pytestmark = pytest.mark.torture()
PAGES = [*sign_in_pages.PAGES, *settings_pages.PAGES, *two_factor_pages.PAGES]
PATHS = [page.path for page in PAGES]
PATHS += ["/healthz", "/static/app.css", "/static/", "/lab/clock", "/lab/accounts", "/lab/outbox", "/nowhere"]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"]
FIELDS = ["email", "password", "code", "next", "id", "codes", "new_password", "current_password", "why", "to"]
ODD = [
    "",
    " ",
    "\x00",
    "\ud800",
    "\U0001f511",
    "é" * 300,
    "9" * 5000,
    "-1",
    "1e999",
    "NaN",
    "%00",
    "../",
    "//x",
    "[]",
]
TEXT = st.one_of(st.sampled_from([*ODD, EMAIL, PASSWORD, "/home", "1"]), st.text(max_size=40))
HEADERS = {
    "content-type": [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data",
        "a;;=",
        "\xff",
    ],
    "origin": [ORIGIN, "null", "http://[", "http://evil.example", "\xff"],
    "sec-fetch-site": ["same-origin", "cross-site", "none", "\xff"],
    "range": [
        "bytes=0-1",
        "bytes=-0",
        "bytes=9-1",
        "bytes=0-0," * 500,
        "lines=1",
        "bytes=" + "9" * 5000 + "-",
    ],
    "if-modified-since": ["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", "Thu, 99 Foo 99999 99:99:99 GMT"],
    "if-none-match": ["*", '"x"', "W/"],
    "cookie": ["session=", "session=\xff", "=;=", "session=a; session=b", "a=b" * 900],
    "user-agent": ["Firefox/1", "\xff" * 900, ""],
    "content-length": ["0", "1", "65537", "-1", "9" * 18],
    "accept-encoding": ["gzip", "\xff"],
    "x-forwarded-for": ["1.2.3.4", "\xff"],
    "host": ["127.0.0.1", "evil.example", "[", ""],
}
QUICK = settings(
    database=None,
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SLOWEST = 5.0
"""Seconds for an answer in this process, on a busy machine."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A server with a control plane, and Alice's account."""
    opened = open_house(tmp_path, lab_token=LAB_TOKEN)
    account.make(opened.lantern, EMAIL, PASSWORD, _visitor(opened))
    yield opened
    opened.lantern.database.close()


def _visitor(house: House) -> Visitor:
    return Visitor("127.0.0.1", "a test", house.now)


def _session(house: House, stage: Stage | None) -> str:
    """A cookie that is good now, for however far its owner has come."""
    if stage is None:
        return ""
    with house.lantern.database.writing() as db:
        owner = db.get_one(Account, 1) if stage is not Stage.ANONYMOUS else None
        return "session=" + sessions.begin(house.lantern, db, stage, owner, _visitor(house))[1]


BODIES = st.one_of(
    st.dictionaries(st.sampled_from(FIELDS), TEXT, max_size=4).map(
        lambda fields: urlencode(fields, errors="surrogatepass").encode()
    ),
    st.dictionaries(
        st.sampled_from(["email", "password", "two_factor", "now", "allow_back"]),
        st.one_of(
            TEXT, st.floats(), st.integers(), st.booleans(), st.none(), st.just("\ud800" * 16 + "abcd")
        ),
    ).map(lambda body: json.dumps(body).encode()),
    st.sampled_from([b"[" * 50_000, b"x=" + b"y" * 70_000, b"&" * 999, b"a=1&a=2", b"%", b"\xff"]),
    st.binary(max_size=60),
)


@QUICK
@given(
    method=st.sampled_from(METHODS),
    path=st.sampled_from(PATHS),
    token=TEXT,
    query=st.dictionaries(st.sampled_from(FIELDS), TEXT, max_size=2),
    stage=st.sampled_from([None, *Stage]),
    headers=st.fixed_dictionaries({}, optional={name: st.sampled_from(HEADERS[name]) for name in HEADERS}),
    body=BODIES,
    lab=st.booleans(),
)  # fmt: skip
def test_no_request_breaks_a_route(
    house: House, method: str, path: str, token: str, query: dict[str, str], stage: Stage | None,
    headers: dict[str, str], body: bytes, lab: bool,
) -> None:  # fmt: skip
    known = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded", **headers}
    known.setdefault("cookie", _session(house, stage))
    if lab or path.startswith("/lab"):
        known["authorization"] = f"Bearer {LAB_TOKEN}" if lab else "Bearer \xff"
    where = path.replace("{token}", quote(token, safe="", errors="replace") or "x")
    asked = f"{where}?{urlencode(query, errors='replace')}"
    raw = [(name.encode(), value.encode("latin-1")) for name, value in known.items()]
    began = time.monotonic()
    answer = house.browser().client.request(method, asked, headers=httpx.Headers(raw), content=body)
    assert answer.status_code < 500
    assert time.monotonic() - began < SLOWEST
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.status_code >= 400 and method != "HEAD" and "/lab/" not in path and "/static/" not in path:
        assert "<!doctype html>" in answer.text.lower()


@pytest.mark.parametrize("password", ["\ud800" * 16 + "abcd", "a lamp in the windo\udfff"])
def test_half_a_character_in_the_control_plane_is_told(house: House, password: str) -> None:
    body = json.dumps({"email": "half@example.org", "password": password}).encode()
    known = {"authorization": f"Bearer {LAB_TOKEN}"}
    answer = house.browser().client.post("/lab/accounts", content=body, headers=known)
    assert (answer.status_code, "half a character" in answer.text) == (400, True)
