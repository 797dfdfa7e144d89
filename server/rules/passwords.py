"""Passwords: which are good enough, how they are hashed and checked. Limits on guessing are in `lockout`."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.policy import Policy

# NIST SP 800-63B-4 3.1.1.2 asks for a list of expected passwords. Long ones only: the length rule refuses
# the rest.
_EXPECTED = frozenset(
    [
        "passwordpassword",
        "password1234567",
        "123456789012345",
        "1234567890123456",
        "12345678901234567890",
        "qwertyuiopasdfghjkl",
        "qwertyuiopasdfgh",
        "qwertyuiop123456",
        "1q2w3e4r5t6y7u8i",
        "abcdefghijklmnop",
        "abcdefghijklmnopqrstuvwxyz",
        "iloveyouiloveyou",
        "correcthorsebatterystaple",
        "letmeinletmeinletmein",
        "administratoradmin",
        "welcomewelcomewelcome",
        "lanternlantern",
        "lanternlanternlantern",
    ]
)


@cache
def _decoy(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that nobody has")


class Passwords:
    """The rule of passwords. NIST SP 800-63B-4 3.1.1.2; OWASP Password Storage Cheat Sheet."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._hasher = PasswordHasher(policy.argon2_passes, policy.argon2_memory_kib, policy.argon2_lanes)

    def problem(self, password: str, email: str) -> str | None:
        """Why a new password isn't good enough, as a sentence for its owner; None when it is."""
        plain = _normal(password)
        if len(plain) < self.policy.password_min_chars:
            return f"Use at least {self.policy.password_min_chars} characters. A few words in a row are fine."
        if len(plain) > self.policy.password_max_chars:
            return f"Use at most {self.policy.password_max_chars} characters."
        if plain.lower() in _EXPECTED or plain.lower() == email or len(set(plain)) < 4:
            return "That password is too easy to guess. Try a few words that don't belong together."
        return None

    def hash(self, password: str) -> str:
        """The argon2id hash to store."""
        return self._hasher.hash(_normal(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits the stored hash.

        Without one the same work is done, so that time tells nothing.
        """
        try:
            fits = self._hasher.verify(
                stored or _decoy(self._hasher), _normal(password)[: self.policy.field_chars]
            )
        except (VerificationError, InvalidHashError):
            return False
        return fits and stored is not None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
