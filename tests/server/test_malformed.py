"""Malformed input of any kind gets a tidy 4xx, never a 5xx, and opens nothing."""

import string
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.web import settings_pages, sign_in_pages, two_factor_pages
from server.web.visit import Page
from tests.server.conftest import Alice
from tests.server.people import House, text_of

FORM = {"content-type": "application/x-www-form-urlencoded"}
POSTS = [
    route for route in [*sign_in_pages.PAGES, *settings_pages.PAGES, *two_factor_pages.PAGES] if route.post
]
QUICK = settings(
    database=None,
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def send(house: House, path: str, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    return house.browser().client.post(path, content=body, headers=FORM if headers is None else headers)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"email=alice@example.org", 400),
        (b"email=a%00b&password=x", 400),
        (b"email=a\x00b&password=x", 400),
        (b"email=%ff%fe&password=x", 400),
        (b"email=\xff&password=x", 400),
        (b"email=a@b.c&email=d@e.f&password=x", 400),
        (b"email=a%1b[2J&password=x", 400),
        (b"&".join(b"f%d=1" % number for number in range(50)), 400),
        (b"email=a@b.c&password=" + b"x" * 5000, 413),
        (b"email=" + b"x" * 70_000, 413),
        (b"{}", 400),
        (b"email[]=a@b.c&password[x]=y", 400),
    ],
)
def test_damaged_forms(house: House, body: bytes, status: int) -> None:
    answer = send(house, "/sign-in", body)
    assert answer.status_code == status
    assert f"Error {status}" in text_of(answer)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", "text/xml", "?"]
)
def test_other_formats_and_files(house: House, kind: str) -> None:
    body = b'--x\r\ncontent-disposition: form-data; name="email"; filename="a"\r\n\r\nx\r\n--x--\r\n'
    assert send(house, "/sign-in", body, {"content-type": kind}).status_code == 415


@pytest.mark.parametrize(
    "query", ["next=%00", "next=%ff", "next=a&next=b", "next=" + "x" * 9000, "%zz=%", "&&&=", "why[]=1"]
)
def test_damaged_queries(house: House, query: str) -> None:
    assert house.browser().client.get(f"/sign-in?{query}").status_code in (200, 400, 413)


@pytest.mark.parametrize(
    "cookie",
    ["session=", "session=\x7f", "session=" + "x" * 4000, "session", "=;=;", "session=%00", "session=\u00fc"],
)
def test_damaged_cookies(house: House, cookie: str) -> None:
    answer = house.browser().client.get("/home", headers={b"cookie": cookie.encode("utf-8")})
    assert (answer.status_code, answer.headers["location"]) in [
        (303, "/sign-in"),
        (303, "/sign-in?why=ended"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/static/%00",
        "/%ff",
        "/reset-password/%00",
        "/" + "a" * 5000,
        "/sign-in/",
        "/%2e%2e/x",
    ],
)
def test_strange_paths(house: House, path: str) -> None:
    assert 400 <= house.browser().client.get(path).status_code < 500


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
@QUICK
@given(body=st.binary(max_size=300))
def test_any_bytes_at_any_form_are_answered_tidily(
    house: House, alice: Alice, route: Page, body: bytes
) -> None:
    if route.path in ("/sign-out", "/sign-in/cancel"):
        return
    answer = alice.browser.client.post(route.path, content=body, headers=FORM)
    assert answer.status_code < 500


PLAIN = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), max_size=40
)


@QUICK
@given(code=PLAIN)
def test_no_text_passes_for_a_code(house: House, alice: Alice, code: str) -> None:
    browser = house.browser()
    browser.sign_in()
    for path in ("/sign-in/code", "/sign-in/backup-code"):
        answer = browser.client.post(path, content=f"code={quote(code)}".encode(), headers=FORM)
        assert answer.status_code in (422, 429)
    assert not browser.is_signed_in()


@QUICK
@given(path=st.text(string.printable, max_size=60))
def test_any_path_is_answered_tidily(house: House, path: str) -> None:
    assert house.browser().client.get("/" + quote(path)).status_code < 500
