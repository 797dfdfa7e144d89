"""Servers forked off one that has everything imported: as if each had been started by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from faults.fault import FAULT_VARIABLE
from faults.nursery import nursery

ENOUGH = 60.0
"""Seconds, on a busy machine."""


@pytest.fixture(scope="module")
def door() -> Iterator[Mapping[str, str]]:
    with nursery() as door:
        yield door


def started(door: Mapping[str, str], *options: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "faults.quick", "--exit-with-parent", "--port", "0", *options],
        env={**os.environ, **door, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_server_has_its_own_arguments_and_ends_with_who_asked(
    door: Mapping[str, str], tmp_path: Path
) -> None:
    names = ("one", "other")
    servers = [started(door, "--database", f"sqlite:///{tmp_path / name}.db") for name in names]
    for name, server in zip(names, servers, strict=True):
        assert server.stdout is not None
        found = re.search(r"is ready: (\S+)", server.stdout.readline())
        assert found
        assert urllib.request.urlopen(f"{found[1]}/sign-in", timeout=ENOUGH).status == 200
        assert (tmp_path / f"{name}.db").exists()
    for server in servers:
        server.terminate()
        server.communicate(timeout=ENOUGH)  # its output ends with the server, not with faults.quick


def test_a_server_that_can_not_start_says_why_and_with_what_code(door: Mapping[str, str]) -> None:
    refused = started(door, **{FAULT_VARIABLE: "Z9"})
    _, words = refused.communicate(timeout=ENOUGH)
    assert (refused.returncode, "no fault is called so" in words) == (2, True)
    puzzled = started(door, "--nonsense")
    _, words = puzzled.communicate(timeout=ENOUGH)
    assert (puzzled.returncode, "unrecognized arguments: --nonsense" in words) == (2, True)


def test_who_ends_by_itself_gets_the_code_of_success(door: Mapping[str, str], tmp_path: Path) -> None:
    server = started(door, "--database", f"sqlite:///{tmp_path / 'lantern.db'}")
    assert server.stdout is not None
    assert "is ready" in server.stdout.readline()
    server.communicate(timeout=ENOUGH)
    assert server.returncode == 0
