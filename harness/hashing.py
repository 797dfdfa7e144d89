"""One hash for several texts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def hash_of(texts: Mapping[str, str]) -> str:
    """One SHA-256 over texts by name, in the order of the names."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        whole.update(f"{name}\0{texts[name]}\0".encode())
    return whole.hexdigest()
