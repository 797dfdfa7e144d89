"""Sessions: how far one has got, how long it lives, how fresh its password is, and which changes end
others.
"""

from dataclasses import dataclass
from enum import StrEnum

from server.policy import DAY, Policy


class Stage(StrEnum):
    """How far the person in a session has got."""

    ANONYMOUS = "anonymous"
    HALF = "half"  # the password was right, the second step is still due
    FULL = "full"


class Change(StrEnum):
    """A change to how an account signs in."""

    TWO_FACTOR_ON = "two-factor-on"
    TWO_FACTOR_MOVED = "two-factor-moved"
    TWO_FACTOR_OFF = "two-factor-off"
    NEW_BACKUP_CODES = "new-backup-codes"
    PASSWORD_CHANGED = "password-changed"
    PASSWORD_RESET = "password-reset"


@dataclass(frozen=True)
class SessionRules:
    """Lifetimes and endings. NIST SP 800-63B-4 2.2.3 and 5.1, ASVS 7.3, 7.4.3 and 7.5.1."""

    policy: Policy

    def is_alive(self, stage: Stage, started_at: float, last_seen: float, now: float) -> bool:
        """Whether a session still counts. All times are seconds since the epoch."""
        age = now - started_at
        if stage is Stage.HALF:
            return age < self.policy.half_sign_in_seconds
        if stage is Stage.ANONYMOUS:
            return age < self.policy.anonymous_seconds
        return age < self.policy.overall_seconds and now - last_seen < self.policy.idle_seconds

    def password_is_fresh(self, password_at: float, now: float) -> bool:
        """Whether the password was given so lately that a change to 2FA needn't ask for it."""
        return now - password_at <= self.policy.fresh_password_seconds

    def needs_second_step(self, two_factor_since: float | None) -> bool:
        """Whether a right password still leaves the second step to do."""
        return two_factor_since is not None

    def remembers_devices(self) -> bool:
        """Whether people can have a device remembered at all."""
        return self.policy.remembered_days > 0

    def is_remembered(self, since: float, now: float) -> bool:
        """Whether a device that was remembered at `since` still spares its owner the second step."""
        return now - since < self.policy.remembered_days * DAY

    def forgets_devices(self, change: Change) -> bool:
        """Whether a change makes the account's remembered devices strangers again."""
        return change is not Change.NEW_BACKUP_CODES

    def ends_other_sessions(self, change: Change) -> bool:
        """Whether a change signs out the account's other devices.

        New backup codes don't touch a factor in use.
        """
        return change is not Change.NEW_BACKUP_CODES

    def ends_pending_sign_ins(self, change: Change) -> bool:
        """Whether a change ends sign-ins that wait for their second step."""
        return change is not Change.NEW_BACKUP_CODES


@dataclass(frozen=True)
class BindingRules:
    """A pending binding: the key that a set-up page shows until a code confirms it."""

    policy: Policy

    def is_alive(self, started_at: float, now: float) -> bool:
        """Whether the shown key may still be confirmed."""
        return now - started_at < self.policy.binding_seconds

    def survives(self, wrong_tries: int) -> bool:
        """Whether the binding goes on after that many wrong codes."""
        return wrong_tries < self.policy.wrong_codes_to_end_binding
