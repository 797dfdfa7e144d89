"""Looks for a secret in what a browser keeps: as it stands, escaped, or packed as in signed cookies."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_plus

PACKED = re.compile(r"[A-Za-z0-9+/_-]{8,}")
"""What may be Base64 in either alphabet (RFC 4648 sections 4 and 5), without its padding."""
DEEPEST = 3
"""How many times what was packed is unpacked again."""


def gives_away(text: str, secret: str) -> bool:
    """Whether a secret can be read out of a text."""
    return any(secret in seen for seen in _seen(text))


def _seen(text: str, depth: int = DEEPEST) -> Iterator[str]:
    """A text, and all that it may hold in another spelling."""
    yield text
    if depth == 0:
        return
    if (plain := unquote_plus(text)) != text:
        yield from _seen(plain, depth - 1)
    for packed in PACKED.findall(text):
        for unpacked in _unpacked(packed):
            yield from _seen(unpacked, depth - 1)


def _unpacked(packed: str) -> Iterator[str]:
    usual = packed.replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(usual + "=" * (-len(usual) % 4))
    except binascii.Error:
        return
    yield data.decode("utf-8", "replace")
    try:
        yield zlib.decompress(data).decode("utf-8", "replace")  # as Flask and Django pack long ones
    except zlib.error:
        return
