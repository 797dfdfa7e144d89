"""What a driver fills in and presses on a product's pages in one deed, by accessible name, with pictures.

For the guide for end users, which has to say what this product calls its buttons. Nothing that is typed is
noted. Playwright tells nobody of its actions as they happen, so the calls that they are made of are wrapped
for as long as a deed lasts: a driver needs to know nothing of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Literal, TypeAlias

import pytest
import yaml
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page

from harness.pictures import PATIENCE, NoPicture
from harness.record import Deed, Touch

Way: TypeAlias = Literal["filled in", "chosen", "pressed"]
WAYS: dict[str, Way] = {
    "fill": "filled in",
    "press_sequentially": "filled in",
    "type": "filled in",
    "check": "chosen",
    "set_checked": "chosen",
    "select_option": "chosen",
    "click": "pressed",
    "dblclick": "pressed",
    "tap": "pressed",
    "press": "pressed",
}
"""What people do by these methods of Playwright's Locator and Page."""
SEND_KEY = "Enter"
"""The one key whose press is worth a picture, as it sends what was filled in."""
LONGEST_NAME = 80
_DESCRIBED = re.compile(r'(?P<role>\w+)(?: (?P<name>"(?:[^"\\]|\\.)*"))?')
_PLACE = """e => { const box = e.getBoundingClientRect()
    return [box.x / innerWidth, box.y / innerHeight, box.width / innerWidth, box.height / innerHeight] }"""

_LABEL = """e => e.matches("input:not([type=button], [type=submit]), textarea, select, [contenteditable]")
    ? "" : (e.ariaLabel || e.innerText || "").trim()"""
"""For what is pressed and has no role of its own, such as a summary; never what a field holds."""

Take = Callable[[Page], str]
"""Takes a masked picture of a page and gives its path. Raises NoPicture."""


def picture(page: Page, take: Take) -> dict[str, str]:
    """A picture of a page with the page's title, or why there is none: fields of a Touch or a Deed."""
    try:
        return {"picture": take(page), "title": page.title()}
    except NoPicture as reason:
        return {"unpictured": str(reason)}
    except PlaywrightError as error:
        return {"unpictured": error.message.partition("\n")[0]}


class Touches:
    """What is touched in one deed."""

    def __init__(self, deed: Deed, take: Take) -> None:
        self._deed, self._take = deed, take
        self._marked: list[Locator] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note what is touched as long as this lasts."""
        with pytest.MonkeyPatch.context() as patch:
            for kind in (Locator, Page):
                for method, did in WAYS.items():
                    if hasattr(kind, method):
                        patch.setattr(kind, method, self._noting(getattr(kind, method), did))
            yield

    def _noting(self, act: Callable[..., Any], did: Way) -> Callable[..., Any]:
        def noted(place: Locator | Page, *given: Any, **options: Any) -> Any:
            # Whatever is wrong with the place, the act itself will say.
            with suppress(PlaywrightError):
                self._note(place, did, given, options)
            return act(place, *given, **options)

        return noted

    def _note(self, place: Locator | Page, did: Way, given: Sequence[Any], options: dict[str, Any]) -> None:
        if isinstance(place, Page):
            place = place.locator(str(given[0] if given else options["selector"])).first
            given = given[1:]
        key = options.get("key", next(iter(given), "")) if did == "pressed" else ""
        is_key = isinstance(key, str) and bool(key)
        if is_key and key != SEND_KEY:
            return
        touch = _touch(place, did)
        if is_key:
            touch["role"], touch["name"] = "key", SEND_KEY
        self._marked.append(place)
        if did == "pressed":
            self._picture(place, touch)
        touches = self._deed.setdefault("touches", [])
        if touch != (touches[-1] if touches else None):  # a field may be emptied before it is filled in
            touches.append(touch)

    def _picture(self, place: Locator, touch: Touch) -> None:
        """The page before the press, with the places of what was touched on it."""
        place.scroll_into_view_if_needed(timeout=PATIENCE)
        marks = [mark for marked in self._marked for mark in _mark(marked)]
        touch.update(picture(place.page, self._take))  # type: ignore[typeddict-item]
        if "picture" in touch:
            touch["marks"] = [mark for number, mark in enumerate(marks) if mark not in marks[:number]]
        self._marked = []


def _touch(place: Locator, did: Way) -> Touch:
    """By Playwright's own account of the accessible tree; what a field holds stands behind the name there."""
    described = yaml.safe_load(place.aria_snapshot(timeout=PATIENCE))
    first = described[0] if isinstance(described, list) and described else ""
    found = _DESCRIBED.match(str(next(iter(first)) if isinstance(first, dict) else first))
    role, name = (found["role"], json.loads(found["name"] or '""')) if found else ("", "")
    if not name and did == "pressed":
        name = str(place.evaluate(_LABEL, timeout=PATIENCE))
    return Touch(did=did, role=role, name=name[:LONGEST_NAME].rstrip(": "))


def _mark(place: Locator) -> list[list[float]]:
    """Where it is in the window, in parts of its width and height; nowhere when it is gone."""
    if not place.count():
        return []
    return [[round(part, 4) for part in place.first.evaluate(_PLACE, timeout=PATIENCE)]]
