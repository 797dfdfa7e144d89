"""Accounts by sign-up and from a pool, settings, mails from files, and a clock that is moved."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from harness.secrets import Secret
from targets.common import Pool, Settings, StartedProduct, link_in, mails, sign_up, sign_up_by_script
from targets.common.clocks import MovedClock, faketime, offset
from targets.port import Account, Notice, TargetError

TARGETS = Path(__file__).resolve().parents[2] / "targets"
MAIL = "From: shop@example.com\nTo: {to}\nSubject: {subject}\n\n{text}\n"


class OfItsOwnPages(BaseHTTPRequestHandler):
    """A product that takes posts of its own pages alone, by what browsers say of where one comes from."""

    def do_GET(self) -> None:
        self.answer(200, b'<form method="post" action="/join"><input name="email"></form>')

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        is_ours = self.headers["Origin"] == f"http://{self.headers['Host']}"
        is_ours &= self.headers["Sec-Fetch-Site"] == "same-origin"
        self.answer(200 if is_ours else 403, b"")

    def answer(self, status: int, page: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Nobody asks."""


@pytest.fixture
def of_its_own_pages() -> Iterator[str]:
    """Its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), OfItsOwnPages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("signs_up", [sign_up, sign_up_by_script])
def test_a_sign_up_is_taken_where_only_the_product_s_own_pages_may_post(
    of_its_own_pages: str, signs_up: Callable[[str, dict[str, str | Secret]], None]
) -> None:
    signs_up(f"{of_its_own_pages}/join?from=here", {"email": "alice@example.com"})


def pool(folder: Path, *rows: str, head: str = "email,password") -> Pool:
    file = folder / "people.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return Pool(file)


def test_a_pool_gives_each_account_once_to_all_who_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(8))
    one, other = pool(tmp_path, "a@x,p1", "b@x,p2", "c@x,p3"), Pool(tmp_path / "people.csv")
    taken = [one.take().email, other.take().email, one.take().email]
    assert sorted(taken) == ["a@x", "b@x", "c@x"]
    with pytest.raises(TargetError, match="all 3 accounts of the pool are taken"):
        other.take()


def test_the_next_run_has_them_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(8))
    assert pool(tmp_path, "a@x,p1").take().email == "a@x"
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(8))
    assert Pool(tmp_path / "people.csv").take().email == "a@x"


def test_a_pool_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="No such file"):
        Pool(tmp_path / "people.csv")
    with pytest.raises(TargetError, match="there is no column 'email'"):
        pool(tmp_path, "a@x,p1", head="name,password")


def test_settings_come_from_the_environment_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop.toml").write_text("url = 'http://127.0.0.1:1'\nsize = 3\n", encoding="utf-8")
    settings = Settings("shop", tmp_path / "target.py")
    assert (settings["url"], settings["size"], settings.get("colour", "red")) == (
        "http://127.0.0.1:1",
        "3",
        "red",
    )
    monkeypatch.setenv("TWOFOLD_SHOP_URL", "http://127.0.0.1:2")
    assert settings["url"] == "http://127.0.0.1:2"
    with pytest.raises(TargetError, match="set TWOFOLD_SHOP_COLOUR, or write colour"):
        settings["colour"]


def test_secrets_come_from_the_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings("shop", tmp_path / "target.py")
    with pytest.raises(TargetError, match="set TWOFOLD_SHOP_ADMIN_TOKEN in the environment"):
        settings.secret("admin_token")
    monkeypatch.setenv("TWOFOLD_SHOP_ADMIN_TOKEN", "a-token-for-this-test")
    assert settings.secret("admin_token").reveal() == "a-token-for-this-test"
    (tmp_path / "shop.toml").write_text('admin_token = "x"\n', encoding="utf-8")
    with pytest.raises(TargetError, match="'admin_token' is a secret, and files are committed"):
        Settings("shop", tmp_path / "target.py")


def test_mails_are_read_for_one_owner_oldest_first(tmp_path: Path) -> None:
    first = MAIL.format(to="alice@x", subject="Welcome", text="Hello.")
    second = MAIL.format(to="Alice@x", subject="Reset", text="Go to http://127.0.0.1/reset/abc today.")
    other = MAIL.format(to="bob@x", subject="Welcome", text="Hello, Bob.")
    (tmp_path / "1.log").write_text(first + "-" * 79 + "\n" + other, encoding="utf-8")
    (tmp_path / "2.log").write_text(second, encoding="utf-8")
    read = mails(tmp_path, "alice@x")
    assert [notice.subject for notice in read] == ["Welcome", "Reset"]
    assert link_in(read, "/reset/") == "http://127.0.0.1/reset/abc"
    with pytest.raises(TargetError, match="Among 1 mails of the product there is no link"):
        link_in([Notice("Welcome", "Hello.")], "/reset/")
    assert mails(tmp_path / "none", "alice@x") == []


def test_a_moved_clock_only_goes_ahead(tmp_path: Path) -> None:
    file = tmp_path / "clock.txt"
    clock = MovedClock(file)
    clock.advance(90)
    clock.advance(-50)
    assert file.read_text(encoding="ascii") == "+90.000\n"
    assert clock.now() - time.time() == pytest.approx(90, abs=1)


def test_a_date_tells_how_far_a_server_is_off() -> None:
    assert offset("Tue, 14 Nov 2023 22:13:20 GMT", 1_700_000_000.0) == 0
    assert offset("Tue, 14 Nov 2023 22:14:50 GMT", 1_700_000_000.0) == 90
    with pytest.raises(TargetError, match="which is no date"):
        offset("yesterday", 0.0)


def test_where_libfaketime_is_can_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_FAKETIME", str(tmp_path / "nowhere.so"))
    assert faketime() is None
    (tmp_path / "here.so").touch()
    monkeypatch.setenv("TWOFOLD_FAKETIME", str(tmp_path / "here.so"))
    assert faketime() == tmp_path / "here.so"


class Mailing(StartedProduct):
    """A product that writes its mail into files; it need not run for them to be read."""

    name = "mailing"
    reset_place = "/reset/"


def test_a_started_product_s_mail_lies_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Mailing, "folder", tmp_path)
    product, owner = Mailing(), Account("alice@x", Secret("staple", "password"))
    assert product.notices(owner) == []
    (tmp_path / "mail").mkdir()
    text = "Not http://127.0.0.1/resets but http://127.0.0.1/reset/abc today."
    (tmp_path / "mail" / "1").write_text(MAIL.format(to="alice@x", subject="Reset", text=text), "utf-8")
    assert [notice.subject for notice in product.notices(owner)] == ["Reset"]
    assert product.reset_link(owner) == "http://127.0.0.1/reset/abc"
    monkeypatch.setattr(Mailing, "reset_place", "")
    with pytest.raises(TargetError, match="mailing declares an outbox and has no reset_link"):
        product.reset_link(owner)


@pytest.mark.parametrize(
    "file", sorted(TARGETS.glob("*/requirements.txt")), ids=lambda file: file.parent.name
)
def test_a_target_of_a_python_product_is_short(file: Path) -> None:
    lines = (file.parent / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 80
