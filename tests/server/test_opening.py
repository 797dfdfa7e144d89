"""Processes that open a new SQLite file at one moment: each waits its turn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from server.store.database import _sqlite_engine

CROWD, ROUNDS = 8, 100
"""Without turns one round in six ends with 'database is locked'."""


@pytest.mark.race
def test_a_crowd_opens_a_new_file(tmp_path: Path) -> None:
    start = Barrier(CROWD)

    def open_it(url: str) -> str:
        engine = _sqlite_engine(url)
        start.wait()
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        engine.dispose()
        return str(mode)

    with ThreadPoolExecutor(CROWD) as crowd:
        for number in range(ROUNDS):
            urls = [f"sqlite:///{tmp_path}/{number}.sqlite3"] * CROWD
            assert list(crowd.map(open_it, urls)) == ["wal"] * CROWD
