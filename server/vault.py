"""Sealing of authenticator keys at rest: AES-256-GCM, bound to the account, so that rows can't be swapped."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class Unreadable(Exception):
    """A sealed key can't be opened: it is damaged, of another account, or the sealing key changed."""


class Vault:
    """Seals and opens authenticator keys."""

    def __init__(self, sealing_key: bytes) -> None:
        self._cipher = AESGCM(sealing_key)

    def seal(self, key: bytes, account_id: int) -> bytes:
        """The encrypted form of an account's key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, _bound_to(account_id))

    def open(self, sealed: bytes, account_id: int) -> bytes:
        """The key again. Raises Unreadable."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, _bound_to(account_id))
        except (InvalidTag, ValueError) as error:
            raise Unreadable("a sealed authenticator key can't be opened") from error


def _bound_to(account_id: int) -> bytes:
    return b"authenticator key of account %d" % account_id
