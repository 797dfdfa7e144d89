"""Time-based one-time passwords: a thin skin over the `cryptography` package's HOTP and TOTP.

No policy lives here.
"""

from base64 import b32decode, b32encode

from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from cryptography.hazmat.primitives.twofactor.hotp import HOTP, HOTPHashTypes
from cryptography.hazmat.primitives.twofactor.totp import TOTP

_HASHES: dict[str, HOTPHashTypes] = {
    "SHA1": SHA1(),  # noqa: S303 - RFC 4226 and RFC 6238 build on HMAC-SHA-1, which stands
    "SHA256": SHA256(),
    "SHA512": SHA512(),
}


def step_at(now: float, step_seconds: int) -> int:
    """The time step that `now` (seconds since the epoch) lies in (RFC 6238 4.2, T0 = 0)."""
    return int(now // step_seconds)


def code_at(key: bytes, step: int, digits: int = 6, algorithm: str = "SHA1") -> str:
    """The code of a time step, leading zeros kept (RFC 6238 4.2, RFC 4226 5.3)."""
    return HOTP(key, digits, _HASHES[algorithm]).generate(step).decode("ascii")


def codes_at(key: bytes, steps: range, digits: int = 6, algorithm: str = "SHA1") -> list[tuple[int, str]]:
    """The codes of several time steps, as (step, code)."""
    generator = HOTP(key, digits, _HASHES[algorithm])
    return [(step, generator.generate(step).decode("ascii")) for step in steps if step >= 0]


def otpauth_uri(
    key: bytes, account: str, issuer: str, digits: int = 6, algorithm: str = "SHA1", step_seconds: int = 30
) -> str:
    """The otpauth URI that a QR code carries, with every parameter spelled out."""
    totp = TOTP(key, digits, _HASHES[algorithm], step_seconds)
    return totp.get_provisioning_uri(account, issuer)


def key_text(key: bytes) -> str:
    """The key as people type it: base32 in groups of four."""
    text = b32encode(key).decode("ascii").rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def key_bytes(text: str) -> bytes:
    """The key that `key_text` shows."""
    bare = text.replace(" ", "")
    return b32decode(bare + "=" * (-len(bare) % 8))
