"""Reading otpauth URIs as an authenticator app does (Key URI format). Nothing here computes codes."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from harness.secrets import Secret


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
        return base64.b32decode(padded)
    except (binascii.Error, ValueError) as error:
        raise UnreadableKey("The product's key is not Base32, so no authenticator app can use it.") from error


def normalise_key(shown: str) -> str:
    """A key as people type it: without the gaps and dashes that pages show, upper case, no padding."""
    return "".join(shown.split()).replace("-", "").rstrip("=").upper()


def read_key_uri(uri: str) -> KeyUri:
    """Read an otpauth URI with all its parameters. Raises UnreadableKey."""
    parts = urlsplit(uri)
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
        digits=_number(query, "digits", 6),
        period=_number(query, "period", 30),
        algorithm=query.get("algorithm", "SHA1").upper(),
    )


def _number(query: dict[str, str], name: str, default: int) -> int:
    value = query.get(name, str(default))
    if not value.isdigit() or int(value) == 0:
        raise UnreadableKey(f"The product's QR code holds {name}={value}, which is not a positive number.")
    return int(value)
