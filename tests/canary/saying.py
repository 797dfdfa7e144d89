"""Says secrets aloud: printed, logged and warned of, in every spelling."""

from __future__ import annotations

import base64
import html
import json
import logging
import sys
import warnings
from urllib.parse import quote


def say(secrets: list[str]) -> None:
    """Everywhere that a test can say something."""
    said = "\n".join(spelling for secret in secrets for spelling in spellings(secret))
    print(f"printed {said}")
    print(f"printed {said}", file=sys.stderr)
    logging.getLogger("canary").warning("logged %s", said)
    warnings.warn(f"warned {said}", stacklevel=1)


def spellings(secret: str) -> list[str]:
    """As it is, grouped, escaped, within a URI, and as Base64."""
    half = len(secret) // 2
    return [
        secret,
        secret.lower(),
        secret.upper(),
        f"{secret[:half]} {secret[half:]}",
        *(mark.join(_groups(secret, size)) for size in (2, 3, 4) for mark in (" ", "-", "\u00a0")),
        " ".join(f"<b>{group}</b>" for group in _groups(secret, 4)),
        "".join(f"%{ord(c):02X}" for c in secret),
        "".join(f"&#{ord(c)};" for c in secret),
        "".join(f"&#x{ord(c):x};" for c in secret),
        "".join(f"\\u{ord(c):04x}" for c in secret),
        json.dumps("".join(f"\\u{ord(c):04x}" for c in secret)),
        quote(f"otpauth://totp/canary?secret={secret}", safe=""),
        html.escape(json.dumps({"value": secret})),
        base64.b64encode(secret.encode()).decode(),
        base64.b64encode(f"user:{secret}!".encode()).decode(),
    ]


def _groups(secret: str, size: int) -> list[str]:
    return [secret[at : at + size] for at in range(0, len(secret), size)]
