"""Levels of evidence, and what the choke points do in places that the canary does not reach."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from _pytest._code.code import TerminalRepr
from _pytest._io import TerminalWriter
from playwright.sync_api import Page

from harness import chokepoints, secrets
from harness.keeper import Keeper, level_of
from harness.pictures import NoPicture

pytest_plugins = ["pytester"]

LOADED = "pytest_plugins = ['harness.plugin']"
SUITE = """
    import pytest

    @pytest.fixture
    def page(browser_context_args):
        return browser_context_args

    def test_video(page):
        assert ("record_video_dir" in page) == {expected}
"""


@pytest.mark.parametrize(("level", "expected"), [("strict", False), ("full", True)])
def test_videos_are_recorded_only_where_all_is_kept(
    level: str, expected: bool, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(SUITE.format(expected=expected))
    pytester.makeconftest(LOADED)
    run = pytester.runpytest_subprocess("--video=on", f"--evidence={level}", "-p", "no:xdist")
    run.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("target", "asked", "level"),
    [("reference", None, "full"), ("other", None, "strict"), ("other", "full", "full")],
)
def test_the_level_follows_the_target(
    target: str, asked: str | None, level: str, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytestconfig.option, "target", target)
    monkeypatch.setattr(pytestconfig.option, "evidence", asked)
    assert level_of(pytestconfig) == level


def test_strict_pictures_need_a_target_that_says_what_is_secret(page: Page) -> None:
    page.set_content("<h1>Hello</h1>")
    keeper = Keeper("strict")
    with pytest.raises(NoPicture, match="secret_places"):
        keeper.picture(page)
    keeper.places = ()
    assert keeper.picture(page)
    assert Keeper("full").picture(page)


class Lazy(TerminalRepr):
    """An account of an error that is put into words only when it is printed."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def toterminal(self, tw: TerminalWriter) -> None:
        tw.write(str(self.error))


def test_an_account_that_is_told_late_becomes_text(register: secrets.Register) -> None:
    register.remember("hunter2-hunter2", "password")
    error = ValueError("it was hunter2-hunter2")
    report = pytest.TestReport("t", ("t", 1, "t"), {}, "failed", Lazy(error), "call")
    assert str(chokepoints.report(report).longrepr) == "it was ‹password›"
    assert str(error) == "it was hunter2-hunter2"


def test_a_logged_exception_is_scrubbed(register: secrets.Register) -> None:
    register.remember("hunter2-hunter2", "password")
    try:
        raise ValueError("it was hunter2-hunter2")
    except ValueError:
        record = logging.LogRecord("x", 40, "f", 1, "%s %d", ("hunter2-hunter2", 7), sys.exc_info())
    text = logging.Formatter().format(chokepoints.log(record))
    assert "hunter2" not in text
    assert text.startswith("‹password› 7\nTraceback")


def test_a_junit_file_without_secrets_is_left_alone(tmp_path: Path) -> None:
    chokepoints.junit(tmp_path / "none.xml")
    file = tmp_path / "junit.xml"
    file.write_text("<testsuites/>", encoding="utf-8")
    before = file.stat().st_mtime_ns
    chokepoints.junit(file)
    assert file.stat().st_mtime_ns == before
