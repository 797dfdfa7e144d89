"""Queries that several flows share."""

from typing import Any, TypeVar

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.rules.backup_codes import StoredCode
from server.store.tables import Account, BackupCode, BackupSet, MethodTries, PasswordTries, WebSession

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


def lock_session(db: Session, session_id: int) -> WebSession | None:
    """A session as it is now, its row locked; None when it was ended.

    Lock its account first, if it has one.
    """
    return db.execute(_locked(select(WebSession).where(WebSession.id == session_id))).scalar_one_or_none()


def tries_of(db: Session, account_id: int, method: str) -> MethodTries:
    """The failures of a method, as they are now. Lock the account first."""
    return db.get_one(MethodTries, (account_id, method), populate_existing=True)


def lock_password_tries(db: Session, email: str, address: str, now: float) -> PasswordTries:
    """The wrong passwords for an e-mail address from a network address, locked; made if there are none."""
    insert: Any = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {
        "email": email,
        "address": address,
        "since_lock": 0,
        "in_a_row": 0,
        "until": 0.0,
        "last_at": now,
    }
    db.execute(insert(PasswordTries).values(values).on_conflict_do_nothing())
    statement = select(PasswordTries).where(PasswordTries.email == email, PasswordTries.address == address)
    return db.execute(_locked(statement)).scalar_one()


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


def _locked(statement: Select[Row]) -> Select[Row]:
    return statement.with_for_update().execution_options(populate_existing=True)
