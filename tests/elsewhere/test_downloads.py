"""What a browser elsewhere saved: a copy of it comes, or the example says that none could be had."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError

from harness.browsers import NoBrowser
from harness.judging import Course, judged
from harness.verdicts import Verdict
from targets.common.downloads import text_of


class Saved:
    """As Playwright has it. At a CDP endpoint: a path there, and an empty copy if that is not a path here."""

    def __init__(self, path: Path | None, sent: str = "") -> None:
        self._path, self._sent = path, sent

    def path(self) -> Path:
        if self._path is None:
            raise PlaywrightError("Path is not available when using browser_type.connect().")
        return self._path

    def save_as(self, path: Path) -> None:
        path.write_text(self._sent, encoding="utf-8")


def text(saved: Any) -> str:
    return text_of(saved)


def test_a_file_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "codes").write_text("73921-04418", encoding="utf-8")
    assert text(Saved(tmp_path / "codes")) == "73921-04418"


def test_a_file_that_a_playwright_server_sends() -> None:
    assert text(Saved(None, "73921-04418")) == "73921-04418"


def test_a_file_that_stays_on_another_machine_says_nothing_of_the_product(tmp_path: Path) -> None:
    with pytest.raises(NoBrowser, match="can't be seen from here") as caught:
        text(Saved(tmp_path / "there"))
    verdict, why = judged(caught.value, Course(stopped_in="when"))
    assert verdict is Verdict.HARNESS_ERROR
    assert why.startswith("machine-trouble: The browser saved the file where it can't be seen from here.")
