"""A secret is found in what a browser keeps, however it is packed, and nowhere else."""

from __future__ import annotations

import base64
import json
import zlib
from urllib.parse import quote

import pytest

from harness.kept import gives_away

PASSWORD = "correct-horse staple/9"
SESSION = json.dumps({"user": "alice", "password": PASSWORD}).encode()


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        PASSWORD,
        f"user=alice&password={quote(PASSWORD)}",
        quote(quote(PASSWORD)),
        base64.b64encode(PASSWORD.encode()).decode(),
        f"session:{packed(SESSION)}:signature",
        f".{packed(zlib.compress(SESSION))}.Zx1.signature",
        packed(packed(SESSION).encode()),
    ],
)
def test_it_is_found(text: str) -> None:
    assert gives_away(text, PASSWORD)


@pytest.mark.parametrize(
    "text", ["", "alice", packed(b"another secret of that length"), packed(zlib.compress(b"x" * 40))]
)
def test_it_is_not_found_elsewhere(text: str) -> None:
    assert not gives_away(text, PASSWORD)
