"""The reference server under load and faults: nothing acknowledged is lost, no code works twice, no lock is
forgotten, and every answer is a page. In `make test` with few people, in `make torture` with many.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.quick_server import REQUEST_SECONDS
from tests.server.real import Postgres, quick_folder
from tests.torture import crowds, faults, kills
from tests.torture.site import Site
from tests.torture.tally import TALLIES, Tally

SHORT, LONG = pytest.mark.torture("short"), pytest.mark.torture("long")
DATABASES = ("SQLite", "PostgreSQL")
Situation = Callable[[Site, int], Iterator[None] | None]
Open = Callable[..., contextlib.AbstractContextManager[Site]]
Url = Callable[[str], str]


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Open:
    """Opens a site on a new database, and puts what comes of it into the table."""

    @contextlib.contextmanager
    def opened(situation: str, database: str, url: str, processes: int = 1) -> Iterator[Site]:
        tally = Tally(situation, database)
        began = time.monotonic()
        try:
            with Site(url, tally, processes) as running:
                yield running
        finally:
            tally.seconds = time.monotonic() - began
            request.config.stash[TALLIES].append(tally)
        assert not tally.trouble, (tally.trouble[:10], tally.log[-2000:])

    return opened


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Iterator[Url]:
    """Gives the URL of a new database by the name of its kind."""
    with quick_folder() as folder:

        def made(database: str) -> str:
            if database == "SQLite":
                return f"sqlite:///{folder}/lantern.sqlite3"
            postgres: Postgres = request.getfixturevalue("postgres")
            return postgres.url(f"lantern{time.monotonic_ns()}")

        yield made


# the situation, how many server processes, and how many people (or rounds) in the short and in the long form
SITUATIONS: dict[str, tuple[Situation, int, int, int]] = {
    "all sign in at once, each code in a burst": (crowds.signing_in_at_once, 1, 6, 200),
    "the same at two processes": (crowds.signing_in_at_once, 2, 0, 100),
    "a backup code in a burst": (crowds.one_backup_code_in_a_burst, 2, 2, 60),
    "ten guesses in a burst": (crowds.guessing_in_a_burst, 2, 1, 20),
    "acts that cross in one account": (crowds.acts_that_cross, 2, 1, 40),
    "ending each other's sessions": (crowds.sessions_of_others, 1, 1, 20),
    "a reset amid guesses": (crowds.resetting_while_guessing, 1, 1, 40),
    "three days of sessions swept at once": (crowds.old_sessions_swept, 2, 3, 100),
    "four processes start at once": (crowds.starting_at_once, 4, 1, 8),
    "kill -9 in the middle of every flow": (kills.killed_in_every_flow, 1, 1, 20),
    "an hour back, an hour ahead": (faults.clock_jumps, 1, 1, 10),
}
SWEEP = "three days of sessions swept at once"
KILLS = "kill -9 in the middle of every flow"


@LONG
@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_one_situation(situation: str, database: str, site: Open, url: Url) -> None:
    act, processes, _, many = SITUATIONS[situation]
    with site(situation, database, url(database), processes) as running:
        for _ in act(running, many) or ():
            running.crash()
            running.recover()


@SHORT
@pytest.mark.parametrize("database", DATABASES)
def test_all_in_short(database: str, site: Open, url: Url) -> None:
    """All situations one after the other at two processes; one crash, amid every flow, serves all of them."""
    with site("all in short", database, url(database), processes=2) as running:
        order = sorted(SITUATIONS, key=lambda name: (name != SWEEP, name == KILLS))
        some = [(act, few) for act, _, few, _ in (SITUATIONS[name] for name in order[:-1]) if few]
        after_crash = [act(running, few) for act, few in some]
        begun = [it for it in after_crash if it is not None and next(it, it) is None]
        kills.killed_in_every_flow(running, 1)
        for rest in begun:
            assert next(rest, "over") == "over"


@SHORT
@pytest.mark.parametrize("database", DATABASES)
def test_faults_in_short(database: str, site: Open, url: Url, request: pytest.FixtureRequest) -> None:
    with site("faults in short", database, url(database)) as running:
        faults.account_held(running, 2, 1.0)
        if database == "SQLite":
            faults.slow_clients(running, 12, REQUEST_SECONDS)
            faults.raw_bytes(running, len(faults.JUNK))
            return
        postgres = request.getfixturevalue("postgres")
        faults.database_stalls(running, 2, postgres, 1.0)
        running.tally.broken = True
        faults.database_gone(running, 2, postgres)


@LONG
@pytest.mark.parametrize("database", DATABASES)
def test_locks_held_by_others(database: str, site: Open, url: Url) -> None:
    with site("the locks held by somebody else for 25 s", database, url(database)) as running:
        running.tally.broken = True  # longer than the server waits
        faults.account_held(running, 12, 25.0)


@LONG
def test_a_database_that_goes_and_comes_back(site: Open, url: Url, postgres: Postgres) -> None:
    with site("the database gone and back", "PostgreSQL", url("PostgreSQL")) as running:
        running.tally.broken = True
        for _ in range(5):
            faults.database_gone(running, 24, postgres)


@LONG
def test_a_database_that_stalls(site: Open, url: Url, postgres: Postgres) -> None:
    with site("the database stalled for 25 s", "PostgreSQL", url("PostgreSQL")) as running:
        running.tally.broken = True
        faults.database_stalls(running, 24, postgres, 25.0)


@LONG
def test_slow_clients(site: Open, url: Url) -> None:
    with site("slow clients", "SQLite", url("SQLite")) as running:
        faults.slow_clients(running, 300, REQUEST_SECONDS)


@LONG
def test_what_is_no_http(site: Open, url: Url) -> None:
    with site("what is no HTTP", "SQLite", url("SQLite")) as running:
        faults.raw_bytes(running, 1000)


@pytest.mark.torture()
def test_a_full_disk(site: Open) -> None:
    with disk(3) as folder, site("a full disk", "SQLite", f"sqlite:///{folder}/lantern.sqlite3") as running:
        running.tally.broken = True
        faults.disk_full(running, 6, folder)


@LONG
def test_a_full_disk_under_postgresql(site: Open) -> None:
    with disk(128) as folder, contextlib.ExitStack() as at_the_end:
        own = Postgres(folder / "pg")
        at_the_end.callback(own.stop)
        with site("a full disk", "PostgreSQL", own.url("lantern")) as running:
            running.tally.broken = True
            faults.disk_full(running, 6, folder)


@contextlib.contextmanager
def disk(megabytes: int) -> Iterator[Path]:
    """A small disk in memory, if this machine lets us mount one."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("a small disk can't be mounted here: that takes root, and a kernel that allows it")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
