"""A trace is rewritten: what can be read stays, what is secret or can't be scrubbed goes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from harness import secrets, traces

COOKIE = "3f9ab1c7d5e8427fbc90a1d2"
EVENTS: list[dict[str, Any]] = [
    {"type": "before", "method": "fill", "params": {"selector": "x", "value": "hunter2-hunter2"}},
    {"type": "after", "result": {"value": "hunter2-hunter2"}, "endTime": 123456},
    {"type": "frame-snapshot", "snapshot": {"html": ["P", {}, "hunter2-hunter2"]}},
    {"type": "screencast-frame", "sha1": "page@1.jpeg"},
]
ANSWER = {"response": {"headers": [{"name": "Set-Cookie", "value": f"session={COOKIE}; HttpOnly"}]}}


@pytest.fixture
def trace(tmp_path: Path, register: secrets.Register) -> Path:
    register.remember("hunter2-hunter2", "password")
    register.remember("123456", "code")
    path = tmp_path / "trace.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("trace.trace", "\n".join(map(json.dumps, EVENTS)))
        made.writestr("trace.network", json.dumps(ANSWER, separators=(",", ":")))
        made.writestr("resources/abc.html", f"<p>hunter2-hunter2 {COOKIE}</p>")
        made.writestr("resources/page@1.jpeg", b"\xff\xd8\xff and a film")
        made.writestr("resources/src@0a1b.txt", "print('hunter2-hunter2')")
    return path


def read(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("strict", [True, False])
def test_no_secret_and_no_film_is_left(trace: Path, strict: bool) -> None:
    traces.rewrite(trace, strict=strict)
    left = read(trace)
    everything = "".join(left.values())
    assert "hunter2" not in everything
    assert COOKIE not in everything
    assert "film" not in everything
    assert "screencast" not in left["trace.trace"]
    assert left["resources/src@0a1b.txt"] == "print('‹password›')"


def test_full_keeps_what_pages_held(trace: Path) -> None:
    traces.rewrite(trace, strict=False)
    left = read(trace)
    assert left["resources/abc.html"] == "<p>‹password› ‹cookie›</p>"
    assert "frame-snapshot" in left["trace.trace"]


def test_strict_leaves_out_what_pages_held(trace: Path) -> None:
    traces.rewrite(trace, strict=True)
    left = read(trace)
    assert set(left) == {"trace.trace", "trace.network", "resources/src@0a1b.txt"}
    assert "frame-snapshot" not in left["trace.trace"]
    assert "‹entry›" in left["trace.trace"]


@pytest.mark.parametrize("strict", [True, False])
def test_times_stay(trace: Path, strict: bool) -> None:
    traces.rewrite(trace, strict=strict)
    assert json.loads(read(trace)["trace.trace"].splitlines()[1])["endTime"] == 123456
