"""Writes a record's report and opens one of its pages in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from harness.record import RunRecord
from harness.report import FEATURES, write

Show = Callable[..., Page]
LOST_PHONE = "chapters/a-lost-phone.html"
TURNING_ON = "chapters/turning-two-factor-authentication-on.html"
WRONG_TIME = "chapters/a-phone-with-the-wrong-time.html"
WRONG_CODES = "chapters/too-many-wrong-codes.html"
SIGNING_IN = "chapters/signing-in-with-a-code.html"


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Show:
    """Opens the index, or the page named by `at`."""

    def show(record: RunRecord, features: Path = FEATURES, at: str = "index.html") -> Page:
        write(record, tmp_path, features)
        page.goto((tmp_path / at).as_uri())
        return page

    return show
