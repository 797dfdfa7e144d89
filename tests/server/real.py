"""Real servers in processes of their own, on free ports, and a private PostgreSQL. No test lives here."""

import base64
import contextlib
import glob
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from tests.server.people import LAB_TOKEN, Browser

ROOT = Path(__file__).parents[2]
READY = re.compile(r"Lantern is ready: (http://\S+)\n")


def environment() -> dict[str, str]:
    """An environment for a server: a laboratory token and a sealing key, nothing left over."""
    key = base64.b64encode(bytes(range(32))).decode()
    return os.environ | {"TWOFOLD_LAB_TOKEN": LAB_TOKEN, "LANTERN_KEY": key}


def start(
    *arguments: str, module: str = "server", stderr: int | IO[str] = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Starts a server; its standard input stays open until the test ends it."""
    return subprocess.Popen(
        [sys.executable, "-m", module, "--exit-with-parent", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        cwd=ROOT,
        env=environment(),
    )


def quick_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: these tests are about order, not about discs."""
    memory = Path("/dev/shm")
    folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, ignore_cleanup_errors=True)
    os.chmod(folder.name, 0o755)
    return folder


def _words(stderr: int | IO[str] | None) -> str:
    """What a server wrote there, as far as it can be read."""
    if stderr is None or isinstance(stderr, int):
        return ""
    if stderr.seekable():
        stderr.seek(0)
    return stderr.read()


@dataclass
class RealServer:
    """A running server with a control plane."""

    process: subprocess.Popen[str]
    url: str
    database: str

    @classmethod
    def run(cls, database: str, stderr: int | IO[str] = subprocess.PIPE) -> "RealServer":
        process = start("--lab", "--database", database, module="tests.server.quick_server", stderr=stderr)
        assert process.stdout is not None
        line = process.stdout.readline()
        found = READY.fullmatch(line)
        assert found, f"the server didn't start: {line or _words(process.stderr or stderr)}"
        return cls(process, found[1], database)

    def browser(self) -> Browser:
        return Browser(_client(self.url, {"origin": self.url}))

    def lab(self) -> httpx.Client:
        return _client(self.url, {"authorization": f"Bearer {LAB_TOKEN}"})

    @property
    def now(self) -> float:
        return float(self.lab().get("/lab/clock").json()["now"])

    def wait(self, seconds: float) -> float:
        """Moves the server's clock; the new time."""
        now = self.now + seconds
        self.lab().put("/lab/clock", json={"now": now}).raise_for_status()
        return now

    def kill(self) -> None:
        """As by kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self._done()

    def stop(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self._done()

    def _done(self) -> None:
        self.process.wait(timeout=20)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


def _client(url: str, headers: dict[str, str]) -> httpx.Client:
    """Without certificates and proxies, whose loading costs more than a request."""
    return httpx.Client(base_url=url, headers=headers, timeout=30, verify=False, trust_env=False)


class NoPostgres(Exception):
    """There is no PostgreSQL to start; the text says what was looked for."""


class Postgres:
    """A private PostgreSQL in a folder of its own, on a free loopback port; run as 'postgres' when we are
    root. durable: it waits for the disc, as one that is used in earnest; tests need not.
    """

    def __init__(self, folder: Path, durable: bool = False) -> None:
        self._bin = _binaries()
        self._data = folder / "data"
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._folder, self.port = folder, _free_port()
        self._call("initdb", "-D", str(self._data), "-U", "lantern", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._fsync = "on" if durable else "off"
        self.start()

    def start(self) -> None:
        """Starts it, or starts it again after `stop`."""
        options = (
            f"-h 127.0.0.1 -p {self.port} -k {self._folder} -c max_connections=100 -c fsync={self._fsync}"
        )
        log = str(self._folder / "log")
        self._call("pg_ctl", "-D", str(self._data), "-w", "-l", log, "-o", options, "start")

    def url(self, name: str) -> str:
        """The URL of a new, empty database."""
        self._call("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "lantern", name)
        return f"postgresql+psycopg://lantern@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """Ends it at once, as a crash would; what was committed is there after `start`."""
        self._call("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to all of its processes."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        for pid in (first, *_children(first)):
            with contextlib.suppress(ProcessLookupError):  # a process of a connection that has just ended
                os.kill(pid, number)

    def _call(self, program: str, *arguments: str) -> None:
        who = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None
        group = pwd.getpwnam("postgres").pw_gid if os.geteuid() == 0 else None
        done = subprocess.run(
            [str(self._bin / program), *arguments], user=who, group=group, cwd="/", text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} failed: {done.stderr}"


def _children(parent: int) -> list[int]:
    """The processes that one has started, by what Linux tells of them."""
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in told.split()]


def _binaries() -> Path:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NoPostgres("no PostgreSQL: neither /usr/lib/postgresql/*/bin/initdb nor initdb on PATH")
    if os.geteuid() == 0 and "postgres" not in {entry.pw_name for entry in pwd.getpwall()}:
        raise NoPostgres("no PostgreSQL: it won't run as root, and there is no user 'postgres'")
    return Path(found[-1] if found else str(on_path)).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
