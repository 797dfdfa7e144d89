"""Replaces secrets by their labels in texts, nested data, pytest's accounts of errors, and any bytes.

Beside the secrets that the register knows, a few shapes are never written, known or not: otpauth URIs, what
cookie and authorization headers hold, and drawn or embedded pictures, which may be QR codes. Which moments
of a run call this is `chokepoints`' business.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from _pytest._code.code import TerminalRepr

from harness import pictures, secrets

_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"""otpauth(?::|%3A)(?:/|%2F|\\/){2}[^\s"'<>&\\]+(?:(?:&amp;|&|\\u0026)[\w=%.-]+)*""", re.I
        ),
        "otpauth URI",
    ),
    (re.compile(r"<svg\b(?:(?!</svg>).){1500,}?</svg>", re.I | re.S), "drawing"),
    (re.compile(r"""data:image/[\w.+-]+[;,][^\s"'<>\\)]{200,}""", re.I), "embedded picture"),
)
_OUTLINE = re.compile(r"""(\b(?:d|points)=\\*["'])[MmLlHhVvZzCcSsQqTtAa0-9eE.,\s-]{400,}""")
_HEADER = re.compile(
    r"""((?:set-cookie|(?<![\w-])cookie|authorization)["']?\s*[:=]\s*["']?)([^\s"'\\][^"'\\\r\n]{7,})""", re.I
)


def scrub(text: str) -> str:
    """The text with every live secret replaced by its label. Scrubbing twice changes nothing more."""
    if len(text) < 6:
        return text
    for shape, label in _SHAPES:
        text = shape.sub(secrets.mark(label), text)
    text = _OUTLINE.sub(rf"\g<1>{secrets.mark('drawing')}", text)
    text = _HEADER.sub(_hidden_header, text)
    return _replace(text, secrets.mark)


def _hidden_header(match: re.Match[str]) -> str:
    return match[0] if match[2].startswith("‹") else match[1] + secrets.mark("header")


def _replace(text: str, stand_in: Callable[[str], str]) -> str:
    pieces, behind = [], 0
    for place in secrets.live.index.places(text):
        pieces += [text[behind : place.start], stand_in(place.label)]
        behind = place.end
    return "".join([*pieces, text[behind:]]) if pieces else text


def scrub_data(value: Any) -> Any:
    """Nested lists, tuples and dicts with every text in them scrubbed; numbers stay, times among them."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {scrub_data(key): scrub_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(scrub_data, value)) if type(value) in (list, tuple) else value
    return value


def scrub_error(error: Any) -> Any:
    """pytest's account of an error, scrubbed in place; as a text where it holds more than texts."""
    error = _scrub_repr(error)
    if error is None or isinstance(error, str | tuple):
        return error
    text = str(error)
    return error if (clean := scrub(text)) == text else clean


def _scrub_repr(thing: Any) -> Any:
    """Follows lists, tuples and pytest's own pieces; whatever else they hold stays untouched."""
    if isinstance(thing, str):
        return scrub(thing)
    if type(thing) in (list, tuple):
        return type(thing)([_scrub_repr(inner) for inner in thing])
    if isinstance(thing, TerminalRepr):
        for name, inner in vars(thing).items():
            setattr(thing, name, _scrub_repr(inner))
    return thing


def scrub_bytes(data: bytes) -> bytes:
    """Data of any kind: archives and pictures are opened, text scrubbed, in the rest secrets crossed out."""
    if pictures.is_picture(data):
        return pictures.without_codes(data) or b""
    if data.startswith(b"PK\x03\x04"):
        return _scrub_zip(data)
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(scrub_bytes(gzip.decompress(data)), mtime=0)
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        try:
            return scrub(data.decode(encoding)).encode(encoding)
        except UnicodeDecodeError:
            continue
    crossed_out = _replace(data.decode("latin-1"), lambda label: "*" * len(label))
    return crossed_out.encode("latin-1")


def _scrub_zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(scrub(name), scrub_bytes(old.read(name)))
    return out.getvalue()
