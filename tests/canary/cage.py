"""A test-only plugin, `-p tests.canary.cage`: keeps what a canary really knew, apart from what it leaves.

TWOFOLD_CANARY_TRUTH names the folder in which each process writes what it knew at its end; TWOFOLD_CANARY_OFF
the choke point to switch off. It also adds a secret to each report after it was scrubbed, as another plugin
might, so that the last points before the disk have something to do.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from harness import chokepoints, pictures, secrets

TRUTH, OFF = "TWOFOLD_CANARY_TRUTH", "TWOFOLD_CANARY_OFF"
_known: dict[str, str] = {}
_boxes: dict[str, list[dict[str, float]]] = {}

_BOX = """places => places.flatMap(place => [...document.querySelectorAll(place)]).map(e => {
    const box = e.getBoundingClientRect()
    return {x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height}
})"""


def know(**truth: str) -> None:
    """Keep secrets without telling the harness of them."""
    _known.update({value: label for label, value in truth.items()})


def measure(page: Page, places: Iterable[str], example: str) -> None:
    """Keep where secrets stand on a page, in pixels from its top left corner."""
    _boxes[example] = page.evaluate(_BOX, list(places))


def _plain_picture(page: Page, places: Iterable[str], **options: Any) -> bytes:
    return page.screenshot(**options)


@contextmanager
def _bare(page: Page, places: Iterable[str]) -> Iterator[None]:
    yield


def _plain_log(line: logging.LogRecord) -> logging.LogRecord:
    return line


def _nothing(*_: object, **__: object) -> None:
    pass


def _same(told: Any) -> Any:
    return told


WAYS_THROUGH: dict[str, Any] = {
    "report": _same,
    "record": _same,
    "junit": _nothing,
    "message": _same,
    "log": _plain_log,
    "warning": _nothing,
    "stream": _same,
    "trace": _nothing,
    "picture": _plain_picture,
    "video": _nothing,
    "witness": _nothing,
}


def pytest_configure(config: pytest.Config) -> None:
    off = os.environ.get(OFF, "")
    if off == "cover":
        pictures.covered = _bare
    elif off:
        setattr(chokepoints, off, WAYS_THROUGH[off])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if not _known or "PYTEST_XDIST_WORKER" in os.environ:
        return
    late = max(_known, key=len)
    if report.when == "call":
        vars(report)["story"]["values"].append(late)
    if report.when == "teardown":
        report.user_properties.append(("late", late))


def pytest_unconfigure() -> None:
    folder = os.environ.get(TRUTH)
    if folder and _known:
        everything = {**secrets.live.values(), **_known}
        (Path(folder) / f"{os.getpid()}.json").write_text(
            json.dumps({"secrets": everything, "boxes": _boxes}), encoding="utf-8"
        )
