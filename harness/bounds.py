"""No call to a browser lasts for ever, whatever the page does.

Playwright bounds its waits, but not its questions: a page whose script never ends is asked for its text, its
title or to close, and whoever asked waits with it. All calls of Playwright's synchronous interface go through
one method of its own; this puts a limit on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from playwright._impl._sync_base import SyncBase
from playwright.sync_api import TimeoutError as PlaywrightTimeout

TIMES_PATIENCE = 2
"""How many times --patience one call may take: those that wait for the product have --patience themselves."""
_PATCH = pytest.StashKey[pytest.MonkeyPatch]()


def pytest_configure(config: pytest.Config) -> None:
    """Set the limit for all calls of this process."""
    patch = config.stash[_PATCH] = pytest.MonkeyPatch()
    limit(patch, TIMES_PATIENCE * float(config.getoption("--patience")))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let calls last again."""
    config.stash[_PATCH].undo()


def limit(patch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let each call raise playwright's TimeoutError after so many seconds, as long as the patch lasts."""
    call = SyncBase._sync

    def limited(self: SyncBase, asked: Coroutine[Any, Any, Any]) -> Any:
        __tracebackhide__ = True
        return call(self, _within(asked, seconds))

    patch.setattr(SyncBase, "_sync", limited)


async def _within(asked: Coroutine[Any, Any, Any], seconds: float) -> Any:
    """The answer; in the same task, by which Playwright knows who asked."""
    try:
        async with asyncio.timeout(seconds) as time:
            return await asked
    except TimeoutError as error:
        if not time.expired():
            raise
        raise PlaywrightTimeout(
            f"The page did not answer within {seconds:g} seconds: a script of its own keeps it busy, "
            "or the browser hangs."
        ) from error
