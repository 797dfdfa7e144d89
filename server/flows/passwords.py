"""Everything with a password: checking one under the limit, confirming it in a session, changing it,
resetting it.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.flows import sessions
from server.lantern import Lantern, Visitor
from server.notices import record
from server.policy import DAY, HOUR
from server.rules.lockout import minutes
from server.rules.notices import Event
from server.rules.sessions import Change, Stage
from server.store.queries import (
    account_by_email,
    lock_account,
    lock_password_tries,
    lock_session,
    refund_password_try,
    sweep,
)
from server.store.tables import Account, PasswordTries, ResetLink, WebSession


@dataclass(frozen=True)
class Checked:
    """What came of checking a password.

    `wait_minutes` is above 0 when this address has to wait for this account.
    """

    account: Account | None = None
    wait_minutes: int = 0


def check(lantern: Lantern, email: str, password: str, visitor: Visitor) -> Checked:
    """Checks a password under the limit for this account and address.

    Unknown accounts are treated just the same.

    The try is charged before the slow comparison, so that a parallel burst gets no extra tries. Whoever goes
    on with the account has to `accept` it, which refunds the try after a success.
    """
    wait, account = _charge(lantern, email, visitor)
    if wait:
        return Checked(wait_minutes=wait)
    fits = lantern.policies.passwords.verify(account.password_hash if account else None, password)
    return Checked(account if fits else None)


def accept(db: Session, account: Account, checked: Account, visitor: Visitor) -> bool:
    """Refunds the try of a right password, unless the password was changed since it was checked.

    account: locked, as it is now.
    """
    if account.password_hash != checked.password_hash:
        return False
    refund_password_try(db, account.email, visitor.address)
    return True


def _charge(lantern: Lantern, email: str, visitor: Visitor) -> tuple[int, Account | None]:
    """Charges one try: the minutes to wait, 0 when the try may go on, and the account, if there is one."""
    with lantern.database.writing() as db:
        if lantern.database.is_to_be_swept(PasswordTries, visitor.now):
            sweep(db, PasswordTries, PasswordTries.last_at < visitor.now - DAY)
        row = lock_password_tries(db, email, visitor.address, visitor.now)
        wait = lantern.policies.password_limit.seconds_left(row.tries, visitor.now)
        if wait > 0:
            return minutes(wait), None
        row.tries, row.last_at = (
            lantern.policies.password_limit.after_try(row.tries, visitor.now),
            visitor.now,
        )
        return 0, account_by_email(db, email)


@dataclass(frozen=True)
class Confirmed:
    """What came of confirming a password in a session: a renewed token, or why not."""

    token: str | None = None
    wait_minutes: int = 0


def confirm(lantern: Lantern, found: sessions.Found, password: str, visitor: Visitor) -> Confirmed:
    """Confirms the password in a session; a success makes it fresh and renews the session's token."""
    if found.account is None:
        raise sessions.SessionGone
    checked = check(lantern, found.account.email, password, visitor)
    if checked.account is None:
        return Confirmed(wait_minutes=checked.wait_minutes)
    with lantern.database.writing() as db:
        account, session = sessions.lock(lantern, db, found.session, Stage.FULL, visitor.now)
        if not accept(db, account, checked.account, visitor):
            return Confirmed()
        session.password_at = visitor.now
        return Confirmed(sessions.renew(lantern, session))


@dataclass(frozen=True)
class Changed:
    """What came of a change of password: a renewed token, or why not, by field."""

    token: str | None = None
    wait_minutes: int = 0
    wrong_current: bool = False
    problem: str | None = None


def change(lantern: Lantern, found: sessions.Found, current: str, new: str, visitor: Visitor) -> Changed:
    """Changes the password, given the current one. Ends other sessions and pending sign-ins."""
    if found.account is None:
        raise sessions.SessionGone
    problem = lantern.policies.passwords.problem(new, found.account.email)
    if problem:
        return Changed(problem=problem)
    checked = check(lantern, found.account.email, current, visitor)
    if checked.account is None:
        return Changed(wait_minutes=checked.wait_minutes, wrong_current=True)
    hashed = lantern.policies.passwords.hash(new)
    with lantern.database.writing() as db:
        account, session = sessions.lock(lantern, db, found.session, Stage.FULL, visitor.now)
        if not accept(db, account, checked.account, visitor):
            return Changed(wrong_current=True)
        account.password_hash, session.password_at = hashed, visitor.now
        _after_new_password(lantern, db, account, session.id, Change.PASSWORD_CHANGED)
        record(lantern, db, account, Event.PASSWORD_CHANGED, visitor)
        sessions.say(session, "success", "Your password is changed. Your other devices are signed out.")
        return Changed(sessions.renew(lantern, session))


def _after_new_password(lantern: Lantern, db: Session, account: Account, keep: int, change: Change) -> None:
    sessions.end_others(lantern, db, account, keep, change)
    db.execute(delete(ResetLink).where(ResetLink.account_id == account.id))


def ask_reset(lantern: Lantern, email: str, visitor: Visitor) -> None:
    """Puts a reset link into the outbox, if there is an account for the address and it hasn't had many
    lately.
    """
    with lantern.database.writing() as db:
        known = account_by_email(db, email)
        if known is None:
            return
        account = lock_account(db, known.id)
        if _links_lately(db, account.id, visitor.now) < lantern.policies.numbers.reset_links_an_hour:
            _send_link(lantern, db, account, visitor)


def _links_lately(db: Session, account_id: int, now: float) -> int:
    lately = select(func.count()).where(ResetLink.account_id == account_id, ResetLink.made_at > now - HOUR)
    return db.execute(lately).scalar_one()


def _send_link(lantern: Lantern, db: Session, account: Account, visitor: Visitor) -> None:
    token = secrets.token_urlsafe(lantern.policies.numbers.session_token_bytes)
    db.add(ResetLink(token_hash=sessions.hash_token(token), account_id=account.id, made_at=visitor.now))
    link = f"{lantern.settings.public_url}/reset-password/{token}"
    valid = minutes(lantern.policies.numbers.reset_link_seconds)
    record(lantern, db, account, Event.RESET_ASKED, visitor, link=link, minutes=valid)


def open_reset(
    lantern: Lantern, found: sessions.Found | None, token: str, visitor: Visitor
) -> tuple[bool, str | None]:
    """Takes a mailed link's token into the session.

    Answers whether the link is good, and a new session's token if made.
    """
    hashed = sessions.hash_token(token)
    with lantern.database.writing() as db:
        if _live_link(lantern, db, hashed, visitor.now) is None:
            return False, None
        session, new_token = lock_session(db, found.session.id) if found else None, None
        if session is None:
            session, new_token = sessions.begin(lantern, db, Stage.ANONYMOUS, None, visitor)
        session.reset_hash = hashed
        return True, new_token


def _live_link(lantern: Lantern, db: Session, hashed: bytes | None, now: float) -> ResetLink | None:
    link = db.get(ResetLink, hashed, populate_existing=True) if hashed else None
    alive = link is not None and now - link.made_at < lantern.policies.numbers.reset_link_seconds
    return link if alive else None


def reset_is_open(lantern: Lantern, found: sessions.Found | None, now: float) -> bool:
    """Whether this session holds a link that may still set a new password."""
    with lantern.database.reading() as db:
        return found is not None and _live_link(lantern, db, found.session.reset_hash, now) is not None


@dataclass(frozen=True)
class Reset:
    """What came of setting a new password by link."""

    done: bool = False
    problem: str | None = None


def reset(lantern: Lantern, found: sessions.Found, new: str, visitor: Visitor) -> Reset:
    """Sets a new password by the link this session holds.

    Signs nobody in; 2FA and its limits stay as they are.
    """
    with lantern.database.reading() as db:
        link = _live_link(lantern, db, found.session.reset_hash, visitor.now)
        account = db.get(Account, link.account_id) if link else None
    if account is None:
        return Reset()
    problem = lantern.policies.passwords.problem(new, account.email)
    if problem:
        return Reset(problem=problem)
    return _set_by_link(lantern, found.session, account.id, lantern.policies.passwords.hash(new), visitor)


def _set_by_link(
    lantern: Lantern, session: WebSession, account_id: int, hashed: str, visitor: Visitor
) -> Reset:
    with lantern.database.writing() as db:
        account = lock_account(db, account_id)
        if _live_link(lantern, db, session.reset_hash, visitor.now) is None:
            return Reset()
        account.password_hash = hashed
        _after_new_password(lantern, db, account, 0, Change.PASSWORD_RESET)
        db.execute(delete(PasswordTries).where(PasswordTries.email == account.email))
        record(lantern, db, account, Event.PASSWORD_RESET, visitor)
        current = lock_session(db, session.id)
        if current is not None:
            current.reset_hash = None
    return Reset(done=True)
