"""Backup codes: a set prepared and stored, made anew, and checked for the download of what was just shown."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.flows import sessions
from server.lantern import Lantern, Visitor
from server.notices import record
from server.rules.lockout import Tries
from server.rules.notices import Event
from server.rules.sessions import Change, Stage
from server.store.queries import BACKUP_CODE, backup_set, drop_backup_codes, stored_codes, tries_of
from server.store.tables import Account, BackupCode, BackupSet, WebSession


@dataclass(frozen=True)
class FreshSet:
    """A new set: the codes to show once, and what is stored of them."""

    codes: tuple[str, ...]
    salt: bytes
    hashes: tuple[bytes, ...]


def prepare(lantern: Lantern) -> FreshSet:
    """Makes a set. Slow on purpose (argon2), so call it outside a transaction."""
    rule = lantern.policies.backup_codes
    codes, salt = rule.generate(), rule.new_salt()
    hashes = tuple(rule.hash(rule.read(code) or "", salt) for code in codes)
    return FreshSet(tuple(codes), salt, hashes)


def store(db: Session, account: Account, fresh: FreshSet, now: float) -> None:
    """Makes a set the account's only one. Lock the account first."""
    drop_backup_codes(db, account.id)
    db.add(BackupSet(account_id=account.id, salt=fresh.salt, made_at=now))
    db.add_all(
        BackupCode(account_id=account.id, position=at, hash=hashed) for at, hashed in enumerate(fresh.hashes)
    )


@dataclass(frozen=True)
class Made:
    """New codes to show, or none: because 2FA is off, or because this is a reload of the answer that showed
    them.
    """

    codes: tuple[str, ...] = ()
    already_shown: bool = False


def offer(lantern: Lantern, session: WebSession, visitor: Visitor) -> bool:
    """Opens the page that offers new codes; whether 2FA is on at all."""
    with lantern.database.writing() as db:
        account, own = sessions.lock(lantern, db, session, Stage.FULL, visitor.now)
        own.codes_shown = False
        return account.two_factor_since is not None


def make_new(lantern: Lantern, session: WebSession, visitor: Visitor) -> Made:
    """Makes new codes; the old ones die at once."""
    fresh = prepare(lantern)
    with lantern.database.writing() as db:
        account, own = sessions.lock(lantern, db, session, Stage.FULL, visitor.now)
        if own.codes_shown or account.two_factor_since is None:
            return Made(already_shown=own.codes_shown)
        own.codes_shown = True
        store(db, account, fresh, visitor.now)
        tries_of(db, account.id, BACKUP_CODE).tries = Tries()  # a new set: nothing is held against it
        sessions.end_others(lantern, db, account, own.id, Change.NEW_BACKUP_CODES)
        record(lantern, db, account, Event.NEW_BACKUP_CODES, visitor)
    return Made(fresh.codes)


def is_whole_set(lantern: Lantern, account: Account, texts: list[str]) -> bool:
    """Whether these are all codes of the account's present set.

    A part of it never counts, so nothing can be guessed.
    """
    rule = lantern.policies.backup_codes
    with lantern.database.reading() as db:
        kept, codes = backup_set(db, account.id), stored_codes(db, account.id)
    read = [bare for bare in map(rule.read, texts) if bare is not None]
    if kept is None or not len(read) == len(texts) == len(set(read)) == len(codes):
        return False
    found = [rule.find(rule.hash(bare, kept.salt), codes) for bare in read]
    return all(code is not None for code in found)
