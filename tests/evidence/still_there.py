"""A pytest plugin: at the end of each example, how many browser contexts this process still holds."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

COUNTS = "TWOFOLD_TEST_CONTEXTS"
"""The environment variable that names the file for the counts, a line an example."""


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    gc.collect()
    held = sum(isinstance(thing, BrowserContext) for thing in gc.get_objects())
    with Path(os.environ[COUNTS]).open("a", encoding="utf-8") as file:
        file.write(f"{held}\n")
