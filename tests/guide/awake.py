"""Adds up what a run sleeps, in all its processes: `python -m pytest -p tests.guide.awake`."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

LOG = "TWOFOLD_SLEPT"
"""Names the file to which each process appends the seconds that it slept."""

_slept: list[float] = []
_sleep = time.sleep


def _counted(seconds: float) -> None:
    _slept.append(seconds)
    _sleep(seconds)


def pytest_configure(config: pytest.Config) -> None:
    time.sleep = _counted  # type: ignore[assignment]


def pytest_unconfigure(config: pytest.Config) -> None:
    time.sleep = _sleep
    if log := os.environ.get(LOG):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{sum(_slept)}\n")
