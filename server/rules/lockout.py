"""Limits on guessing: the second step (for each account and method) and passwords (for each account and
address).
"""

from dataclasses import dataclass, replace
from math import ceil

from server.policy import MINUTE, Policy


@dataclass(frozen=True)
class Tries:
    """How it stands with one method of one account.

    `until` is seconds since the epoch, 0 when never locked.
    """

    since_lock: int = 0
    in_a_row: int = 0
    until: float = 0.0


def minutes(seconds: float) -> int:
    """Whole minutes to tell a person who has to wait, never less than one."""
    return max(1, ceil(seconds / MINUTE))


@dataclass(frozen=True)
class Lockout:
    """Five wrong codes lock a method for 15 minutes; 100 in a row over all locks disable it.

    NIST SP 800-63B-4 3.2.2.
    """

    policy: Policy

    def seconds_left(self, tries: Tries, now: float) -> float:
        """How long the method stays locked; 0 when it isn't. Tries made meanwhile don't change that."""
        return max(0.0, tries.until - now)

    def is_disabled(self, tries: Tries) -> bool:
        """Whether the method is dead until it is bound anew."""
        return tries.in_a_row >= self.policy.wrong_codes_to_disable

    def tries_left(self, tries: Tries) -> int:
        """Wrong codes that may still be entered before the next lock."""
        return self.policy.wrong_codes_to_lock - tries.since_lock

    def after_failure(self, tries: Tries, now: float) -> Tries:
        """The state after one more wrong code; a lock that begins gives a fresh budget for when it ends."""
        counted = Tries(tries.since_lock + 1, tries.in_a_row + 1, tries.until)
        if counted.since_lock < self.policy.wrong_codes_to_lock:
            return counted
        return replace(counted, since_lock=0, until=now + self.policy.lock_seconds)

    def after_success(self, tries: Tries) -> Tries:
        """The state after a right code: nothing is held against the person any more."""
        return Tries()

    def after_password(self, tries: Tries) -> Tries:
        """The state after a right password: unchanged, or a thief of the password had as many guesses as he
        likes.
        """
        return tries


@dataclass(frozen=True)
class PasswordLimit:
    """Ten wrong passwords in a row for one account from one address make that address wait 15 minutes.

    The owner at another address isn't kept out by a stranger's guesses.
    """

    policy: Policy

    def seconds_left(self, tries: Tries, now: float) -> float:
        """How long this address has to wait for this account; 0 when it needn't."""
        return max(0.0, tries.until - now)

    def after_try(self, tries: Tries, now: float) -> Tries:
        """The state with one more try charged.

        Tries are charged before the check, so that a burst can't slip through.
        """
        counted = Tries(tries.since_lock + 1, tries.in_a_row + 1, tries.until)
        if counted.since_lock < self.policy.wrong_passwords_to_wait:
            return counted
        return replace(counted, since_lock=0, until=now + self.policy.password_wait_seconds)
