"""Which endpoint a worker takes, and what is said of one that won't do: whose fault it is, and what to do."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserType, Playwright

from harness import endpoints
from harness.browsers import NoBrowser
from harness.endpoints import BadEndpoint

MISMATCH = """\
╔═══════════════════════════════════════╗
║ Playwright version mismatch:          ║
║   - server version: v9.99             ║
║   - client version: v1.64             ║
╚═══════════════════════════════════════╝
"""


@contextmanager
def answering(status: int, text: str) -> Iterator[str]:
    """A server that answers everything alike; gives its host and port."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def refusal(kind: BrowserType, *named: str) -> str:
    with pytest.raises(NoBrowser) as refused:
        endpoints.connect(kind, named, endpoints.launch_options(kind.name))
    return str(refused.value)


def test_several_are_named_with_commas_or_one_by_one() -> None:
    assert endpoints.listed(["ws://a:1/, ws://b:2/", "http://c:3"]) == (
        "ws://a:1/",
        "ws://b:2/",
        "http://c:3",
    )
    assert endpoints.listed([]) == ()


@pytest.mark.parametrize("named", ["machine", "ftp://machine:1", "ws://", "4000"])
def test_what_is_no_address_is_refused(named: str) -> None:
    with pytest.raises(BadEndpoint, match="Name a Playwright server, ws://HOST:PORT/"):
        endpoints.listed([named])


def test_each_worker_has_its_own_and_all_others_behind_it() -> None:
    named = ("a", "b", "c")
    assert [endpoints.in_turn(named, worker) for worker in (0, 1, 2, 3)] == [
        ("a", "b", "c"),
        ("b", "c", "a"),
        ("c", "a", "b"),
        ("a", "b", "c"),
    ]


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_nobody_answers(scheme: str, playwright: Playwright) -> None:
    with answering(200, "") as place:
        pass  # nobody listens there any more
    said = refusal(playwright.chromium, f"{scheme}://{place}", f"{scheme}://{place}/again")
    assert said.count("does not answer: ") == 2
    assert "Do this: start the server there" in said


def test_another_version_is_the_fault_of_the_machine_there(playwright: Playwright) -> None:
    with answering(428, MISMATCH) as place:
        said = refusal(playwright.chromium, f"ws://{place}/")
    assert f"ws://{place}/ is a server of Playwright 9.99, and Twofold uses 1." in said
    assert (
        "the fault is there.\n  Do this: start it there with the same version: pip install playwright=="
        in said
    )


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_something_else_answers(scheme: str, playwright: Playwright) -> None:
    with answering(200, "welcome") as place:
        said = refusal(playwright.chromium, f"{scheme}://{place}/")
    assert f"{scheme}://{place}/ is no such browser: " in said
    assert "Do this: name the ws:// address" in said


def test_firefox_has_no_cdp(playwright: Playwright) -> None:
    assert "firefox does not speak" in refusal(playwright.firefox, "http://127.0.0.1:1")
