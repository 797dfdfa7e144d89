"""Situations in which something under the server breaks or stalls: database, disk, clocks, clients."""

from __future__ import annotations

import contextlib
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.server.people import SECURITY
from tests.server.real import Postgres
from tests.torture.site import PASSWORD, Resident, Site, Watched, together

HOUR = 3600
CHUNK = bytes(64 * 1024)


def _go_on(site: Site, them: list[Resident]) -> None:
    """Everybody gets in as ever."""
    for who in them:
        site.wait(30)
        site.tally.right(who.half_way().enter_code(who.code()).status_code == 303, "no way in afterwards")


def _try_all(site: Site, them: list[Resident]) -> list[tuple[Resident, str, str]]:
    """Everybody signs up a neighbour and uses a backup code; what was acknowledged of it."""
    said: list[tuple[Resident, str, str]] = []
    begun = [(who, site.browser(at)) for at, who in enumerate(them)]

    def act(it: tuple[Resident, Watched]) -> None:
        who, browser = it
        for code in who.codes[:2]:
            half = browser.sign_in(who.email, who.password).headers.get("location") == "/sign-in/code"
            if half and browser.enter_backup_code(code).headers.get("location") == "/home":
                said.append((who, "used", code))
            browser.post("/sign-out")
        if site.browser().sign_up(f"by-{who.email}").status_code == 303:
            said.append((who, "signed up", f"by-{who.email}"))

    together(begun, act)
    return said


def _hold(site: Site, said: list[tuple[Resident, str, str]]) -> None:
    """What was acknowledged is kept."""
    for who, what, which in said:
        if what == "used":
            again = who.half_way().enter_backup_code(which).status_code
            site.tally.right(again == 422, f"a used backup code is told {again}")
        else:
            place = site.browser().sign_in(which, PASSWORD).headers.get("location")
            site.tally.keeps(place == "/home", f"{which} signed up, and is gone")


def database_gone(site: Site, number: int, postgres: Postgres) -> None:
    """The database ends as in a crash while everybody is at work, and comes back."""
    them = site.residents(number)
    said = _with_a_break(site, them, postgres.stop)
    said += _try_all(site, them)  # while it is away
    postgres.start()
    _hold(site, said)
    _go_on(site, them)


def _with_a_break(
    site: Site, them: list[Resident], end: Callable[[], None]
) -> list[tuple[Resident, str, str]]:
    breaking = threading.Timer(0.05, end)
    breaking.start()
    said = _try_all(site, them)
    breaking.join()
    return said


def database_stalls(site: Site, number: int, postgres: Postgres, seconds: float) -> None:
    """The database answers nobody for a while, and then goes on."""
    them = site.residents(number)
    postgres.signal(signal.SIGSTOP)
    going_on = threading.Timer(seconds, postgres.signal, [signal.SIGCONT])
    going_on.start()
    try:
        said = _try_all(site, them)
    finally:
        going_on.join()
    _hold(site, said)
    _go_on(site, them)


def account_held(site: Site, number: int, seconds: float) -> None:
    """Somebody else's transaction holds the database's lock (SQLite) or the accounts' rows (PostgreSQL)."""
    them = site.residents(number)
    held = threading.Event()
    holder = threading.Thread(target=_hold_lock, args=(site.database, seconds, held))
    holder.start()
    assert held.wait(timeout=20)
    said = _try_all(site, them)
    holder.join()
    _hold(site, said)
    _go_on(site, them)


def _hold_lock(database: str, seconds: float, held: threading.Event) -> None:
    with _locked(database):
        held.set()
        threading.Event().wait(seconds)  # as long as the holder's own work would take


@contextlib.contextmanager
def _locked(database: str) -> Iterator[None]:
    if database.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(urlsplit(database).path[1:], isolation_level=None)) as lite:
            lite.execute("BEGIN IMMEDIATE")
            yield
            lite.execute("ROLLBACK")
    else:
        with psycopg.connect(database.replace("+psycopg", "")) as connection:
            connection.execute("SELECT * FROM accounts FOR UPDATE")
            yield
            with contextlib.suppress(psycopg.Error):  # the database may have ended an idle transaction
                connection.rollback()


def disk_full(site: Site, number: int, folder: Path) -> None:
    """The disk that the database is on fills up while everybody is at work, and is freed again."""
    them = site.residents(number)
    ballast = folder / "ballast"
    said = _with_a_break(site, them, lambda: _fill(ballast))
    said += _try_all(site, them)
    for at in range(number):
        site.browser().sign_up(f"late{at}-{'x' * 100}@example.org")
    site.tally.right(site.tally.errors > 0, "the disk was never full")
    ballast.unlink()
    _hold(site, said)
    _go_on(site, them)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(CHUNK) == len(CHUNK):
            pass


def clock_jumps(site: Site, number: int) -> None:
    """The clock goes an hour back, and an hour ahead, among codes, locks, links and sessions."""
    for at, who in enumerate(site.residents(number)):
        locked = site.residents(1)[0]
        code, spent = who.code(), who.codes[0]
        site.tally.right(who.half_way().enter_code(code).status_code == 303, "a right code is refused")
        site.tally.right(who.half_way().enter_backup_code(spent).status_code == 303, "a code is refused")
        guess = locked.half_way()
        for _ in range(5):
            guess.enter_code(locked.wrong_code())
        begun = site.now
        for jump in (-HOUR, 0, HOUR, 0) if at % 2 else (HOUR, 0, -HOUR, 0):
            site.set_clock(begun + jump)
            replayed = who.half_way().enter_code(code).status_code
            site.tally.right(replayed in (422, 429), f"at {jump:+} s a code works again: {replayed}")
            again = who.half_way().enter_backup_code(spent).status_code
            site.tally.right(again in (422, 429), f"at {jump:+} s a backup code works again: {again}")
            if jump <= 0:
                told = locked.half_way().enter_code(locked.code()).status_code
                site.tally.right(told == 429, f"at {jump:+} s a lock is forgotten: {told}")
        site.set_clock(begun + 2 * HOUR)  # past all that the jump ahead has used up
        site.tally.right(who.half_way().enter_code(who.code()).status_code == 303, "no way in afterwards")


def slow_clients(site: Site, number: int, patience: float) -> None:
    """Clients that send a byte now and then, or never read: others are served, and the slow ones are let go.

    patience: seconds that the server gives a request to arrive.
    """
    who = site.residents(1)[0]
    address = urlsplit(site.servers[0].url)
    assert address.hostname and address.port
    host = f"Host: {address.netloc}\r\nOrigin: http://{address.netloc}\r\n"
    post = f"POST /sign-in HTTP/1.1\r\n{host}Content-Type: application/x-www-form-urlencoded\r\n"
    kinds = [f"GET /sign-in HTTP/1.1\r\n{host}X-Slow: ", f"{post}Content-Length: 60000\r\n\r\nemail=", ""]
    slow = []
    for at in range(number):
        slow.append(socket.create_connection((address.hostname, address.port), timeout=20))
        slow[-1].sendall(kinds[at % len(kinds)].encode())
    began = time.monotonic()
    browser = who.signed_in()
    site.tally.right(browser.get(SECURITY).status_code == 200, "nobody else is served")
    took = time.monotonic() - began
    site.tally.right(took < 5, f"others wait {took:.1f} s for slow clients")
    for connection in slow:
        _until_let_go(site, connection, began + 2 * patience + 5)


def _until_let_go(site: Site, connection: socket.socket, end: float) -> None:
    """Dribbles on until the server closes the connection."""
    site.tally.tries += 1
    connection.settimeout(0.05)
    with connection:
        while time.monotonic() < end:
            try:
                connection.sendall(b"x")
                if not connection.recv(4096):
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    site.tally.untidy.append("a slow client is never let go")


def raw_bytes(site: Site, number: int) -> None:
    """What is no HTTP, or nearly: an error and an end, and the next visitor is served."""
    address = urlsplit(site.servers[0].url)
    assert address.hostname and address.port
    for at in range(number):
        junk = site.chance.randbytes(200)
        told = JUNK[at % len(JUNK)].replace(b"HOST", address.netloc.encode()) + junk[: at % 200]
        site.tally.tries += 1
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            connection.sendall(told)
            connection.shutdown(socket.SHUT_WR)
            heard = _heard(connection)
        site.tally.right(
            not heard or (heard.startswith(b"HTTP/1.1 ") and heard[9:10] in b"1234"), f"{heard[:80]!r}"
        )
    site.tally.right(site.browser().get("/sign-in").status_code == 200, "nobody is served after junk")


JUNK = (
    b"",
    b"\x16\x03\x01",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET " + b"/a" * 40_000 + b" HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: HOST\r\n" + b"X: y\r\n" * 9000 + b"\r\n",
    b"POST / HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /sign-in HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nHost: HOST\r\nContent-Length: -5\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: HOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)


def _heard(connection: socket.socket) -> bytes:
    """All that comes before the end of the connection."""
    heard = b""
    with contextlib.suppress(ConnectionResetError):
        while some := connection.recv(65536):
            heard += some
    return heard
