"""Binding an authenticator app: turning 2FA on, moving it to a new phone, turning it off.

Backup codes: `backup`.
"""

import secrets
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.flows import backup, sessions
from server.lantern import Lantern, Visitor
from server.notices import record
from server.rules.lockout import Tries
from server.rules.notices import Event
from server.rules.sessions import Change, Stage
from server.store.queries import AUTHENTICATOR, BACKUP_CODE, drop_backup_codes, tries_of
from server.store.tables import Account, Authenticator, PendingBinding, WebSession
from server.totp import key_text, otpauth_uri
from server.vault import Unreadable


class Mode(StrEnum):
    """Why a key is being bound."""

    SET_UP = "set-up"
    MOVE = "move"


@dataclass(frozen=True)
class Shown:
    """What a set-up page shows."""

    uri: str
    key: str
    label: str


def show(lantern: Lantern, session: WebSession, mode: Mode, visitor: Visitor) -> Shown | None:
    """The key to bind: the same one at each reload while it lives.

    None when 2FA isn't in the state the mode is for.

    One key an account is pending: starting in another session replaces it.
    """
    with lantern.database.writing() as db:
        account, own = sessions.lock(lantern, db, session, Stage.FULL, visitor.now)
        if not _fits(account, mode):
            return None
        own.codes_shown = False
        pending = _live(lantern, db, account, visitor.now)
        key = _open(lantern, pending) if pending and pending.session_id == own.id else None
        return _shown(lantern, account, key or _start(lantern, db, account, own, visitor))


def _fits(account: Account, mode: Mode) -> bool:
    return (account.two_factor_since is None) == (mode is Mode.SET_UP)


def _live(lantern: Lantern, db: Session, account: Account, now: float) -> PendingBinding | None:
    pending = db.get(PendingBinding, account.id, populate_existing=True)
    return pending if pending and lantern.policies.binding.is_alive(pending.started_at, now) else None


def _open(lantern: Lantern, pending: PendingBinding) -> bytes | None:
    try:
        return lantern.vault.open(pending.sealed_key, pending.account_id)
    except Unreadable:
        return None


def _start(lantern: Lantern, db: Session, account: Account, session: WebSession, visitor: Visitor) -> bytes:
    key = secrets.token_bytes(lantern.policies.numbers.key_bytes)
    _forget(db, account)
    sealed = lantern.vault.seal(key, account.id)
    db.add(
        PendingBinding(
            account_id=account.id, session_id=session.id, sealed_key=sealed, started_at=visitor.now
        )
    )
    return key


def _forget(db: Session, account: Account) -> None:
    db.execute(delete(PendingBinding).where(PendingBinding.account_id == account.id))


def _shown(lantern: Lantern, account: Account, key: bytes) -> Shown:
    numbers = lantern.policies.numbers
    uri = otpauth_uri(
        key, account.email, numbers.product, numbers.digits, numbers.algorithm, numbers.step_seconds
    )
    return Shown(uri, key_text(key), f"{numbers.product}: {account.email}")


class Confirmation(Enum):
    """What came of the code that should confirm a binding."""

    BOUND = auto()
    MALFORMED = auto()
    WRONG = auto()
    CLOCK_OFF = auto()
    TOO_MANY = auto()  # the pending key is gone
    EXPIRED = auto()
    REPLACED = auto()  # by a set-up begun later in another session
    ALREADY_SHOWN = auto()  # a reload of the page that showed the backup codes
    OUT_OF_PLACE = auto()  # 2FA isn't in the state this page is for


@dataclass(frozen=True)
class Bound:
    """The outcome, with the new backup codes and the renewed token after a success, or how many tries are
    left.
    """

    outcome: Confirmation
    codes: tuple[str, ...] = ()
    token: str = ""
    tries_left: int | None = None


def confirm(lantern: Lantern, session: WebSession, mode: Mode, text: str, visitor: Visitor) -> Bound:
    """Confirms the pending key by a code from it: then, and only then, 2FA is on (or moved)."""
    code = lantern.policies.code_entry.read(text)
    fresh_set = (
        backup.prepare(lantern) if code and _looks_right(lantern, session, code, visitor.now) else None
    )
    with lantern.database.writing() as db:
        account, own = sessions.lock(lantern, db, session, Stage.FULL, visitor.now)
        trouble = _trouble(lantern, db, account, own, mode, visitor.now)
        if trouble:
            return Bound(trouble)
        if code is None:
            return Bound(Confirmation.MALFORMED)
        step, failure = _judge(lantern, db, account, code, visitor.now)
        if step is None or fresh_set is None:
            return failure
        _bind(lantern, db, account, step, visitor.now)
        backup.store(db, account, fresh_set, visitor.now)
        return Bound(Confirmation.BOUND, fresh_set.codes, _after(lantern, db, account, own, mode, visitor))


def _looks_right(lantern: Lantern, session: WebSession, code: str, now: float) -> bool:
    """A first look, so that the slow hashes of a new set are made only for a right code, and outside the
    transaction.
    """
    with lantern.database.reading() as db:
        pending = db.get(PendingBinding, session.account_id)
    key = _open(lantern, pending) if pending else None
    return key is not None and bool(lantern.policies.window.matches(key, code, now))


def _trouble(
    lantern: Lantern, db: Session, account: Account, session: WebSession, mode: Mode, now: float
) -> Confirmation | None:
    if session.codes_shown:
        return Confirmation.ALREADY_SHOWN
    if not _fits(account, mode):
        return Confirmation.OUT_OF_PLACE
    pending = db.get(PendingBinding, account.id, populate_existing=True)
    if pending is None:
        return Confirmation.EXPIRED
    if pending.session_id != session.id:
        return Confirmation.REPLACED
    return None if _live(lantern, db, account, now) else Confirmation.EXPIRED


def _judge(
    lantern: Lantern, db: Session, account: Account, code: str, now: float
) -> tuple[int | None, Bound]:
    """The time step the code proves, or what to answer instead. A wrong code is counted."""
    pending = db.get_one(PendingBinding, account.id)
    key = _open(lantern, pending)
    if key is None:
        return None, Bound(Confirmation.EXPIRED)
    window = lantern.policies.window
    steps = window.matches(key, code, now)
    if steps:
        return max(steps), Bound(Confirmation.EXPIRED)
    pending.wrong_tries += 1
    if not lantern.policies.binding.survives(pending.wrong_tries):
        _forget(db, account)
        return None, Bound(Confirmation.TOO_MANY)
    near = window.is_near(key, code, now)
    left = lantern.policies.numbers.wrong_codes_to_end_binding - pending.wrong_tries
    few = left if left <= lantern.policies.numbers.tell_tries_left_from else None
    return None, Bound(Confirmation.CLOCK_OFF if near else Confirmation.WRONG, tries_left=few)


def _bind(lantern: Lantern, db: Session, account: Account, step: int, now: float) -> None:
    """Makes the pending key the account's only one; the old one is gone."""
    pending = db.get_one(PendingBinding, account.id)
    db.execute(delete(Authenticator).where(Authenticator.account_id == account.id))
    used = lantern.policies.replay.used_by_enrolment(step)
    db.add(Authenticator(account_id=account.id, sealed_key=pending.sealed_key, bound_at=now, last_step=used))
    _forget(db, account)
    account.two_factor_since = account.two_factor_since or now
    for method in (AUTHENTICATOR, BACKUP_CODE):  # both are new: nothing is held against them
        tries_of(db, account.id, method).tries = Tries()


def _after(
    lantern: Lantern, db: Session, account: Account, session: WebSession, mode: Mode, visitor: Visitor
) -> str:
    moved = mode is Mode.MOVE
    change = Change.TWO_FACTOR_MOVED if moved else Change.TWO_FACTOR_ON
    sessions.end_others(lantern, db, account, session.id, change)
    record(lantern, db, account, Event.TWO_FACTOR_MOVED if moved else Event.TWO_FACTOR_ON, visitor)
    session.method, session.codes_shown = AUTHENTICATOR, True
    text = (
        "Two-factor authentication is on your new phone now." if moved else "Two-factor authentication is on."
    )
    sessions.say(session, "success", f"{text} Your other devices are signed out.")
    return sessions.renew(lantern, session)


def cancel(lantern: Lantern, session: WebSession, visitor: Visitor) -> None:
    """Drops this session's pending key; nothing else has changed."""
    with lantern.database.writing() as db:
        account, own = sessions.lock(lantern, db, session, Stage.FULL, visitor.now)
        pending = db.get(PendingBinding, account.id, populate_existing=True)
        if pending is not None and pending.session_id == own.id:
            _forget(db, account)


def turn_off(lantern: Lantern, session: WebSession, visitor: Visitor) -> str | None:
    """Turns 2FA off: key and backup codes are gone, other sessions end.

    The renewed token; None when it was off.
    """
    with lantern.database.writing() as db:
        account, own = sessions.lock(lantern, db, session, Stage.FULL, visitor.now)
        if account.two_factor_since is None:
            return None
        account.two_factor_since = None
        db.execute(delete(Authenticator).where(Authenticator.account_id == account.id))
        _forget(db, account)
        drop_backup_codes(db, account.id)
        sessions.end_others(lantern, db, account, own.id, Change.TWO_FACTOR_OFF)
        record(lantern, db, account, Event.TWO_FACTOR_OFF, visitor)
        own.method = "password"
        sessions.say(own, "success", "Two-factor authentication is off. Your other devices are signed out.")
        return sessions.renew(lantern, own)
