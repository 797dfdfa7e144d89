"""How an account's security stands, for its owner to see."""

from dataclasses import dataclass

from sqlalchemy import select

from server.lantern import Lantern
from server.store.queries import AUTHENTICATOR, codes_left, tries_of
from server.store.tables import Account, ActivityLine


@dataclass(frozen=True)
class Summary:
    """`on_since` is None while 2FA is off; `disabled` after too many wrong codes in a row."""

    on_since: float | None
    disabled: bool
    codes_left: int
    activity: list[ActivityLine]


def of(lantern: Lantern, account: Account) -> Summary:
    """Reads the summary as it is now."""
    latest = (
        select(ActivityLine).where(ActivityLine.account_id == account.id).order_by(ActivityLine.id.desc())
    )
    with lantern.database.reading() as db:
        disabled = lantern.policies.lockout.is_disabled(tries_of(db, account.id, AUTHENTICATOR).tries)
        activity = list(db.execute(latest.limit(lantern.policies.numbers.activity_shown)).scalars())
        return Summary(account.two_factor_since, disabled, codes_left(db, account.id), activity)
