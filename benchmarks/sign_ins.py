"""How many people the reference server signs in a second, beside the password hashing alone: the floor.

    .venv/bin/python -m benchmarks.sign_ins              # SQLite and PostgreSQL; 1, 2, 4 and 8 processes
    .venv/bin/python -m benchmarks.sign_ins --processes 1 2 --databases sqlite --rounds 3
    .venv/bin/python -m benchmarks.sign_ins --argon2 owasp rfc9106    # a dearer argon2 as well

A sign-in is a password and a code, each sent as the pages send them. The processes of a server share one
database. In each round every account signs in once, many at a time, on connections that stay open; then the
servers' clocks move on a step, so that each has a fresh code. Before each round the floor is measured anew:
argon2 alone, at the same cost, in as many threads as there are processors. Rates are compared
round by round, since a machine's speed drifts. The clients run on the same processors, so their work counts
against the server; what the servers alone used is told in CPU seconds. It asserts nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import platform
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyotp
from argon2 import PasswordHasher

from benchmarks import hashing
from benchmarks.plot import plotted
from server.policy import Policy
from tests.server.real import NoPostgres, Postgres

HERE = Path(__file__).resolve().parent
READY = re.compile(r"is ready: (http://\S+)")
PASSWORD = "a lamp in the window"
AT_ONCE = 8
"""Sign-ins on their way at any moment."""
COLUMNS = (
    ("argon2", "argon2"),
    ("database", "database"),
    ("processes", "processes"),
    ("sign_ins", "sign-ins/s"),
    ("floor", "argon2/s"),
    ("ratio", "ratio"),
    ("spread", "ratio, least to most"),
    ("cpu_ms", "server CPU ms"),
)
"""Of a setting's figures: the medians of its rounds. cpu_ms: CPU of all its processes for one sign-in."""


@dataclass(frozen=True)
class Account:
    """Somebody with 2FA on."""

    email: str
    phone: pyotp.TOTP


class Server:
    """One process of the reference server, with its control plane."""

    def __init__(self, database: str, cost: str) -> None:
        self._token = secrets.token_urlsafe(32)
        environment = {**os.environ, "TWOFOLD_LAB_TOKEN": self._token, "LANTERN_KEY": "A" * 43 + "="}
        run = [sys.executable, "-m", "benchmarks.hashing", cost]
        self.process = subprocess.Popen(
            [*run, "--lab", "--exit-with-parent", "--database", database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=HERE.parent,
            env=environment,
        )
        assert self.process.stdout is not None
        found = READY.search(self.process.stdout.readline())
        if not found:
            raise SystemExit("The reference server did not start; its words are above.")
        self.address = urlsplit(found[1])

    def connection(self) -> http.client.HTTPConnection:
        """A connection that stays open."""
        return http.client.HTTPConnection(str(self.address.hostname), self.address.port, timeout=60)

    def lab(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One request to the control plane."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        connection = self.connection()
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def cpu_seconds(self) -> float:
        """What the process has used so far. From /proc, so on Linux alone; elsewhere 0."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.is_file():
            return 0.0
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it."""
        self.process.communicate()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 0 when done."""
    options = _parser().parse_args(argv)
    measured = [
        _measured(cost, database, processes, options.accounts, options.rounds)
        for cost in options.argon2
        for database in options.databases
        for processes in options.processes
    ]
    _keep(measured, options.into)
    print(table(measured))
    print(f"Written: {options.into / 'sign_ins.json'}, {options.into / 'sign_ins.svg'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sign_ins",
        description="Measures sign-ins a second of the reference server beside argon2 alone.",
    )
    parser.add_argument("--processes", type=int, nargs="+", default=(1, 2, 4, 8), metavar="N")
    parser.add_argument(
        "--databases", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    parser.add_argument(
        "--argon2",
        nargs="+",
        choices=hashing.NAMES,
        default=hashing.NAMES[:1],
        help="what a hash costs: as the server has it (owasp, the default), or as RFC 9106 recommends",
    )
    parser.add_argument("--accounts", type=int, default=60, metavar="N", help="sign-ins of a round")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="of each setting (default: 7)")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="for figures and drawing")
    return parser


def _measured(cost: str, database: str, processes: int, accounts: int, rounds: int) -> dict[str, Any]:
    """The figures of one setting."""
    with _database(database) as url, _servers(url, processes, cost) as servers:
        people = [_newcomer(servers[0], number) for number in range(accounts)]
        floors, rates, used = [], [], []
        for _ in range(rounds):
            floors.append(_rate(accounts, _argon2(cost), os.cpu_count() or 1))
            now = _next_step(servers)
            before = sum(server.cpu_seconds() for server in servers)
            rates.append(_rate_of_sign_ins(servers, people, now))
            used.append((sum(server.cpu_seconds() for server in servers) - before) / accounts)
    ratios = [rate / floor for rate, floor in zip(rates, floors, strict=True)]
    return {
        "argon2": cost,
        "database": database,
        "processes": processes,
        "sign_ins": round(statistics.median(rates), 1),
        "floor": round(statistics.median(floors), 1),
        "ratio": round(statistics.median(ratios), 3),
        "spread": f"{min(ratios):.3f} to {max(ratios):.3f}",
        "cpu_ms": round(1000 * statistics.median(used), 1),
    }


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="twofold-benchmark-", ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/lantern.sqlite3"
            return
        os.chmod(folder, 0o755)
        try:
            postgres = Postgres(Path(folder) / "pg", durable=True)
        except NoPostgres as reason:
            raise SystemExit(f"{reason}. Install it, or choose --databases sqlite.") from reason
        try:
            yield postgres.url("lantern")
        finally:
            postgres.stop()


@contextlib.contextmanager
def _servers(url: str, processes: int, cost: str) -> Iterator[list[Server]]:
    with contextlib.ExitStack() as at_the_end:
        servers = []
        for _ in range(processes):
            servers.append(Server(url, cost))
            at_the_end.callback(servers[-1].stop)
        yield servers


def _newcomer(server: Server, number: int) -> Account:
    wish = {"email": f"alice-{number}@example.com", "password": PASSWORD, "two_factor": True}
    made = server.lab("POST", "/lab/accounts", wish)
    phone = pyotp.parse_uri(made["otpauth"])
    assert isinstance(phone, pyotp.TOTP)
    return Account(made["email"], phone)


def _next_step(servers: Sequence[Server]) -> float:
    """Move all clocks to the same moment, a step later; that moment in seconds since the epoch."""
    latest = max(float(server.lab("GET", "/lab/clock")["now"]) for server in servers)
    now = latest + Policy().step_seconds
    for server in servers:
        server.lab("PUT", "/lab/clock", {"now": now})
    return now


def _argon2(cost: str) -> Callable[[int], object]:
    """One check of a password, at this cost."""
    numbers = hashing.numbers(cost)
    hasher = PasswordHasher(numbers.argon2_passes, numbers.argon2_memory_kib, numbers.argon2_lanes)
    stored = hasher.hash(PASSWORD)
    return lambda _: hasher.verify(stored, PASSWORD)


def _rate(times: int, action: Callable[[int], object], at_once: int) -> float:
    """How often something is done in a second, so many at once."""
    with ThreadPoolExecutor(at_once) as crowd:
        list(crowd.map(action, range(at_once)))  # threads and their memory are there before the watch starts
        began = time.perf_counter()
        list(crowd.map(action, range(times)))
        return times / (time.perf_counter() - began)


def _rate_of_sign_ins(servers: Sequence[Server], people: Sequence[Account], now: float) -> float:
    """Everybody once, AT_ONCE at a time, over all processes in turn."""
    doors = [server for server, _ in zip(cycle(servers), range(max(AT_ONCE, len(servers))), strict=False)]
    shares = [people[place :: len(doors)] for place in range(len(doors))]

    def share(place: int) -> None:
        connection = doors[place].connection()
        origin = doors[place].address.geturl()
        for account in shares[place]:
            _sign_in(connection, origin, account, now)
        connection.close()

    with ThreadPoolExecutor(len(doors)) as crowd:
        began = time.perf_counter()
        list(crowd.map(share, range(len(doors))))
        return len(people) / (time.perf_counter() - began)


def _sign_in(connection: http.client.HTTPConnection, origin: str, account: Account, now: float) -> None:
    cookie = _sent(connection, origin, "/sign-in", "", email=account.email, password=PASSWORD, next="/home")
    _sent(connection, origin, "/sign-in/code", cookie, code=account.phone.at(int(now)))


def _sent(connection: http.client.HTTPConnection, origin: str, path: str, cookie: str, **fields: str) -> str:
    """Send a form; the session cookie of the answer. Raises SystemExit unless it leads on."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Cookie": cookie}
    connection.request("POST", path, urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise SystemExit(f"The reference server answered {path} with {answer.status}, where sign-ins go on.")
    return (answer.getheader("set-cookie") or "").partition(";")[0]


def _keep(measured: list[dict[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "system": platform.system(), "processors": os.cpu_count()}
    kept = {"when": datetime.now(UTC).isoformat(timespec="seconds"), **machine, "settings": measured}
    (folder / "sign_ins.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    by_name: dict[str, list[tuple[float, float]]] = {}
    for its in measured:
        by_name.setdefault(f"{its['database']}, {its['argon2']}", []).append(
            (its["processes"], its["sign_ins"])
        )
    drawing = plotted("Sign-ins a second by the number of server processes", "processes", by_name)
    (folder / "sign_ins.svg").write_text(drawing, encoding="utf-8")


def table(measured: Sequence[dict[str, Any]]) -> str:
    """The figures as a table in Markdown."""
    heads = " | ".join(head for _, head in COLUMNS)
    rows = (" | ".join(str(its[name]) for name, _ in COLUMNS) for its in measured)
    return "\n".join([f"| {heads} |", f"|{'---|' * len(COLUMNS)}", *(f"| {row} |" for row in rows)])


if __name__ == "__main__":
    sys.exit(main())
