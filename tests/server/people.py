"""People with browsers and phones for the server's own tests. No test lives here."""

import asyncio
import html
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pyotp
from sqlalchemy import select
from starlette.applications import Starlette

from server.app import create_app
from server.clock import LabClock
from server.lantern import Lantern
from server.policies import Policies
from server.policy import Policy
from server.settings import Settings
from server.store.tables import OutboxMessage

ORIGIN = "http://127.0.0.1"
EMAIL = "alice@example.org"
PASSWORD = "a lamp in the window"
LAB_TOKEN = "a token for the laboratory"
START = 1_800_000_015.0  # in the middle of a time step
CHEAP = Policy(
    argon2_memory_kib=8, argon2_passes=1
)  # quick hashes: their strength isn't what these tests are about

SECURITY = "/settings/security"
SET_UP = "/settings/security/two-factor/set-up"
MOVE = "/settings/security/two-factor/move"
TURN_OFF = "/settings/security/two-factor/turn-off"
NEW_CODES = "/settings/security/backup-codes/new"


@dataclass(frozen=True)
class Phone:
    """An authenticator app with one entry; its codes come from pyotp, not from the server's own code."""

    key: str

    def code(self, now: float) -> str:
        """The six digits shown at a time (seconds since the epoch)."""
        return pyotp.TOTP(self.key).at(int(now))

    def wrong_code(self, now: float) -> str:
        """Six digits that no time step within an hour has."""
        near = {self.code(now + 30 * steps) for steps in range(-120, 121)}
        return next(code for code in (f"{number:06}" for number in range(1000)) if code not in near)


class InProcess(httpx.BaseTransport):
    """Carries a browser's requests to an application in this process.

    In a thread of its own: a test that drives a real browser may have left a running event loop in this one.
    """

    _thread = ThreadPoolExecutor(1)

    def __init__(self, app: Starlette, address: str) -> None:
        self._transport = httpx.ASGITransport(app, client=(address, 50000))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._thread.submit(asyncio.run, self._carry(request)).result()

    async def _carry(self, request: httpx.Request) -> httpx.Response:
        plain = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await self._transport.handle_async_request(plain)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


class Browser:
    """A browser with cookies of its own, pointed at a server in this process or at a real one."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.client.get(path, params=query or None)

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.client.post(path, data=fields)

    def sign_up(self, email: str = EMAIL, password: str = PASSWORD) -> httpx.Response:
        return self.post("/sign-up", email=email, password=password)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, wanted: str = "/home") -> httpx.Response:
        return self.post("/sign-in", email=email, password=password, next=wanted)

    def enter_code(self, code: str) -> httpx.Response:
        return self.post("/sign-in/code", code=code)

    def enter_backup_code(self, code: str) -> httpx.Response:
        return self.post("/sign-in/backup-code", code=code)

    def scan(self, path: str = SET_UP) -> Phone:
        """Reads the key off the set-up page."""
        return Phone(setup_key(self.get(path)))

    def bind(self, now: float, path: str = SET_UP) -> tuple[Phone, list[str]]:
        """Sets 2FA up, or moves it: the phone and the backup codes shown."""
        phone = self.scan(path)
        answer = self.post(path, code=phone.code(now))
        assert answer.status_code == 200, error_of(answer)
        return phone, codes_of(answer)

    @property
    def session(self) -> str:
        """The session cookie's value, '' without one."""
        return self.client.cookies.get("session") or ""

    @session.setter
    def session(self, value: str) -> None:
        self.client.cookies.clear()
        self.client.cookies.set("session", value, domain="127.0.0.1", path="/")

    def is_signed_in(self) -> bool:
        return self.get("/home").status_code == 200


@dataclass(frozen=True)
class House:
    """A server in this process, its clock, and a door to its database."""

    app: Starlette
    clock: LabClock

    @property
    def lantern(self) -> Lantern:
        found: Lantern = self.app.state.lantern
        return found

    @property
    def now(self) -> float:
        return self.clock.now()

    def wait(self, seconds: float) -> None:
        self.clock.set(self.now + seconds)

    def browser(self, address: str = "127.0.0.1", **headers: str) -> Browser:
        known = {"origin": ORIGIN, "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"} | headers
        return Browser(httpx.Client(base_url=ORIGIN, headers=known, transport=InProcess(self.app, address)))

    def outbox(self, to: str = EMAIL) -> list[OutboxMessage]:
        with self.lantern.database.reading() as db:
            return list(
                db.execute(
                    select(OutboxMessage).where(OutboxMessage.to == to).order_by(OutboxMessage.id)
                ).scalars()
            )

    def subjects(self, to: str = EMAIL) -> list[str]:
        return [message.subject.removeprefix("Lantern: ") for message in self.outbox(to)]


def open_house(folder: Path, policies: Policies | None = None, **settings: Any) -> House:
    """A server on a new SQLite file, with quick hashes unless told otherwise."""
    clock = LabClock(START)
    chosen = replace(
        Settings(f"sqlite:///{folder / 'lantern.sqlite3'}", bytes(range(32)), ORIGIN), **settings
    )
    return House(create_app(chosen, clock, policies or Policies.standard(CHEAP)), clock)


def setup_key(answer: httpx.Response) -> str:
    """The key shown on a set-up page, without its spaces."""
    found = re.search(r'<code id="setup-key">([^<]+)</code>', answer.text)
    assert found, f"no key on this page: {answer.status_code} {error_of(answer)}"
    return found[1].replace(" ", "")


def codes_of(answer: httpx.Response) -> list[str]:
    """The backup codes shown on a page."""
    listed = re.search(r'<ol[^>]*id="backup-codes".*?</ol>', answer.text, re.DOTALL)
    return re.findall(r"<code>([^<]+)</code>", listed[0]) if listed else []


def text_of(answer: httpx.Response) -> str:
    """What a person reads on a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def error_of(answer: httpx.Response) -> str:
    """What the page's alert says."""
    found = re.search(r'role="alert"[^>]*>(.*?)</div>', answer.text, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""
