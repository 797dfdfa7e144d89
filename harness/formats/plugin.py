"""Writes the formats that were asked for when a run has ended: by options, or by where CI says that it is."""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness import catalogue
from harness.formats import cucumber, junit
from harness.formats.annotations import commands
from harness.formats.markdown import summary
from harness.record import Record

if TYPE_CHECKING:
    from harness.record import RunRecord

_CUCUMBER = pytest.StashKey["str | None"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which files, and where they go."""
    group = parser.getgroup("twofold")
    group.addoption(
        "--summary",
        metavar="FILE",
        help="write a summary of the run in Markdown ($GITHUB_STEP_SUMMARY gets one without being asked)",
    )
    group.addoption(
        "--allure-results",
        metavar="FOLDER",
        help="write results for `allure generate` (needs the extra: pip install -e '.[allure]')",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Take --cucumber-json from pytest-bdd, which would write a file of its own there (see cucumber.py)."""
    config.stash[_CUCUMBER] = config.getoption("cucumber_json_path", None)
    config.option.cucumber_json_path = None


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take the place beside the record, which is on the controller only."""
    record = config.pluginmanager.getplugin("twofold-record")
    if isinstance(record, Record):
        config.pluginmanager.register(Formats(config, record), "twofold-formats")
        junit.rename(config, record)


class Formats:
    """Knows what was asked for, and writes it of the record that was kept."""

    def __init__(self, config: pytest.Config, record: Record) -> None:
        self.config, self.record = config, record
        self.summary = claimed(config, "--summary", config.getoption("--summary"))
        self.cucumber = claimed(config, "--cucumber-json", config.stash.get(_CUCUMBER, None))
        self.allure = with_allure(config, config.getoption("--allure-results"))
        self.failed: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Write the files, once the record is kept."""
        kept = self.record.kept
        if kept is None:
            return
        told = summary(kept, catalogue.load())
        if self.summary is not None:
            self.write(self.summary, told)
        if self.cucumber is not None:
            told_to_tools = json.dumps(cucumber.features(kept), indent=1, ensure_ascii=False)
            self.write(self.cucumber, f"{told_to_tools}\n")
        if step := os.environ.get("GITHUB_STEP_SUMMARY"):
            self.write(Path(step), told, mode="a")
        if self.allure is not None:
            self.write_allure(kept, self.allure)

    def write_allure(self, kept: RunRecord, folder: Path) -> None:
        """A folder of results, on the same terms as one file."""
        from harness.formats import allure  # made with an extra, which is there: with_allure made sure

        try:
            allure.write(kept, self.record.folder, folder)
        except OSError as error:
            self.failed.append(f"{folder} could not be written: {error.strerror}. Name another folder.")
        else:
            self.record.written = (*self.record.written, folder)

    def write(self, path: Path, text: str, mode: str = "w") -> None:
        """One file. What can't be written is told at the end: it must not cost the run its verdict."""
        try:
            with path.open(mode, encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            self.failed.append(f"{path} could not be written: {error.strerror}. Name a file that can be.")
        else:
            self.record.written = (*self.record.written, path)

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Annotate where GitHub listens, and say what could not be written."""
        terminal: Any = terminalreporter
        for failed in self.failed:
            terminal.write_line(failed, red=True)
        if self.record.kept is not None and os.environ.get("GITHUB_ACTIONS") == "true":
            for line in commands(self.record.kept, self.folder()):
                terminal.write_line(line)

    def folder(self) -> str:
        """Where this project lies within the repository that GitHub checked out, ending in a slash."""
        root, checkout = self.config.rootpath, os.environ.get("GITHUB_WORKSPACE")
        if checkout and root != Path(checkout) and root.is_relative_to(checkout):
            return f"{root.relative_to(checkout).as_posix()}/"
        return ""


def claimed(config: pytest.Config, option: str, named: str | None) -> Path | None:
    """The file that an option names, with its folder, and without what an earlier run left there.

    Raises UsageError when no file can be there.
    """
    if not named:
        return None
    path = Path(config.invocation_params.dir, named)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise pytest.UsageError(
            f"{option} {named}: no file can be written there: {error.strerror}. Name another."
        ) from error
    return path


def with_allure(config: pytest.Config, named: str | None) -> Path | None:
    """The folder that --allure-results names. Raises UsageError where what writes into it isn't installed."""
    if not named:
        return None
    if find_spec("allure_commons") is None:
        raise pytest.UsageError(
            f"--allure-results {named}: allure-python-commons is not installed. "
            "Install the extra, pip install -e '.[allure]', or leave the option out."
        )
    return Path(config.invocation_params.dir, named)
