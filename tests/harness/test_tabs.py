"""A tab can be closed at any moment, also while it is on its way to another site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import BrowserContext

from harness import tabs
from harness.another_site import another_site

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
