"""Faults about limits on guessing (E): none, too easy to get round, too hard on the owner, or out of time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from faults.fault import HEADERS, Faults, Wiring, fired, fires, remembering_headers
from faults.moments import Meeting
from faults.numbers import COUNTED, TIMED, TRYING
from server.flows import enrolment, passwords, second_step
from server.rules.lockout import Lockout, PasswordLimit, Tries
from server.store.queries import AUTHENTICATOR, BACKUP_CODE, account_by_email, lock_account, tries_of
from server.web import words

faults = Faults()

LIMIT = "Reaching the limit"
AGAIN_LOCKED = "Locked a second time"
PASSWORD_BETWEEN = "The password given on a second device in between"
BURST = "A burst of wrong codes"
LOCKING = "The wrong code that locks"
WAIT_TOLD = "Reading how long the lock lasts"
AGAIN = "Wrong codes spread over sign-ins: after giving her password again"
SECOND = "Wrong codes spread over sign-ins: on a second device"
NETWORK = "Wrong codes spread over sign-ins: on a device that claims to be on another network"
BEFORE = "Just before the wait is over"
AFTER = "Just after the wait is over"
MEANWHILE = "Tries during the wait do not make it longer"
ONE_BELOW = "Staying one below the limit"
IN_BETWEEN = "A right code in between"
BACKUP_DURING_WAIT = "Using a backup code during the wait"
BACKUP_LIMIT = "Too many wrong backup codes"
BOTH = "Wrong codes of both kinds"
LINKED_AGAIN = "A backup code, a new phone, and back in"
PASSWORDS_ONLY = "A stranger with only wrong passwords"


class NeverLocks(Lockout):
    """Wrong codes are counted, and nothing comes of it."""

    def after_failure(self, tries: Tries, now: float) -> Tries:
        right = super().after_failure(tries, now)
        return fires(replace(right, until=0.0), right)


@faults(
    "E1",
    "Codes can be guessed as often as one likes.",
    LIMIT,
    WAIT_TOLD,
    AGAIN,
    SECOND,
    NETWORK,
    PASSWORD_BETWEEN,
    BEFORE,
    AGAIN_LOCKED,
    MEANWHILE,
    BACKUP_LIMIT,
    BOTH,
    BURST,
    LOCKING,
    COUNTED,
    TIMED,
)
def _(server: Wiring) -> None:
    server.rules(lockout=NeverLocks(server.policies.numbers))


@dataclass
class OwnTries:
    """Failures that are kept apart from the account's, as a row of the store would be."""

    method: str
    tries: Tries = field(default_factory=Tries)


def _counted_by(server: Wiring, key: Any) -> None:
    """Keep failures of authenticator codes by `key` of a sign-in, where it gives one, not by the account."""
    kept: dict[Any, OwnTries] = {}

    def open_try(right: Any, lantern: Any, db: Any, session: Any, method: str, visitor: Any) -> Any:
        attempt = right(lantern, db, session, method, visitor)
        whose = key(session)
        if method == AUTHENTICATOR and whose is not None:
            fired()
            attempt.row = kept.setdefault((attempt.account.id, whose), OwnTries(method))
        return attempt

    server.flow(second_step, "_open", open_try)


@faults(
    "E2",
    "Wrong codes are counted for each sign-in by itself: starting again gives new tries.",
    AGAIN,
    SECOND,
    NETWORK,
    BEFORE,
    AGAIN_LOCKED,
    COUNTED,
    TIMED,
)
def _(server: Wiring) -> None:
    _counted_by(server, lambda session: session.id)


@faults("E2-address", "Who claims to be on another network gets new tries.", NETWORK)
def _(server: Wiring) -> None:
    server.around(remembering_headers)
    _counted_by(server, lambda session: HEADERS.get({}).get("x-forwarded-for"))


class ClearedByPassword(Lockout):
    """A right password wipes out the failures at the second step."""

    def after_password(self, tries: Tries) -> Tries:
        return fires(Tries(in_a_row=tries.in_a_row, until=tries.until), tries)


@faults(
    "E3",
    "Giving the password again wipes out the wrong codes so far.",
    AGAIN,
    SECOND,
    NETWORK,
    PASSWORD_BETWEEN,
)
def _(server: Wiring) -> None:
    server.rules(lockout=ClearedByPassword(server.policies.numbers))


@faults(
    "E5",
    "Wrong codes are counted on the page, and the count is never stored.",
    LIMIT,
    WAIT_TOLD,
    AGAIN,
    SECOND,
    NETWORK,
    PASSWORD_BETWEEN,
    BEFORE,
    AGAIN_LOCKED,
    MEANWHILE,
    BURST,
    LOCKING,
    COUNTED,
    TIMED,
)
def _(server: Wiring) -> None:
    def fail(right: Any, attempt: Any, verdict: Any) -> Any:
        before = attempt.row.tries
        outcome = right(attempt, verdict)
        if attempt.method == AUTHENTICATOR:
            attempt.row.tries = fires(before, attempt.row.tries)
        return outcome

    server.flow(second_step, "_fail", fail)


@faults("E6", "Wrong codes that come at one moment count as one.", BURST, by_chance=True)
def _(server: Wiring) -> None:
    meeting: Meeting[int] = Meeting()

    def count(lantern: Any, account_id: int) -> int:
        with lantern.database.reading() as db:
            return tries_of(db, account_id, AUTHENTICATOR).tries.since_lock

    def judge(right: Any, lantern: Any, session: Any, text: str, visitor: Any) -> Any:
        size = lantern.policies.numbers.wrong_codes_to_lock
        with meeting.of(lantern, session, count, size, sign_ins=1):
            return right(lantern, session, text, visitor)

    def fail(right: Any, attempt: Any, verdict: Any) -> Any:
        if attempt.method == AUTHENTICATOR:
            tries = attempt.row.tries
            attempt.row.tries = fires(replace(tries, since_lock=meeting.seen), tries)
        return right(attempt, verdict)

    server.flow(second_step, "by_authenticator", judge)
    server.flow(second_step, "_fail", fail)


@faults("E8", "Wrong passwords of a stranger lock the owner's codes.", PASSWORDS_ONLY)
def _(server: Wiring) -> None:
    def check(right: Any, lantern: Any, email: str, password: str, visitor: Any) -> Any:
        checked = right(lantern, email, password, visitor)
        if checked.account is None:
            with lantern.database.writing() as db:
                if account := account_by_email(db, email):
                    lock_account(db, account.id)
                    row = tries_of(db, account.id, AUTHENTICATOR)
                    fired()
                    row.tries = lantern.policies.lockout.after_failure(row.tries, visitor.now)
        return checked

    server.flow(passwords, "check", check)


@faults("E9", "While codes are locked, the right backup code is refused as well.", BACKUP_DURING_WAIT)
def _(server: Wiring) -> None:
    def refusal(right: Any, attempt: Any) -> Any:
        found = right(attempt)
        if found or attempt.method != BACKUP_CODE:
            return found
        app = tries_of(attempt.db, attempt.account.id, AUTHENTICATOR)
        return fires(right(replace(attempt, row=app)), found)

    server.flow(second_step, "_refusal", refusal)


class Lasts(Lockout):
    """The lock ends at another time than the one that is told."""

    more: float = 0.0

    def seconds_left(self, tries: Tries, now: float) -> float:
        right = super().seconds_left(tries, now)
        return fires(max(0.0, tries.until + self.more - now) if tries.until else 0.0, right)


class EndsEarly(Lasts):
    """A minute early."""

    more = -60.0


class EndsLate(Lasts):
    """A minute late."""

    more = 60.0


@faults(
    "P-lock-too-short", "The lock ends a minute before its time.", BEFORE, AGAIN_LOCKED, TIMED, by_chance=True
)
def _(server: Wiring) -> None:
    server.rules(lockout=EndsEarly(server.policies.numbers))


@faults(
    "P-lock-too-long",
    "The lock lasts a minute longer than declared.",
    LIMIT,
    WAIT_TOLD,
    AGAIN,
    SECOND,
    NETWORK,
    PASSWORD_BETWEEN,
    BEFORE,
    AFTER,
    MEANWHILE,
    AGAIN_LOCKED,
    BACKUP_LIMIT,
    BOTH,
    BURST,
    TIMED,
    TRYING,
)
def _(server: Wiring) -> None:
    server.rules(lockout=EndsLate(server.policies.numbers))


@faults(
    "P-lock-prolonged",
    "Each try while the lock lasts makes it last longer.",
    MEANWHILE,
    BEFORE,
    AGAIN_LOCKED,
    TRYING,
    by_chance=True,
)
def _(server: Wiring) -> None:
    def refusal(right: Any, attempt: Any) -> Any:
        found = right(attempt)
        if found and attempt.method == AUTHENTICATOR and found.verdict is second_step.Verdict.LOCKED:
            tries, numbers = attempt.row.tries, attempt.lantern.policies.numbers
            until = attempt.visitor.now + numbers.lock_seconds
            attempt.row.tries = fires(replace(tries, until=until), tries)
        return found

    server.flow(second_step, "_refusal", refusal)


class NeverForgives(Lockout):
    """A right code in between changes nothing."""

    def after_success(self, tries: Tries) -> Tries:
        return fires(tries, super().after_success(tries))


@faults(
    "P-never-forgives",
    "Wrong codes add up for ever: a right code in between doesn't reset the count.",
    IN_BETWEEN,
)
def _(server: Wiring) -> None:
    server.rules(lockout=NeverForgives(server.policies.numbers))


class LocksSooner(Lockout):
    """Locks one wrong code earlier than declared."""

    def after_failure(self, tries: Tries, now: float) -> Tries:
        right = super().after_failure(tries, now)
        sooner = right.since_lock == self.policy.wrong_codes_to_lock - 1
        return fires(
            replace(right, since_lock=0, until=now + self.policy.lock_seconds) if sooner else right, right
        )


@faults(
    "P-locks-too-soon",
    "The way in locks one wrong code earlier than declared.",
    ONE_BELOW,
    LOCKING,
    COUNTED,
)
def _(server: Wiring) -> None:
    server.rules(lockout=LocksSooner(server.policies.numbers))


@faults("P-no-time-told", "The lock says 'try again later', and not when.", WAIT_TOLD)
def _(server: Wiring) -> None:
    def silent(right: Any, minutes: int) -> str:
        fired()
        return "a while"

    server.flow(words, "_minutes", silent)


@faults("P-lock-stays", "Linking a phone again doesn't lift the lock.", LINKED_AGAIN)
def _(server: Wiring) -> None:
    def bind(right: Any, lantern: Any, db: Any, account: Any, step: int, now: float) -> None:
        row = tries_of(db, account.id, AUTHENTICATOR)
        before = row.tries
        right(lantern, db, account, step, now)
        row.tries = fires(before, row.tries)

    server.flow(enrolment, "_bind", bind)


class PasswordsUnlimited(PasswordLimit):
    """Passwords can be tried for ever."""

    def seconds_left(self, tries: Tries, now: float) -> float:
        return fires(0.0, super().seconds_left(tries, now))


@faults(
    "E10",
    "Where the password is asked again before a change, it can be guessed as often as one likes.",
    "Too many wrong passwords before a change",
)
def _(server: Wiring) -> None:
    server.rules(password_limit=PasswordsUnlimited(server.policies.numbers))
