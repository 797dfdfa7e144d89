"""Tells at the end of a run, in the terminal, what was measured: each number beside what was declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from harness import common
from harness.measures import Measure, agrees, declared_as, of_run, shown, title
from harness.record import Record


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """A line a number; nothing where none was measured."""
    record = None if common.is_worker(config) else config.pluginmanager.getplugin("twofold-record")
    lines = list(_lines(record)) if isinstance(record, Record) else []
    if lines:
        terminalreporter.section("measured")
    for line in lines:
        terminalreporter.write_line(line)


def _lines(record: Record) -> Iterator[str]:
    for measure in of_run(record.results.values()):
        yield f"{title(measure)}: {shown(measure)} ({_beside(measure)})"


def _beside(measure: Measure) -> str:
    answer = agrees(measure)
    if answer is None:
        return "not declared"
    return "as declared" if answer else f"declared: {declared_as(measure)}"
