"""Devices that people have had remembered: for some days these spare their owners the second step."""

import secrets

from sqlalchemy.orm import Session

from server.flows.sessions import hash_token
from server.lantern import Lantern, Visitor
from server.policy import DAY
from server.store.queries import sweep
from server.store.tables import Account, RememberedDevice


def remember(lantern: Lantern, db: Session, account: Account, visitor: Visitor) -> str:
    """A token by which the visitor's browser is known from now on. Devices too old to count are swept out."""
    numbers = lantern.policies.numbers
    sweep(db, RememberedDevice, RememberedDevice.since <= visitor.now - numbers.remembered_days * DAY)
    token = secrets.token_urlsafe(numbers.session_token_bytes)
    db.add(RememberedDevice(token_hash=hash_token(token), account_id=account.id, since=visitor.now))
    return token


def is_known(lantern: Lantern, db: Session, account: Account, visitor: Visitor) -> bool:
    """Whether the visitor's browser was remembered for this account, and still counts."""
    shown = (db.get(RememberedDevice, hash_token(token)) for token in visitor.devices)
    its = (device for device in shown if device is not None and device.account_id == account.id)
    return any(lantern.policies.sessions.is_remembered(device.since, visitor.now) for device in its)
