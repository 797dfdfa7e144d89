"""Browser sessions: begun, found again, stepped up, listed, ended."""

import hashlib
import json
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from server.lantern import Lantern, Visitor
from server.notices import record
from server.policy import DAY
from server.rules.notices import Event
from server.rules.sessions import Change, Stage
from server.store.queries import lock_account, lock_session, sweep
from server.store.tables import Account, RememberedDevice, WebSession


class SessionGone(Exception):
    """The session was ended, or isn't what it was, between the page's opening and now."""


@dataclass(frozen=True)
class Found:
    """The session a browser showed the token of, with its account if it has one."""

    session: WebSession
    account: Account | None

    @property
    def stage(self) -> Stage:
        """How far this session has got."""
        return Stage(self.session.stage)


def hash_token(token: str) -> bytes:
    """What is stored of a random token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def find(lantern: Lantern, token: str, visitor: Visitor) -> Found | None:
    """The live session of a token. Keeps 'last seen' up to date, to the minute."""
    with lantern.database.reading() as db:
        with_account = select(WebSession, Account).outerjoin(Account, Account.id == WebSession.account_id)
        row = db.execute(with_account.where(WebSession.token_hash == hash_token(token))).one_or_none()
    if row is None or not _is_alive(lantern, row[0], visitor.now):
        return None
    session, account = row
    if visitor.now - session.last_seen >= lantern.policies.numbers.touch_seconds:
        _touch(lantern, session.id, visitor)
    return Found(session, account)


def _touch(lantern: Lantern, session_id: int, visitor: Visitor) -> None:
    with lantern.database.writing() as db:
        session = lock_session(db, session_id)
        if session is not None:
            session.last_seen, session.address, session.browser = (
                visitor.now,
                visitor.address,
                visitor.browser,
            )


def _is_alive(lantern: Lantern, session: WebSession, now: float) -> bool:
    return lantern.policies.sessions.is_alive(
        Stage(session.stage), session.started_at, session.last_seen, now
    )


def begin(
    lantern: Lantern, db: Session, stage: Stage, account: Account | None, visitor: Visitor, method: str = ""
) -> tuple[WebSession, str]:
    """A new session and its token. Long dead sessions are swept out on the way."""
    if lantern.database.is_to_be_swept(WebSession, visitor.now):
        sweep(db, WebSession, WebSession.last_seen < visitor.now - 2 * DAY)
    token = secrets.token_urlsafe(lantern.policies.numbers.session_token_bytes)
    session = WebSession(
        token_hash=hash_token(token),
        account_id=account.id if account else None,
        stage=stage.value,
        method=method,
        started_at=visitor.now,
        last_seen=visitor.now,
        password_at=visitor.now if account else 0.0,
        address=visitor.address,
        browser=visitor.browser,
        wanted="",
    )
    db.add(session)
    db.flush()
    return session, token


def renew(lantern: Lantern, session: WebSession) -> str:
    """Gives a session a new token at a step up (ASVS 7.2.4); the old one is worthless from then on."""
    token = secrets.token_urlsafe(lantern.policies.numbers.session_token_bytes)
    session.token_hash = hash_token(token)
    return token


def drop(db: Session, token: str | None) -> None:
    """Removes the session of a token, if there is one."""
    if token:
        db.execute(delete(WebSession).where(WebSession.token_hash == hash_token(token)))


def lock(
    lantern: Lantern, db: Session, session: WebSession, stage: Stage, now: float
) -> tuple[Account, WebSession]:
    """Locks the session's account, then the session as it is now.

    Raises SessionGone when it was ended or changed.
    """
    if session.account_id is None:
        raise SessionGone
    account = lock_account(db, session.account_id)
    current = lock_session(db, session.id)
    if current is None or current.stage != stage or current.token_hash != session.token_hash:
        raise SessionGone
    if not _is_alive(lantern, current, now):
        raise SessionGone
    return account, current


def end_others(lantern: Lantern, db: Session, account: Account, keep: int, change: Change) -> None:
    """Ends what a change has to end: other devices' sessions, sign-ins waiting for their second step, what
    is remembered of devices.
    """
    if lantern.policies.sessions.forgets_devices(change):
        _forget_devices(db, account)
    doomed = []
    if lantern.policies.sessions.ends_other_sessions(change):
        doomed.append(WebSession.stage == Stage.FULL)
    if lantern.policies.sessions.ends_pending_sign_ins(change):
        doomed.append(WebSession.stage == Stage.HALF)
    if doomed:
        db.execute(
            delete(WebSession).where(WebSession.account_id == account.id, WebSession.id != keep, or_(*doomed))
        )


def _forget_devices(db: Session, account: Account) -> None:
    db.execute(delete(RememberedDevice).where(RememberedDevice.account_id == account.id))


def say(session: WebSession, kind: str, text: str) -> None:
    """Leaves a message for the session's next page. `kind` is success, info, warning or error."""
    session.messages = json.dumps([*json.loads(session.messages), [kind, text]])


def take_messages(lantern: Lantern, session: WebSession) -> list[tuple[str, str]]:
    """The messages for this page; they are told once."""
    if session.messages == "[]":
        return []
    with lantern.database.writing() as db:
        current = lock_session(db, session.id)
        texts = json.loads(current.messages) if current else []
        if current:
            current.messages = "[]"
    return [(kind, text) for kind, text in texts]


def leave_message(lantern: Lantern, session: WebSession, kind: str, text: str) -> None:
    """As `say`, in a transaction of its own."""
    with lantern.database.writing() as db:
        current = lock_session(db, session.id)
        if current is not None:
            say(current, kind, text)


def all_of(lantern: Lantern, account_id: int, now: float) -> list[WebSession]:
    """The account's live, fully signed-in sessions, latest first."""
    mine = select(WebSession).where(WebSession.account_id == account_id, WebSession.stage == Stage.FULL)
    with lantern.database.reading() as db:
        sessions = (
            db.execute(mine.order_by(WebSession.last_seen.desc(), WebSession.id.desc())).scalars().all()
        )
    return [session for session in sessions if _is_alive(lantern, session, now)]


def end_one(lantern: Lantern, session: WebSession, victim_id: int, visitor: Visitor) -> bool:
    """Ends another session of the same account. False when the account has no such session."""
    with lantern.database.writing() as db:
        account, own = lock(lantern, db, session, Stage.FULL, visitor.now)
        victim = lock_session(db, victim_id, of=account.id)
        if victim is None or victim.id == own.id:
            return False
        db.delete(victim)
        record(lantern, db, account, Event.SESSIONS_ENDED, visitor)
        say(own, "success", "That device is signed out.")
    return True


def end_all_others(lantern: Lantern, session: WebSession, visitor: Visitor) -> None:
    """Ends every other session of the account and its pending sign-ins; no device is remembered any more."""
    with lantern.database.writing() as db:
        account, own = lock(lantern, db, session, Stage.FULL, visitor.now)
        db.execute(delete(WebSession).where(WebSession.account_id == account.id, WebSession.id != own.id))
        _forget_devices(db, account)
        record(lantern, db, account, Event.SESSIONS_ENDED, visitor)
        say(own, "success", "You're signed out everywhere else.")


def sign_out(lantern: Lantern, found: Found, visitor: Visitor) -> None:
    """Ends this session; at the second step it ends the sign-in."""
    with lantern.database.writing() as db:
        if found.account is not None:
            lock_account(db, found.account.id)  # before its session, as everybody does: else two could cross
        db.execute(delete(WebSession).where(WebSession.id == found.session.id))
        if found.account is not None and found.stage is Stage.FULL:
            record(lantern, db, found.account, Event.SIGNED_OUT, visitor)
