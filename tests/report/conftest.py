"""Writes a record's page and opens it in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from harness.record import RunRecord
from harness.report import FEATURES, write

Show = Callable[..., Page]


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Show:
    def show(record: RunRecord, features: Path = FEATURES) -> Page:
        page.goto(write(record, tmp_path, features).as_uri())
        return page

    return show
