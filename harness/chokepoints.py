"""The moments at which a run writes something down, each with its one function that scrubs it.

`POINTS` names them all; `scrubbing` calls them by their names here, so that a test can switch one off and
see that the canary gate finds what then gets through.
"""

from __future__ import annotations

import contextlib
import linecache
import logging
import re
import traceback
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, Cookie, Page
from playwright.sync_api import Error as PlaywrightError

from harness import pictures, secrets, traces
from harness.scrub import scrub, scrub_data, scrub_error

POINTS = (
    *("report", "record", "junit", "message", "log", "warning", "stream"),
    *("trace", "picture", "video", "witness"),
)
KEPT = frozenset(
    ("nodeid", "location", "keywords", "when", "outcome", "duration", "start", "stop", "result", "call")
)
"""What a report says about the test, not about what happened in it; other plugins find their way by it."""
SHORTEST_SEEN = 6
T = TypeVar("T")


def report(told: T) -> T:
    """What pytest tells of a test: the error with its locals, captured output, properties, the story."""
    for name, value in vars(told).items():
        if name == "longrepr":
            told.longrepr = scrub_error(value)  # type: ignore[attr-defined]
        elif name not in KEPT:
            setattr(told, name, scrub_data(value))
    return told


def record(told: T) -> T:
    """What run.json and the report page are made of."""
    scrubbed: T = scrub_data(told)
    return scrubbed


def junit(path: Path) -> None:
    """JUnit's XML, after pytest has written it."""
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        if (clean := scrub(text)) != text:
            path.write_text(clean, encoding="utf-8")


def message(text: str) -> str:
    """A text of the event log."""
    return scrub(text)


def log(line: logging.LogRecord) -> logging.LogRecord:
    """A log record as it is made, before any handler sees it."""
    if line.exc_info and not line.exc_text and line.exc_info[0]:
        line.exc_text = scrub("".join(traceback.format_exception(*line.exc_info)).rstrip())
    try:
        message = line.getMessage()
    except (TypeError, ValueError):
        message = f"{line.msg} {line.args}"
    line.msg, line.args = scrub(message), ()
    return line


def warning(told: warnings.WarningMessage) -> None:
    """A warning, with the line of source that pytest prints below it."""
    if isinstance(told.message, Warning):
        told.message.args = tuple(map(scrub_data, told.message.args))
        if (text := str(told.message)) != scrub(text):
            told.message = Warning(scrub(text))
    else:
        told.message = scrub(told.message)
    told.line = scrub(told.line or linecache.getline(told.filename, told.lineno))


def stream(text: str) -> str:
    """What is printed while pytest captures nothing."""
    return scrub(text)


def trace(path: Path, *, strict: bool) -> None:
    """A trace, after Playwright has written it."""
    traces.rewrite(path, strict=strict)


def picture(page: Page, places: Iterable[str], **options: Any) -> bytes | None:
    """A picture of a page for people, with all places of secrets covered; None when a code in it can't be.

    Raises NoPicture for a place that can't.
    """
    with pictures.covered(page, places):
        taken = page.screenshot(**{**options, "path": None})
    return pictures.without_codes(taken)


def video(options: dict[str, Any]) -> None:
    """Take the video out of a browser context's options: its frames can't be covered."""
    for name in ("record_video_dir", "record_video_size"):
        options.pop(name, None)


def witness(contexts: Iterable[BrowserContext], places: Iterable[str]) -> None:
    """Take up, before anything is written, the secrets that only the pages and cookies know so far."""
    for context in contexts:
        # A page on its way elsewhere has nothing to tell; the registered secrets are scrubbed all the same.
        with contextlib.suppress(PlaywrightError):
            remember_cookies(context.cookies())
            for page in context.pages:
                _remember_page(page, places)
                for text in pictures.texts_of_codes(page.screenshot(timeout=5000)):
                    secrets.live.remember(text, "QR code")


def remember_cookies(cookies: list[Cookie]) -> list[Cookie]:
    """Take up what a browser keeps; short values are settings."""
    for cookie in cookies:
        if len(cookie.get("value", "")) >= traces.SHORTEST_COOKIE:
            secrets.live.remember(cookie["value"], "cookie")
    return cookies


_SHOWN = "shown => shown.map(e => e.value ?? e.innerText ?? '')"


def _remember_page(page: Page, places: Iterable[str]) -> None:
    wanted = ", ".join([*places, "input[type=password]"])
    # Bounded: a page whose product never answers would else keep the harness waiting for ever.
    asked = f"(body, wanted) => ({_SHOWN})([...document.querySelectorAll(wanted)])"
    for shown in page.locator("body").evaluate(asked, wanted, timeout=pictures.PATIENCE):
        for text in re.split(r"\n+", str(shown)):
            if len(text.strip()) >= SHORTEST_SEEN and "\t" not in text:
                secrets.live.remember(text.strip(), "secret on the page")
