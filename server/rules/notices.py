"""Security events: what is put on record, and of which the owner is told by a message to the account's
address.
"""

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """Something that happened to an account's security."""

    ACCOUNT_MADE = "account-made"
    PASSWORD_ACCEPTED = "password-accepted"
    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    SESSIONS_ENDED = "sessions-ended"
    WRONG_SECOND_STEP = "wrong-second-step"
    AUTHENTICATOR_LOCKED = "authenticator-locked"
    AUTHENTICATOR_DISABLED = "authenticator-disabled"
    BACKUP_CODES_LOCKED = "backup-codes-locked"
    BACKUP_CODE_USED = "backup-code-used"
    TWO_FACTOR_ON = "two-factor-on"
    TWO_FACTOR_MOVED = "two-factor-moved"
    TWO_FACTOR_OFF = "two-factor-off"
    NEW_BACKUP_CODES = "new-backup-codes"
    PASSWORD_CHANGED = "password-changed"
    RESET_ASKED = "reset-asked"
    PASSWORD_RESET = "password-reset"


_ON_RECORD_ONLY = frozenset(
    {Event.ACCOUNT_MADE, Event.PASSWORD_ACCEPTED, Event.SIGNED_IN, Event.SIGNED_OUT, Event.SESSIONS_ENDED}
)


@dataclass(frozen=True)
class Notices:
    """Which events are told to the owner. NIST SP 800-63B-4 4.6, ASVS 6.3.7."""

    def is_told(self, event: Event) -> bool:
        """Whether a message goes out, besides the line among the account's recent activity."""
        return event not in _ON_RECORD_ONLY
