"""Keeps a browser standing: one for all examples of a worker, and a fresh one where it ended.

A browser that ends while people are at work in it says nothing of the product, whatever was seen last.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error as PlaywrightError

from harness import endpoints
from harness.browsers import NoBrowser
from harness.verdicts import NotApplicable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType

    from targets.port import Target

_STANDING = pytest.StashKey["Standing"]()
HERE = "started by Twofold"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Browsers elsewhere."""
    parser.getgroup("twofold").addoption(
        endpoints.OPTION,
        action="append",
        default=[],
        metavar="URL",
        help="use browsers there: a Playwright server (ws://HOST:PORT/) or a CDP endpoint (http://HOST:PORT);"
        " several, with commas or repeated, are shared out among workers (docs/scaling.md)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what is no address before anything starts."""
    try:
        endpoints.listed(config.getoption(endpoints.OPTION))
    except endpoints.BadEndpoint as error:
        raise pytest.UsageError(str(error)) from None


class Standing:
    """The browser that examples share. start: gives one, and where it is."""

    def __init__(self, start: Callable[[], tuple[Browser, str]]) -> None:
        self._start = start
        self._browser: Browser | None = None
        self.where = ""
        self._seen: set[str] = set()

    def browser(self) -> Browser:
        """The one that stands, or a fresh one. Raises NoBrowser, or what Playwright raises."""
        if self._browser is None or not self._browser.is_connected():
            self._browser, self.where = self._start()
            self._seen.clear()
        return self._browser

    def must_see(self, target: Target) -> None:
        """Raise NoBrowser where it is elsewhere and can't open the product; looked at once."""
        address = str(getattr(target, "address", ""))
        if self.where != HERE and address not in self._seen:
            settings = getattr(target, "browser_settings", {})
            endpoints.must_reach(self.browser(), self.where, address, settings)
            self._seen.add(address)

    def is_lost(self) -> bool:
        """Whether it has ended. One that says it stands is asked for something, as news may be under way."""
        if self._browser is None:
            return False
        try:
            self._browser.new_context().close()
        except PlaywrightError:
            return True
        return not self._browser.is_connected()

    def end(self) -> None:
        """Close it, if it is still there."""
        if self._browser is not None and self._browser.is_connected():
            self._browser.close()


@pytest.fixture(scope="session")
def launch_anywhere(
    request: pytest.FixtureRequest,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    pytestconfig: pytest.Config,
) -> Callable[[], tuple[Browser, str]]:
    """What starts a browser here, or connects to one elsewhere."""
    if named := endpoints.of_process(pytestconfig):
        return partial(endpoints.connect, browser_type, named, browser_type_launch_args)
    launch: Callable[[], Browser] = request.getfixturevalue("launch_browser")
    return lambda: (launch(), HERE)


@pytest.fixture(scope="session")
def standing(
    launch_anywhere: Callable[[], tuple[Browser, str]], pytestconfig: pytest.Config
) -> Iterator[Standing]:
    """The browser of this worker."""
    standing = keep(Standing(launch_anywhere), pytestconfig)
    yield standing
    standing.end()


def keep(standing: Standing, config: pytest.Config) -> Standing:
    """Make this the browser of the run, which is looked at when an example fails."""
    config.stash[_STANDING] = standing
    return standing


@pytest.fixture
def browser(standing: Standing) -> Browser:
    """In place of pytest-playwright's, which is one for the whole session even when it has ended."""
    return standing.browser()


@pytest.fixture
def in_sight(permitted: None, target: Target, new_context: object, pytestconfig: pytest.Config) -> None:
    """The browser can open the product, wherever it is: with `new_context` there is a browser, if any."""
    if (standing := pytestconfig.stash.get(_STANDING, None)) is not None:
        standing.must_see(target)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Ctrl-C ends the browser as well: what can't be closed then must not cost the run its record."""
    if exitstatus == pytest.ExitCode.INTERRUPTED:
        with suppress(Exception):
            session._setupstate.teardown_exact(None)  # as pytest does, a moment later


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Where the browser ended, that is what is told, by whomever it was noticed first and however."""
    try:
        return (yield)
    except NotApplicable:
        raise
    except Exception as error:
        standing = item.config.stash.get(_STANDING, None)
        if standing is None or not standing.is_lost():
            raise
        raise NoBrowser(
            f"The browser ({standing.where}) ended while people were at work in it, "
            f"so nothing is known of the product: {str(error).strip().partition(chr(10))[0]}\n"
            "  Do this: see on its machine why it ended (its log, its memory), and run the example again."
        ) from error
