"""What holds for every answer: headers, our own posts only, no change by GET, safe redirects, tidy errors."""

import logging

import pytest

from server.rules.access import Origin, Redirects
from server.web import settings_pages, sign_in_pages, two_factor_pages
from server.web.visit import Page
from tests.server.conftest import Alice
from tests.server.people import LAB_TOKEN, ORIGIN, TURN_OFF, Browser, House, text_of

PAGES = [*sign_in_pages.PAGES, *settings_pages.PAGES, *two_factor_pages.PAGES]
POSTS = [route for route in PAGES if route.post]


@pytest.mark.parametrize(
    "path", ["/sign-in", "/home", "/nowhere", "/reset-password", "/settings/security", "/healthz"]
)
def test_every_answer_carries_the_headers(house: House, path: str) -> None:
    headers = house.browser().get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self' data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_static_files_may_be_kept(house: House) -> None:
    answer = house.browser().get("/static/app.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=600")
    assert house.browser().get("/static/nothing.css").headers["cache-control"] == "no-store"
    assert house.browser().get("/static/../app.py").status_code == 404
    assert house.browser().get("/static/%2e%2e/render.py").status_code == 404


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"}, False),
        ({"sec-fetch-site": "none", "origin": "http://127.0.0.1"}, True),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://127.0.0.1"}, True),
        ({"origin": "https://127.0.0.1"}, True),
        ({"origin": "http://127.0.0.1:81"}, False),
        ({"origin": "http://127.0.0.1.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://[bad"}, False),
        ({"referer": "http://127.0.0.1/"}, False),
        ({}, False),
    ],
)
def test_which_posts_come_from_our_own_pages(headers: dict[str, str], ours: bool) -> None:
    assert Origin().is_ours({"host": "127.0.0.1"} | headers) is ours


def foreign(house: House, owner: Browser, **headers: str) -> Browser:
    browser = house.browser(**headers)
    browser.client.cookies = owner.client.cookies
    return browser


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
def test_a_post_from_a_foreign_page_is_refused(house: House, alice: Alice, route: Page) -> None:
    evil = foreign(house, alice.browser, origin="http://evil.example", **{"sec-fetch-site": "cross-site"})
    answer = evil.post(route.path.replace("{token}", "x"), id="1", password="x")
    assert (answer.status_code, "didn't come from this site" in text_of(answer)) == (403, True)
    assert alice.browser.is_signed_in()
    assert house.browser().sign_in().headers["location"] == "/sign-in/code"


@pytest.mark.parametrize("route", [route for route in POSTS if not route.get], ids=lambda route: route.path)
def test_what_changes_something_cannot_be_done_by_get(alice: Alice, route: Page) -> None:
    answer = alice.browser.get(route.path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert alice.browser.is_signed_in()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(alice: Alice, method: str) -> None:
    answer = alice.browser.client.request(method, TURN_OFF)
    assert (answer.status_code, "doesn't work here" in text_of(answer)) == (405, True)


SAFE = ["/home", "/settings/security?x=1", "/a/b#c", "/settings/%2F"]
UNSAFE = [
    "",
    "home",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "http:/evil",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    " /home",
    "/home\x00",
    "/h\u00f6me",
    "/" + "a" * 600,
    "/a\\b",
]


@pytest.mark.parametrize("wanted", SAFE)
def test_paths_of_this_site_are_safe_to_go_to(wanted: str) -> None:
    assert Redirects().safe(wanted) == wanted


@pytest.mark.parametrize("wanted", UNSAFE)
def test_anything_else_leads_home(wanted: str) -> None:
    assert Redirects().safe(wanted) == "/home"


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_no_sign_in_leads_to_a_foreign_host(house: House, alice: Alice, wanted: str) -> None:
    browser = house.browser()
    browser.sign_in(wanted=wanted)
    assert browser.enter_code(alice.phone.code(house.now)).headers["location"] == "/home"
    assert "evil" not in house.browser().get("/sign-in", next=wanted).text


def test_the_control_plane_is_not_there_unless_asked_for(house: House) -> None:
    stranger = house.browser(authorization=f"Bearer {LAB_TOKEN}")
    for path in ("/lab", "/lab/clock", "/lab/outbox"):
        assert stranger.get(path).status_code == 404
    assert stranger.client.post("/lab/accounts", json={}).status_code == 404
    assert stranger.client.put("/lab/clock", json={"now": 1}).status_code == 404


def test_the_log_holds_routes_and_no_secret(
    house: House, alice: Alice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = house.browser()
    browser.get("/reset-password/a-secret-token", q="a-secret-query")
    browser.get("/a-secret-path")
    browser.sign_in(password="a-secret-password")
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name == "lantern")
    assert "GET /reset-password/{token} 410" in logged
    assert "POST /sign-in 422" in logged
    assert "secret" not in logged


def test_an_error_of_ours_is_a_tidy_page_and_one_line(
    house: House, alice: Alice, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("server.flows.summary.of", broken)
    answer = alice.browser.get("/settings/security")
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert "Something went wrong on our side" in text_of(answer)
    assert "secret" not in answer.text
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert errors[0].startswith("unhandled RuntimeError at web/")
    assert "secret" not in errors[0]


def test_health_is_told_to_anybody(house: House) -> None:
    answer = house.browser().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_the_page_stays_on_its_own_origin(house: House, alice: Alice) -> None:
    for route in PAGES:
        if route.get and "{" not in route.path:
            text = alice.browser.get(route.path).text
            assert "http://" not in text.replace("http://www.w3.org/2000/svg", "").replace(ORIGIN, "")
            assert " style=" not in text and "<script>" not in text
