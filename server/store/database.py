"""The database: how it is opened, and transactions whose checks and changes are one act on SQLite and
PostgreSQL.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from server.store.tables import Base

AFTERWARDS = "afterwards"
"""Under this name a session's `info` may hold what is to be done once its transaction is durable."""
_BUSY_SECONDS = 20
_FROZEN_SECONDS = 60  # what another process may keep an account waiting after it stopped in mid-act
_CONNECTIONS = 24  # a few more than the web's worker threads
_SCHEMA_LOCK = 7205759
_SWEEP_SECONDS = 60


_BOUNDS = (
    f"-c lock_timeout={_BUSY_SECONDS}s -c statement_timeout={_BUSY_SECONDS}s "
    f"-c idle_in_transaction_session_timeout={_FROZEN_SECONDS}s"
)
"""PostgreSQL waits for ever unless it is told otherwise; SQLite has its busy time."""


class DatabaseError(Exception):
    """The database can't be used. The text says why and what to do."""


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL, None for another database.

    Raises DatabaseError for a URL that makes no sense.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseError(
            f"The database URL makes no sense: {_without_secret(url)}. Write sqlite:///FILE or "
            "postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME."
        ) from error
    if parsed.get_backend_name() == "postgresql":
        return None
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise DatabaseError(
            "The database has to be sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME."
        )
    return Path(parsed.database)


def _without_secret(url: str) -> str:
    return url.split("@")[-1]


class Database:
    """An opened database, its tables made. Raises DatabaseError when it can't be opened."""

    def __init__(self, url: str) -> None:
        file = sqlite_file(url)
        self._one_writer = threading.Lock() if file else None
        self._swept: dict[str, float] = {}
        try:
            self._engine = _sqlite_engine(url) if file else _postgresql_engine(url)
            self._writer = self._engine.execution_options(writes=True)
            self._make_tables()
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise DatabaseError(_explanation(url, file, error)) from error

    def _make_tables(self) -> None:
        with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
            Base.metadata.create_all(connection)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write; durable when the block has been left without an exception.

        SQLite lets one writer in at a time, from the start. On PostgreSQL, lock the account's row first.
        Raises OperationalError when the turn does not come.
        """
        with Session(self._writer, expire_on_commit=False) as session:
            with self._its_turn(), session.begin():
                yield session
            for act in session.info.get(AFTERWARDS, ()):
                act()

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        """Waits for this process's other writers, where SQLite would sleep and look again and again."""
        if self._one_writer is None:
            yield
        elif self._one_writer.acquire(timeout=_BUSY_SECONDS):
            try:
                yield
            finally:
                self._one_writer.release()
        else:
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))

    def is_to_be_swept(self, table: type[Base], now: float) -> bool:
        """Whether this process has not said so of a table for a minute: old rows can wait for that long.

        now: seconds since the epoch, on a clock that may be set back.
        """
        is_due = abs(now - self._swept.get(table.__tablename__, -_SWEEP_SECONDS)) >= _SWEEP_SECONDS
        if is_due:
            self._swept[table.__tablename__] = now
        return is_due

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url, pool_size=_CONNECTIONS, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}
    )
    folder = Path(engine.url.database or "").parent

    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        _prepare_sqlite(connection, folder)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, folder: Path) -> None:
    connection.isolation_level = None  # this module begins transactions, not the driver
    with _alone_in(folder):  # where two make this of a new file at once, SQLite turns one away
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # an acknowledged change survives a crash
    connection.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Waits until no other process, and no other thread, is at this in that folder."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        pool_size=_CONNECTIONS,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": 5, "options": _BOUNDS},
    )


def _explanation(url: str, file: Path | None, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if file is None:
        where = f"The database at {_without_secret(url)}"
        return f"{where} can't be used: {cause}. Is it running, and are name and password right?"
    return (
        f"The database file {file} can't be used: {cause}. Give a file in a folder you may write to: "
        "--database sqlite:///FILE."
    )
