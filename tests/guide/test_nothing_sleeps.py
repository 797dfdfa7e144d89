"""Nothing that acts the guide out waits for real time: no call in it sleeps."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ACTING = ("harness", "steps", "targets", "server")
SLEEPING = {"sleep", "wait_for_timeout", "pause"}


def calls(source: str) -> Iterator[tuple[str, int]]:
    """Names of the functions and methods that a source calls, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield name, node.lineno


def test_no_call_sleeps() -> None:
    sources = [path for folder in ACTING for path in Path(folder).rglob("*.py")]
    assert len(sources) > 50
    sleeping = [
        f"{path}:{line}: {name}"
        for path in sources
        for name, line in calls(path.read_text())
        if name in SLEEPING
    ]
    assert not sleeping


def test_a_sleep_would_be_seen() -> None:
    assert ("sleep", 2) in list(calls("import time\ntime.sleep(1)"))
