"""Devices that people have had remembered: for some days these spare their owners the second step."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.flows.sessions import hash_token
from server.lantern import Lantern, Visitor
from server.policy import DAY
from server.store.queries import lock_account, sweep
from server.store.tables import Account, RememberedDevice, WebSession


def remember(lantern: Lantern, account: Account, token: str, visitor: Visitor) -> str:
    """A token by which the visitor's browser is known from now on; `token` is that of the session just begun.

    '' where the policy remembers none, or where that session was ended meanwhile: by a change that makes all
    devices strangers. Devices too old to count are swept out on the way.
    """
    numbers = lantern.policies.numbers
    if not lantern.policies.sessions.remembers_devices():
        return ""
    with lantern.database.writing() as db:
        lock_account(db, account.id)
        if db.scalar(select(WebSession.id).where(WebSession.token_hash == hash_token(token))) is None:
            return ""
        sweep(db, RememberedDevice, RememberedDevice.since <= visitor.now - numbers.remembered_days * DAY)
        fresh = secrets.token_urlsafe(numbers.session_token_bytes)
        db.add(RememberedDevice(token_hash=hash_token(fresh), account_id=account.id, since=visitor.now))
    return fresh


def is_known(lantern: Lantern, db: Session, account: Account, visitor: Visitor) -> bool:
    """Whether the visitor's browser was remembered for this account, and still counts."""
    shown = (db.get(RememberedDevice, hash_token(token)) for token in visitor.devices)
    its = (device for device in shown if device is not None and device.account_id == account.id)
    return any(lantern.policies.sessions.is_remembered(device.since, visitor.now) for device in its)
