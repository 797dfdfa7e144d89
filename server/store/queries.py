"""Queries that several flows share."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, delete, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.rules.backup_codes import StoredCode
from server.store.tables import (
    Account,
    BackupCode,
    BackupSet,
    MethodTries,
    PasswordTries,
    RememberedDevice,
    WebSession,
)

AUTHENTICATOR = "authenticator"
BACKUP_CODE = "backup code"

Row = TypeVar("Row", Account, PasswordTries, WebSession)


def lock_account(db: Session, account_id: int) -> Account:
    """The account, its row locked to the end of the transaction: whatever belongs to it stands still
    meanwhile.
    """
    return db.execute(_locked(select(Account).where(Account.id == account_id))).scalar_one()


def account_by_email(db: Session, email: str) -> Account | None:
    """The account of a normalised e-mail address."""
    return db.execute(select(Account).where(Account.email == email)).scalar_one_or_none()


def lock_session(db: Session, session_id: int, of: int | None = None) -> WebSession | None:
    """A session as it is now, its row locked; None when it was ended, or isn't `of` that account.

    Lock its account first, if it has one.
    """
    wanted = select(WebSession).where(WebSession.id == session_id)
    if of is not None:
        wanted = wanted.where(WebSession.account_id == of)
    return db.execute(_locked(wanted)).scalar_one_or_none()


def tries_of(db: Session, account_id: int, method: str) -> MethodTries:
    """The failures of a method, as they are now. Lock the account first."""
    return db.get_one(MethodTries, (account_id, method), populate_existing=True)


def all_tries_of(db: Session, account_id: int) -> Sequence[MethodTries]:
    """The failures of all methods, as they are now. Lock the account first."""
    its = select(MethodTries).where(MethodTries.account_id == account_id)
    return db.execute(its.execution_options(populate_existing=True)).scalars().all()


def lock_password_tries(db: Session, email: str, address: str, now: float) -> PasswordTries:
    """The wrong passwords for an e-mail address from a network address, locked; made if there are none."""
    mine = select(PasswordTries).where(PasswordTries.email == email, PasswordTries.address == address)
    if (found := db.execute(_locked(mine)).scalar_one_or_none()) is not None:
        return found
    insert: Any = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {
        "email": email,
        "address": address,
        "since_lock": 0,
        "in_a_row": 0,
        "until": 0.0,
        "last_at": now,
    }
    # An update that changes nothing locks the row that is there, so that nobody removes it meanwhile.
    key, same = ["email", "address"], {"since_lock": PasswordTries.since_lock}
    db.execute(insert(PasswordTries).values(values).on_conflict_do_update(index_elements=key, set_=same))
    return db.execute(_locked(mine)).scalar_one()


def refund_password_try(db: Session, email: str, address: str) -> None:
    """Nothing is held against a network address any more that had the right password for an e-mail address.

    Lock the account first.
    """
    mine = (PasswordTries.email == email, PasswordTries.address == address)
    db.execute(update(PasswordTries).where(*mine).values(since_lock=0, in_a_row=0, until=0.0))


def backup_set(db: Session, account_id: int) -> BackupSet | None:
    """The account's set of backup codes, as it is now."""
    return db.get(BackupSet, account_id, populate_existing=True)


def stored_codes(db: Session, account_id: int) -> list[StoredCode]:
    """All codes of the account's set, used ones too."""
    rows = db.execute(select(BackupCode).where(BackupCode.account_id == account_id)).scalars()
    return [StoredCode(row.position, row.hash, row.used_at) for row in rows]


def codes_left(db: Session, account_id: int) -> int:
    """How many backup codes of the account are unused."""
    unused = select(func.count()).where(BackupCode.account_id == account_id, BackupCode.used_at.is_(None))
    return db.execute(unused).scalar_one()


def drop_backup_codes(db: Session, account_id: int) -> None:
    """Removes the account's set of backup codes."""
    db.execute(delete(BackupCode).where(BackupCode.account_id == account_id))
    db.execute(delete(BackupSet).where(BackupSet.account_id == account_id))


def sweep(
    db: Session,
    table: type[PasswordTries] | type[RememberedDevice] | type[WebSession],
    is_old: ColumnElement[bool],
) -> None:
    """Removes old rows, but for those that are being worked on: two sweeps never wait for each other."""
    key = list(table.__table__.primary_key)
    old = select(*key).where(is_old).with_for_update(skip_locked=True)
    db.execute(delete(table).where(tuple_(*key).in_(old)).execution_options(synchronize_session=False))


def _locked(statement: Select[Row]) -> Select[Row]:
    return statement.with_for_update().execution_options(populate_existing=True)
