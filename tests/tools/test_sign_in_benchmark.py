"""The benchmark of sign-ins measures what it says, on one small server; no figure is asserted."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from benchmarks.sign_ins import PASSWORD, Server, main


def test_each_round_signs_everybody_in_and_measures_the_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = ["--processes", "2", "--databases", "sqlite", "--accounts", "3", "--rounds", "2"]
    assert main([*small, "--into", str(tmp_path)]) == 0
    (figures,) = json.loads((tmp_path / "sign_ins.json").read_text(encoding="utf-8"))["settings"]
    assert (figures["database"], figures["processes"]) == ("sqlite", 2)
    assert figures["sign_ins"] > 0 and figures["floor"] > 0
    assert f"| owasp | sqlite | 2 | {figures['sign_ins']} |" in capsys.readouterr().out
    assert (tmp_path / "sign_ins.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("cost", "stored_as"), [("owasp", "$m=19456,t=2,p=1$"), ("rfc9106", "$m=65536,t=3,p=4$")]
)
def test_the_server_hashes_at_the_cost_that_is_told(tmp_path: Path, cost: str, stored_as: str) -> None:
    server = Server(f"sqlite:///{tmp_path / 'lantern.sqlite3'}", cost)
    try:
        server.lab("POST", "/lab/accounts", {"email": "alice@example.com", "password": PASSWORD})
        with contextlib.closing(sqlite3.connect(tmp_path / "lantern.sqlite3")) as database:
            ((stored,),) = database.execute("SELECT password_hash FROM accounts")
    finally:
        server.stop()
    assert stored_as in stored
