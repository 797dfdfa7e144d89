"""The second step of signing in: an authenticator code or a backup code, checked and spent in one act."""

from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy.orm import Session

from server.flows import sessions
from server.lantern import Lantern, Visitor
from server.notices import record
from server.rules.lockout import minutes
from server.rules.notices import Event
from server.rules.sessions import Stage
from server.store.queries import AUTHENTICATOR, BACKUP_CODE, backup_set, codes_left, stored_codes, tries_of
from server.store.tables import Account, Authenticator, BackupCode, MethodTries, WebSession
from server.vault import Unreadable


class Verdict(Enum):
    """What came of one entry."""

    ACCEPTED = auto()
    MALFORMED = auto()  # not a code at all: never checked, never counted
    WRONG = auto()
    REPLAYED = auto()
    CLOCK_OFF = auto()
    USED_BACKUP_CODE = auto()
    LOCKED = auto()
    DISABLED = auto()


@dataclass(frozen=True)
class Outcome:
    """A verdict and what a page needs to explain it."""

    verdict: Verdict
    token: str = ""
    wanted: str = ""
    tries_left: int | None = None  # told only when few
    wait_minutes: int = 0


@dataclass
class _Try:
    """One entry being judged, inside its transaction with the account locked."""

    lantern: Lantern
    db: Session
    account: Account
    session: WebSession
    row: MethodTries
    visitor: Visitor

    @property
    def method(self) -> str:
        return self.row.method


def by_authenticator(lantern: Lantern, session: WebSession, text: str, visitor: Visitor) -> Outcome:
    """Judges an authenticator code. Raises SessionGone when the sign-in isn't waiting any more."""
    code = lantern.policies.code_entry.read(text)
    if code is None:
        return Outcome(Verdict.MALFORMED)
    with lantern.database.writing() as db:
        attempt = _open(lantern, db, session, AUTHENTICATOR, visitor)
        return _refusal(attempt) or _judge_code(attempt, code)


def by_backup_code(lantern: Lantern, session: WebSession, text: str, visitor: Visitor) -> Outcome:
    """Judges a backup code. Raises SessionGone when the sign-in isn't waiting any more.

    The slow hash is made between two transactions; the second one looks again at the lock and at the set.
    """
    bare = lantern.policies.backup_codes.read(text)
    if bare is None or session.account_id is None:
        return Outcome(Verdict.MALFORMED)
    with lantern.database.writing() as db:
        refusal = _refusal(_open(lantern, db, session, BACKUP_CODE, visitor))
        stored = backup_set(db, session.account_id)
    if refusal:
        return refusal
    salt = stored.salt if stored else bytes(lantern.policies.numbers.backup_salt_bytes)
    hashed = lantern.policies.backup_codes.hash(bare, salt)
    with lantern.database.writing() as db:
        attempt = _open(lantern, db, session, BACKUP_CODE, visitor)
        return _refusal(attempt) or _judge_backup_code(attempt, hashed)


def _open(lantern: Lantern, db: Session, session: WebSession, method: str, visitor: Visitor) -> _Try:
    account, current = sessions.lock(lantern, db, session, Stage.HALF, visitor.now)
    return _Try(lantern, db, account, current, tries_of(db, account.id, method), visitor)


def _refusal(attempt: _Try) -> Outcome | None:
    """The answer while the method is locked or disabled: the entry is neither checked, nor counted, nor
    spent.
    """
    lockout, tries = attempt.lantern.policies.lockout, attempt.row.tries
    if attempt.method == AUTHENTICATOR and lockout.is_disabled(tries):
        return Outcome(Verdict.DISABLED)
    wait = lockout.seconds_left(tries, attempt.visitor.now)
    return Outcome(Verdict.LOCKED, wait_minutes=minutes(wait)) if wait > 0 else None


def _judge_code(attempt: _Try, code: str) -> Outcome:
    authenticator = attempt.db.get(Authenticator, attempt.account.id, populate_existing=True)
    key = _key_of(attempt, authenticator)
    if authenticator is None or key is None:
        return _fail(attempt, Verdict.WRONG)
    policies, now = attempt.lantern.policies, attempt.visitor.now
    steps = policies.window.matches(key, code, now)
    unused = [step for step in steps if policies.replay.allows(step, authenticator.last_step, now)]
    if unused:
        authenticator.last_step = max(unused)
        return _succeed(attempt)
    if steps:
        return _fail(attempt, Verdict.REPLAYED)
    return _fail(attempt, Verdict.CLOCK_OFF if policies.window.is_near(key, code, now) else Verdict.WRONG)


def _key_of(attempt: _Try, authenticator: Authenticator | None) -> bytes | None:
    """The account's key; None when it is missing or unreadable: then no code is right, and the account
    stays closed.
    """
    if authenticator is None:
        return None
    try:
        return attempt.lantern.vault.open(authenticator.sealed_key, attempt.account.id)
    except Unreadable:
        return None


def _judge_backup_code(attempt: _Try, hashed: bytes) -> Outcome:
    rule = attempt.lantern.policies.backup_codes
    found = rule.find(hashed, stored_codes(attempt.db, attempt.account.id))
    if found is None:
        return _fail(attempt, Verdict.WRONG)
    if not rule.may_use(found):
        return _fail(attempt, Verdict.USED_BACKUP_CODE)
    row = attempt.db.get_one(BackupCode, (attempt.account.id, found.position))
    row.used_at = attempt.visitor.now
    attempt.db.flush()
    left = codes_left(attempt.db, attempt.account.id)
    _record(attempt, Event.BACKUP_CODE_USED, left=left)
    return _succeed(attempt)


def _succeed(attempt: _Try) -> Outcome:
    attempt.row.tries = attempt.lantern.policies.lockout.after_success(attempt.row.tries)
    session = attempt.session
    wanted, session.wanted = session.wanted, ""
    session.stage, session.method = Stage.FULL.value, attempt.method
    session.started_at = session.last_seen = attempt.visitor.now
    token = sessions.renew(attempt.lantern, session)
    _record(attempt, Event.SIGNED_IN, method=_a(attempt.method))
    _say_codes_left(attempt, codes_left(attempt.db, attempt.account.id))
    return Outcome(Verdict.ACCEPTED, token, wanted)


def _say_codes_left(attempt: _Try, left: int) -> None:
    """Tells a person who came by backup code how many are left, and anybody who has few."""
    used_one = attempt.method == BACKUP_CODE
    have = f"You have {left} backup {'code' if left == 1 else 'codes'} left."
    if left == 0:
        start = "That was your last backup code." if used_one else "You have no backup codes left."
        text = f"{start} Make new ones now in Security: without them a lost phone locks you out."
        sessions.say(attempt.session, "error", text)
    elif attempt.lantern.policies.backup_codes.is_low(left):
        sessions.say(attempt.session, "warning", f"{have} Make new ones in Security before they run out.")
    elif used_one:
        sessions.say(attempt.session, "info", f"{have} If your phone is lost, move to a new one in Security.")


def _fail(attempt: _Try, verdict: Verdict) -> Outcome:
    """Counts a wrong entry, tells the owner, and turns the verdict into a lock when this was one too many."""
    policies, now = attempt.lantern.policies, attempt.visitor.now
    _tell_of_thief(attempt)
    attempt.row.tries = policies.lockout.after_failure(attempt.row.tries, now)
    if _refusal(attempt):
        return _lock(attempt)
    left = policies.lockout.tries_left(attempt.row.tries)
    return Outcome(verdict, tries_left=left if left <= policies.numbers.tell_tries_left_from else None)


def _lock(attempt: _Try) -> Outcome:
    policies, tries = attempt.lantern.policies, attempt.row.tries
    if attempt.method == AUTHENTICATOR and policies.lockout.is_disabled(tries):
        _record(attempt, Event.AUTHENTICATOR_DISABLED, failures=tries.in_a_row)
        return Outcome(Verdict.DISABLED)
    event = Event.AUTHENTICATOR_LOCKED if attempt.method == AUTHENTICATOR else Event.BACKUP_CODES_LOCKED
    wait = minutes(policies.lockout.seconds_left(tries, attempt.visitor.now))
    _record(attempt, event, minutes=wait)
    return Outcome(Verdict.LOCKED, wait_minutes=wait)


def _tell_of_thief(attempt: _Try) -> None:
    """Whoever comes this far knows the password: the owner hears of the first wrong entry of each sign-in."""
    if not attempt.session.thief_told:
        attempt.session.thief_told = True
        _record(attempt, Event.WRONG_SECOND_STEP, method=_named(attempt.method))


def _record(attempt: _Try, event: Event, **details: object) -> None:
    record(attempt.lantern, attempt.db, attempt.account, event, attempt.visitor, **details)


def _named(method: str) -> str:
    return "authenticator code" if method == AUTHENTICATOR else "backup code"


def _a(method: str) -> str:
    return "an authenticator code" if method == AUTHENTICATOR else "a backup code"
