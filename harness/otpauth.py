"""Reading otpauth URIs as an authenticator app does (Key URI format). Nothing here computes codes."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from harness.secrets import Secret

DIGITS = range(6, 11)
"""Six at least (RFC 4226 section 4, R4), and ten at most, for a code is made of 31 bits (section 5.3)."""
PERIODS = range(1, 86_401)
"""Seconds of a time step; the longest that makes sense is a day."""
SHOWN = 20
"""Characters of a senseless number that are told."""


class UnreadableKey(ValueError):
    """The product showed something that no authenticator app could use; the text says what."""


@dataclass(frozen=True)
class KeyUri:
    """One scanned key: who it is for and how codes are made from it.

    period is in seconds; secret is upper-case Base32 without padding (RFC 4648).
    """

    issuer: str
    account: str
    secret: Secret = field(repr=False)
    digits: int = 6
    period: int = 30
    algorithm: str = "SHA1"

    @property
    def data(self) -> bytes:
        """The shared secret itself."""
        return decode_base32(self.secret.reveal())

    @property
    def bits(self) -> int:
        """Length of the shared secret in bits (RFC 4226 section 4, R6)."""
        return len(self.data) * 8


def decode_base32(text: str) -> bytes:
    """The bytes of a Base32 text, padding optional. Raises UnreadableKey."""
    padded = text.upper() + "=" * (-len(text) % 8)
    try:
        text.encode("ascii")  # for signs such as ß become letters of the alphabet in upper case
        return base64.b32decode(padded)
    except (binascii.Error, ValueError) as error:
        raise UnreadableKey("The product's key is not Base32, so no authenticator app can use it.") from error


def normalise_key(shown: str) -> str:
    """A key as people type it: without the gaps and dashes that pages show, upper case, no padding."""
    bare = "".join(shown.split()).replace("-", "").rstrip("=")
    return bare.upper() if bare.isascii() else bare


def read_key_uri(uri: str) -> KeyUri:
    """Read an otpauth URI with all its parameters. Raises UnreadableKey."""
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise UnreadableKey(f"The product's QR code holds a text that is no address ({error}).") from error
    if parts.scheme != "otpauth":
        raise UnreadableKey(
            f"The product's QR code holds a {parts.scheme or 'plain'} text, not an otpauth URI."
        )
    if parts.netloc.lower() != "totp":
        raise UnreadableKey(
            f"The product's QR code is for {parts.netloc!r} codes, not time-based ones (totp)."
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    label_issuer, _, account = unquote(parts.path.lstrip("/")).rpartition(":")
    secret = normalise_key(query.get("secret", ""))
    if not secret:
        raise UnreadableKey("The product's QR code holds no secret.")
    decode_base32(secret)
    return KeyUri(
        issuer=query.get("issuer", label_issuer.strip()),
        account=account.strip(),
        secret=Secret(secret, f"key of {account.strip() or 'an account'}"),
        digits=_number(query, "digits", 6, DIGITS),
        period=_number(query, "period", 30, PERIODS),
        algorithm=query.get("algorithm", "SHA1").upper(),
    )


def _number(query: dict[str, str], name: str, default: int, known: range) -> int:
    value = query.get(name, str(default))
    told = f"The product's QR code holds {name}={value[:SHOWN]}"
    if not (value.isascii() and value.isdigit()) or not value.strip("0"):
        raise UnreadableKey(f"{told}, which is not a positive number.")
    if len(value) > SHOWN or int(value) not in known:
        raise UnreadableKey(f"{told}, which is not within {known[0]} to {known[-1]}: no app can use it.")
    return int(value)
