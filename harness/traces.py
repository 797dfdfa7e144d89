"""Rewrites a Playwright trace so that it holds no secret: its events, its network log and its resources.

Pictures of the page in it (the film strip) can't be covered afterwards and are always left out. At the
level `strict` what the pages held (snapshots, bodies of answers) is left out too; actions, their times and
places in the source, console and network lines stay.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness import secrets
from harness.scrub import scrub, scrub_bytes

FILM = "screencast-frame"
CONTENTS = frozenset(("frame-snapshot",))
HEADERS = frozenset(("cookie", "set-cookie", "authorization", "proxy-authorization"))
ENTRIES = frozenset(("value", "text"))
"""What the actions that type call what they type."""
TYPING = frozenset(
    ("fill", "type", "press", "pressSequentially", "insertText", "keyboardType", "keyboardInsertText")
)
PICTURE_CHARACTERS = 400
"""An outline this long is a drawing, perhaps a QR code; icons are shorter."""
SHORTEST_COOKIE = 16
"""Values of cookies this long are remembered as secrets; shorter ones are settings, and still not written."""
_SOURCE = re.compile(r"(^|/)src@[0-9a-f]+\.txt$")
_EVENTS = (".trace", ".network", ".stacks")


def rewrite(path: Path, *, strict: bool) -> None:
    """Replace a trace by what may be kept of it."""
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    for data in entries.values():
        remember_cookies(data)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in entries.items():
            kept = _kept(name, data, strict)
            if kept is not None:
                new.writestr(name, kept)


def remember_cookies(data: bytes) -> None:
    """Take up the cookies that a trace's lines tell of, before anything is scrubbed."""
    for match in re.finditer(rb'"(?:set-)?cookie","value":"((?:[^"\\]|\\.)*)"', data, re.IGNORECASE):
        for value in re.findall(rb"=([^;\\\s]+)", match[1]):
            if len(value) >= SHORTEST_COOKIE:
                secrets.live.remember(value.decode("utf-8", "replace"), "cookie")


def _kept(name: str, data: bytes, strict: bool) -> bytes | None:
    if name.endswith(_EVENTS):
        lines = (_line(line, strict) for line in data.decode("utf-8").splitlines())
        return "\n".join(line for line in lines if line is not None).encode()
    if _is_film(name, data) or (strict and not _SOURCE.search(name)):
        return None
    return scrub_bytes(data)


def _is_film(name: str, data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff") and Path(name).name.startswith("page@")


def _line(line: str, strict: bool) -> str | None:
    """One event, scrubbed; None when it is left out."""
    try:
        event = json.loads(line)
    except ValueError:
        return scrub(line)
    if isinstance(event, dict):
        if event.get("type") == FILM or (strict and event.get("type") in CONTENTS):
            return None
        if strict:
            event = dict(_without_entries(event))
    return json.dumps(_scrubbed(event), ensure_ascii=False, separators=(",", ":"))


def _without_entries(event: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """An event without what was typed into the page and what was read from it."""
    for name, value in event.items():
        if name == "params" and event.get("method") in TYPING:
            yield name, {k: secrets.mark("entry") if k in ENTRIES else v for k, v in value.items()}
        elif name == "result":
            yield name, {}
        else:
            yield name, value


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return _element(value) or [_scrubbed(inner) for inner in value]
    if isinstance(value, dict):
        return {scrub(key): _field(value, key, inner) for key, inner in value.items()}
    return value


def _element(node: list[Any]) -> list[Any] | None:
    """A drawing in a snapshot, without what it draws when that may be a code."""
    if not node or not isinstance(node[0], str) or node[0].lower() != "svg":
        return None
    return ["svg", {}] if len(json.dumps(node)) > PICTURE_CHARACTERS * 3 else None


def _field(owner: dict[str, Any], key: str, value: Any) -> Any:
    if key == "value" and str(owner.get("name", "")).lower() in HEADERS:
        return secrets.mark("header")
    if key == "cookies" and isinstance(value, list):
        return [_cookie(cookie) for cookie in value]
    if key in ("d", "points") and isinstance(value, str) and len(value) > PICTURE_CHARACTERS:
        return ""
    return _scrubbed(value)


def _cookie(cookie: Any) -> Any:
    return {**_scrubbed(cookie), "value": secrets.mark("cookie")} if isinstance(cookie, dict) else ""
