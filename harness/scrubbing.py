"""The pytest plugin that calls every choke point: what a run writes, it writes without secrets.

--evidence says how much may be kept. What is scrubbed, and how, is in `chokepoints` and `scrub`.
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, TextIO

import pytest
from playwright.sync_api import BrowserContext, Cookie
from playwright.sync_api import Error as PlaywrightError

from harness import chokepoints
from harness.keeper import LEVELS, Keeper, keep, keeper_of, level_of
from harness.pictures import NoPicture
from harness.scrub import scrub_error


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much evidence is kept."""
    parser.getgroup("twofold").addoption(
        "--evidence",
        choices=LEVELS,
        default=None,
        help="full: pictures, videos and page contents in traces are kept, scrubbed as far as can be; "
        "strict: what can't be scrubbed safely is not kept (default: full for the reference "
        "server, else strict)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Stand before logs, and before the terminal where pytest captures nothing."""
    keep(config)
    _scrub_logs(config)
    if config.getoption("capture") == "no":
        _scrub_streams(config)


def pytest_report_header(config: pytest.Config) -> str:
    """Say what will be missing."""
    strict = "; no videos and no page contents in traces" if keeper_of(config).strict else ""
    return f"evidence: {level_of(config)}{strict} (docs/secrets.md)"


def _scrub_logs(config: pytest.Config) -> None:
    make = logging.getLogRecordFactory()
    logging.setLogRecordFactory(lambda *args, **kwargs: chokepoints.log(make(*args, **kwargs)))
    config.add_cleanup(lambda: logging.setLogRecordFactory(make))


def _scrub_streams(config: pytest.Config) -> None:
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = ScrubbedStream(out), ScrubbedStream(err)

    def put_back() -> None:
        sys.stdout, sys.stderr = out, err

    config.add_cleanup(put_back)


class ScrubbedStream:
    """A text stream that passes on what it is given, scrubbed; all else is the stream's below."""

    def __init__(self, below: TextIO) -> None:
        self._below = below

    def write(self, text: str) -> int:
        """Write what may be written; the length is that of the whole text, as callers expect."""
        self._below.write(chokepoints.stream(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._below, name)


# Reports


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Scrub a report after every other plugin has added to it, and before it leaves the worker."""
    if call.excinfo is not None:
        keeper_of(item.config).look()
    return chokepoints.report((yield))


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_step_error(request: pytest.FixtureRequest) -> None:
    """Look at the pages before anybody tells what the error says of them: the event log does so next."""
    keeper_of(request.config).look()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for what went wrong while tests were collected."""
    return chokepoints.report((yield))


@pytest.hookimpl(tryfirst=True)
def pytest_internalerror(excrepr: object) -> None:
    """And for a bug of pytest or a plugin."""
    scrub_error(excrepr)


@pytest.hookimpl(tryfirst=True)
def pytest_warning_recorded(warning_message: warnings.WarningMessage) -> None:
    """Scrub a warning before it is summed up or sent."""
    chokepoints.warning(warning_message)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Scrub JUnit's file once it is there."""
    yield
    if path := getattr(session.config.option, "xmlpath", None):
        chokepoints.junit(Path(path))


# What the browser leaves


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """Stand before pytest-playwright's videos, traces and pictures.

    By a hook: whose fixture overrides whose depends on the order in which plugins were loaded.
    """
    value = yield
    keeper = keeper_of(request.config)
    if fixturedef.argname == "browser_context_args" and keeper.strict:
        chokepoints.video(value)
    if fixturedef.argname == "_artifacts_recorder":
        _guard(value, keeper)
    return value


def _guard(recorder: Any, keeper: Keeper) -> None:
    """Put the choke points before what pytest-playwright's recorder keeps."""
    born, closing, finish = (
        recorder.on_did_create_browser_context,
        recorder.on_will_close_browser_context,
        recorder.did_finish_test,
    )

    def on_did_create(context: BrowserContext) -> None:
        keeper.contexts.append(context)
        context.cookies = _remembered(context.cookies)  # type: ignore[method-assign]
        born(context)

    def on_will_close(context: BrowserContext) -> None:
        if keeper.contexts.count(context):
            keeper.contexts.remove(context)
        if _keeps_something(recorder):
            keeper.look([context])
        for page in context.pages:
            page.screenshot = _covered(page, keeper)  # type: ignore[method-assign]
        closing(context)

    def did_finish(failed: bool) -> None:
        if recorder._tracing_option == "on" or (failed and recorder._tracing_option != "off"):
            for path in recorder._traces:
                chokepoints.trace(Path(path), strict=keeper.strict)
        finish(failed)

    recorder.on_did_create_browser_context = on_did_create
    recorder.on_will_close_browser_context = on_will_close
    recorder.did_finish_test = did_finish


def _remembered(cookies: Callable[..., list[Cookie]]) -> Callable[..., list[Cookie]]:
    """A context's cookies, remembered as secrets by whoever reads them."""

    def remember(*urls: Any) -> list[Cookie]:
        return chokepoints.remember_cookies(cookies(*urls))

    return remember


def _keeps_something(recorder: Any) -> bool:
    screenshot: str = recorder._pytestconfig.getoption("--screenshot")
    return screenshot != "off" or str(recorder._tracing_option) != "off"


def _covered(page: Any, keeper: Keeper) -> Callable[..., bytes]:
    """The page's screenshot with secrets covered; else Playwright's error, as callers expect."""
    plain = page.screenshot

    def screenshot(path: Path, **options: Any) -> bytes:
        page.screenshot = plain
        try:
            data = keeper.picture(page, **options)
        except NoPicture as reason:
            raise PlaywrightError(f"No picture: {reason}.") from reason
        finally:
            page.screenshot = screenshot
        path.write_bytes(data)
        return data

    return screenshot
