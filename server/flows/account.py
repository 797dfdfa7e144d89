"""Making accounts."""

import unicodedata

from sqlalchemy.exc import IntegrityError

from server.flows import sessions
from server.lantern import Lantern, Visitor
from server.notices import record
from server.rules.notices import Event
from server.rules.sessions import Stage
from server.store.queries import AUTHENTICATOR, BACKUP_CODE
from server.store.tables import Account, MethodTries


def normal_email(text: str, limit: int) -> str | None:
    """An e-mail address in the one form that is stored: trimmed, NFC, lower case; None when it can't be
    one.
    """
    email = unicodedata.normalize("NFC", text.strip()).lower()
    local, at, domain = email.rpartition("@")
    plain = all(character.isprintable() and not character.isspace() for character in email)
    whole = (
        bool(at and local and domain)
        and "@" not in local
        and not domain.startswith(".")
        and not domain.endswith(".")
    )
    return email if whole and plain and len(email) <= limit else None


def make(lantern: Lantern, email: str, password: str, visitor: Visitor) -> Account | None:
    """Makes an account for a normalised address with a checked password.

    None when the address has one already.
    """
    hashed = lantern.policies.passwords.hash(password)
    try:
        with lantern.database.writing() as db:
            account = Account(email=email, password_hash=hashed, made_at=visitor.now)
            db.add(account)
            db.flush()
            db.add_all(
                MethodTries(account_id=account.id, method=method) for method in (AUTHENTICATOR, BACKUP_CODE)
            )
            record(lantern, db, account, Event.ACCOUNT_MADE, visitor)
    except IntegrityError:
        return None
    return account


def sign_up(
    lantern: Lantern, email: str, password: str, old_token: str | None, visitor: Visitor
) -> str | None:
    """Makes an account and signs its owner in.

    The new session's token; None when the address has an account already.
    """
    account = make(lantern, email, password, visitor)
    if account is None:
        return None
    with lantern.database.writing() as db:
        sessions.drop(db, old_token)
        _, token = sessions.begin(lantern, db, Stage.FULL, account, visitor, method="password")
    return token
