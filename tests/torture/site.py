"""One or several server processes on one database, the people who use them, and what can happen to both."""

from __future__ import annotations

import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TypeVar

import httpx

from tests.server.people import Browser, Phone, codes_of
from tests.server.quick_server import REQUEST_SECONDS
from tests.server.real import RealServer
from tests.torture.tally import Tally

PASSWORD = "a lamp in the window"
NEW_PASSWORD = "two lamps on the stairs"
SEED = 20_261_125
BRIEF = httpx.Limits(keepalive_expiry=REQUEST_SECONDS / 4)
"""How long a connection is kept: for less than the server keeps it, as this client, unlike a browser, sends
nothing again where the connection was closed as it sent."""
T = TypeVar("T")
R = TypeVar("R")


class Watched(Browser):
    """A browser whose answers are all counted; one that gets none says so, unless a kill is on."""

    def __init__(self, client: httpx.Client, tally: Tally, killed: threading.Event) -> None:
        super().__init__(client)
        self._tally, self._killed = tally, killed

    def get(self, path: str, **query: str) -> httpx.Response:
        return self._told(path, lambda: super(Watched, self).get(path, **query))

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self._told(path, lambda: super(Watched, self).post(path, **fields))

    def _told(self, path: str, ask: Callable[[], httpx.Response]) -> httpx.Response:
        began = time.monotonic()
        try:
            answer = ask()
        except httpx.TransportError as error:
            if not self._killed.is_set():
                self._tally.had_no_answer(path, error)
            raise
        self._tally.saw(answer, began)
        return answer


@dataclass
class Site:
    """Servers on one database. `now` is the time that all of them live in."""

    database: str
    tally: Tally
    processes: int = 1
    servers: list[RealServer] = field(default_factory=list)
    killed: threading.Event = field(default_factory=threading.Event)
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    log: IO[str] = field(default_factory=partial(tempfile.TemporaryFile, "w+", encoding="utf-8"))
    now: float = 0.0

    def __enter__(self) -> Site:
        self.start()
        self.now = self.servers[0].now
        self.set_clock(self.now)
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.servers:
            server.stop()
        self.log.seek(0)
        self.tally.told(self.log.read())

    def start(self) -> None:
        """Starts all processes at one moment."""
        with ThreadPoolExecutor(self.processes) as starters:
            run = partial(RealServer.run, stderr=self.log)
            self.servers = list(starters.map(run, [self.database] * self.processes))

    def crash(self) -> None:
        """Kills all processes as by kill -9. Until `recover` nobody expects an answer."""
        self.killed.set()
        for server in self.servers:
            server.process.kill()

    def recover(self) -> None:
        """Starts the processes again, at the time that it was."""
        for server in self.servers:
            server.process.wait(timeout=20)
        self.start()
        self.set_clock(self.now)
        self.killed.clear()

    def set_clock(self, now: float) -> None:
        """Sets the clock of every process, ahead or back."""
        self.now = now
        for server in self.servers:
            body = {"now": now, "allow_back": True}
            server.lab().put("/lab/clock", json=body).raise_for_status()

    def wait(self, seconds: float) -> None:
        """Lets time pass."""
        self.set_clock(self.now + seconds)

    def browser(self, at: int = 0, session: str = "") -> Watched:
        """A browser at one of the processes, with a session if it has one already."""
        url = self.servers[at % len(self.servers)].url
        client = httpx.Client(
            base_url=url, headers={"origin": url}, timeout=60, verify=False, trust_env=False, limits=BRIEF
        )
        browser = Watched(client, self.tally, self.killed)
        if session:
            browser.session = session
        return browser

    def residents(self, number: int) -> list[Resident]:
        """People with 2FA on, made through the control plane; a time step later."""
        with self.servers[0].lab() as lab:
            made = [_resident(self, lab, at) for at in range(number)]
        self.wait(30)
        return made


@dataclass
class Resident:
    """Somebody with an account: address, phone and backup codes."""

    site: Site
    email: str
    phone: Phone
    codes: list[str]
    password: str = PASSWORD

    def code(self) -> str:
        """What the phone shows now."""
        return self.phone.code(self.site.now)

    def wrong_code(self) -> str:
        """What no phone shows now."""
        return self.phone.wrong_code(self.site.now)

    def half_way(self, at: int = 0) -> Watched:
        """A browser in which the password has been accepted and the second step is due."""
        browser = self.site.browser(at)
        answer = browser.sign_in(self.email, self.password)
        assert answer.headers.get("location") == "/sign-in/code", f"{answer.status_code} for {self.email}"
        return browser

    def signed_in(self, at: int = 0) -> Watched:
        """A browser that is all the way in, by the phone's code, with a fresh step for the next one."""
        browser = self.half_way(at)
        assert browser.enter_code(self.code()).status_code == 303
        self.site.wait(30)
        return browser


def _resident(site: Site, lab: httpx.Client, at: int) -> Resident:
    email = f"p{at}-{site.chance.getrandbits(48):x}@example.org"
    made = lab.post("/lab/accounts", json={"email": email, "password": PASSWORD, "two_factor": True})
    made.raise_for_status()
    told = made.json()
    key = re.search(r"secret=([A-Z2-7]+)", told["otpauth"])
    assert key, told["otpauth"]
    return Resident(site, email, Phone(key[1]), told["backup_codes"])


def new_codes(browser: Browser) -> list[str]:
    """Makes new backup codes by the pages."""
    path = "/settings/security/backup-codes/new"
    browser.get(path)
    return codes_of(browser.post(path))


def link_of(site: Site, who: Resident) -> str:
    """The path of the reset link that was mailed last."""
    with site.servers[0].lab() as lab:
        messages = lab.get("/lab/outbox", params={"to": who.email}).json()["messages"]
    texts = [message["text"] for message in messages if "/reset-password/" in message["text"]]
    return "/reset-password/" + str(texts[-1].partition("/reset-password/")[2].split()[0])


def together(them: Sequence[T], act: Callable[[T], R]) -> list[R | None]:
    """Does the same for all at one moment; None for those whom nobody answered."""
    barrier = threading.Barrier(len(them))

    def one(it: T) -> R | None:
        barrier.wait(timeout=60)
        try:
            return act(it)
        except httpx.TransportError:
            return None

    with ThreadPoolExecutor(len(them)) as crowd:
        return list(crowd.map(one, them))
