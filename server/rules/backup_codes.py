"""Backup codes (look-up secrets): how they look, are read, hashed and found, and when few are left.

Nothing is stored here.
"""

import hmac
import secrets
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from server.policy import Policy


@dataclass(frozen=True)
class StoredCode:
    """One code of the stored set: its place, its hash, and when it was used (seconds since the epoch) or
    None.
    """

    position: int
    hash: bytes
    used_at: float | None


@dataclass(frozen=True)
class BackupCodes:
    """The rule of backup codes. NIST SP 800-63B-4 3.1.2 and 4.2.1.1, ASVS 6.5.1 to 6.5.4."""

    policy: Policy

    def generate(self) -> list[str]:
        """A new set of codes, all different, as they are shown."""
        codes: dict[str, None] = {}
        while len(codes) < self.policy.backup_codes:
            codes[self._one()] = None
        return list(codes)

    def _one(self) -> str:
        length = self.policy.backup_code_group_length
        groups = range(self.policy.backup_code_groups)
        return "-".join(
            "".join(secrets.choice(self.policy.backup_code_alphabet) for _ in range(length)) for _ in groups
        )

    def new_salt(self) -> bytes:
        """A random salt, one for a set: so a try costs one hash, not ten."""
        return secrets.token_bytes(self.policy.backup_salt_bytes)

    def read(self, text: str) -> str | None:
        """The bare characters of an entry, whatever its case, spaces and dashes; None when it can't be a
        code.
        """
        bare = "".join(character for character in text.lower() if character.isalnum())
        length = self.policy.backup_code_groups * self.policy.backup_code_group_length
        well_formed = len(bare) == length and all(
            character in self.policy.backup_code_alphabet for character in bare
        )
        return bare if well_formed else None

    def hash(self, bare: str, salt: bytes) -> bytes:
        """The argon2id hash of a code's bare characters."""
        return hash_secret_raw(
            bare.encode(),
            salt,
            time_cost=self.policy.argon2_passes,
            memory_cost=self.policy.argon2_memory_kib,
            parallelism=self.policy.argon2_lanes,
            hash_len=32,
            type=Type.ID,
        )

    def find(self, hashed: bytes, stored: list[StoredCode]) -> StoredCode | None:
        """The stored code with this hash, used or not; every one is compared, in constant time."""
        found = [code for code in stored if hmac.compare_digest(code.hash, hashed)]
        return found[0] if found else None

    def may_use(self, code: StoredCode) -> bool:
        """Whether a code of the set still opens the account: each works once."""
        return code.used_at is None

    def is_low(self, left: int) -> bool:
        """Whether so few codes are left that the person should be told."""
        return left <= self.policy.backup_codes_low
