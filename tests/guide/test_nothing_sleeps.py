"""Nothing that acts the guide out against the bundled server waits for real time: no call in it sleeps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ACTING = ("harness", "steps", "targets", "server")
SLEEPING = {"sleep", "wait_for_timeout", "pause"}
REAL_TIME = {
    "targets/common/clocks.py": "lets time pass where nobody can move it",
    "targets/common/product.py": "asks a product that is just starting once more",
}
"""Where other products than the bundled server are waited for."""


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
        if name in SLEEPING and path.as_posix() not in REAL_TIME
    ]
    assert not sleeping


def test_the_bundled_server_uses_none_of_what_waits() -> None:
    waiting = {"RealClock", "StartedProduct", "MovedClock"}
    for path in Path("targets/reference").glob("*.py"):
        assert not waiting & set(re.findall(r"\w+", path.read_text(encoding="utf-8")))


def test_a_sleep_would_be_seen() -> None:
    assert ("sleep", 2) in list(calls("import time\ntime.sleep(1)"))
