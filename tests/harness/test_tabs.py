"""A tab opens, or it is told why not, and closes at any moment, even on its way to another site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from harness import tabs
from harness.another_site import another_site
from harness.browsers import NoBrowser
from harness.judging import Course, judged
from harness.verdicts import Verdict

TIMES = 30
"""How often it is tried: closed at once without care, every second or third tab can't be closed any more."""


@pytest.fixture
def sites() -> Iterator[tuple[str, str]]:
    """Two sites, each by host and port."""
    with ExitStack() as stack:
        first, second = (stack.enter_context(another_site()) for _ in range(2))
        yield first.replace("localhost", "127.0.0.1"), second


def test_a_tab_on_its_way_to_another_site(
    sites: tuple[str, str], new_context: Callable[..., BrowserContext]
) -> None:
    first, second = sites
    browser = new_context()
    for _ in range(TIMES):
        tab = browser.new_page()
        tab.goto(f"http://{first}/")
        with tab.expect_response(f"http://{second}/"):
            tab.evaluate("address => { location.href = address }", f"http://{second}/")
        tabs.close(tab)
        assert tab.is_closed()
    assert browser.pages == []


def test_a_tab_that_stands_still(new_context: Callable[..., BrowserContext]) -> None:
    browser = new_context()
    kept, tab = browser.new_page(), browser.new_page()
    tabs.close(tab)
    assert browser.pages == [kept]


class NoRoom:
    """A context whose browser opens no page."""

    def __init__(self, said: str) -> None:
        self._said = said

    def new_page(self) -> None:
        raise PlaywrightError(self._said)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (
            "Executable doesn't exist at /somewhere/ffmpeg-1013/ffmpeg-linux\nRun: install",
            "leave --video out",
        ),
        ("Target crashed", "see on its machine why"),
    ],
)
def test_a_browser_that_opens_no_page_is_not_the_products_fault(said: str, advice: str) -> None:
    context: Any = NoRoom(said)
    with pytest.raises(NoBrowser, match=advice) as caught:
        tabs.opened(context)
    verdict, why = judged(caught.value, Course(stopped_in="given"))
    assert verdict is Verdict.HARNESS_ERROR
    assert why.startswith(f"machine-trouble: The browser opens no page: {said.partition(chr(10))[0]}")
