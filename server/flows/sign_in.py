"""The first step of signing in: the password."""

from dataclasses import dataclass

from server.flows import devices, passwords, sessions
from server.lantern import Lantern, Visitor
from server.notices import record
from server.rules.notices import Event
from server.rules.sessions import Stage
from server.store.queries import all_tries_of, lock_account
from server.store.tables import Account


@dataclass(frozen=True)
class FirstStep:
    """What came of it: a session's token and whether the second step is due, or minutes to wait, or
    nothing.
    """

    token: str | None = None
    second_step_due: bool = False
    wait_minutes: int = 0


def sign_in(
    lantern: Lantern, email: str, password: str, wanted: str, old_token: str | None, visitor: Visitor
) -> FirstStep:
    """Checks the password and begins a session: half a one when 2FA is on and this device isn't remembered,
    else a full one.

    The browser's old one ends.
    """
    checked = passwords.check(lantern, email, password, visitor)
    if checked.account is None:
        return FirstStep(wait_minutes=checked.wait_minutes)
    return _begin(lantern, checked.account, wanted, old_token, visitor)


def _begin(
    lantern: Lantern, verified: Account, wanted: str, old_token: str | None, visitor: Visitor
) -> FirstStep:
    with lantern.database.writing() as db:
        account = lock_account(db, verified.id)
        if not passwords.accept(db, account, verified, visitor):
            return FirstStep()
        sessions.drop(db, old_token)
        due = lantern.policies.sessions.needs_second_step(account.two_factor_since)
        is_spared = due and devices.is_known(lantern, db, account, visitor)
        due = due and not is_spared
        session, token = sessions.begin(
            lantern, db, Stage.HALF if due else Stage.FULL, account, visitor, method="password"
        )
        session.wanted = wanted
        for row in all_tries_of(db, account.id):
            row.tries = lantern.policies.lockout.after_password(row.tries)
        event = Event.PASSWORD_ACCEPTED if due else Event.SIGNED_IN
        method = "the password, on a remembered device" if is_spared else "the password"
        record(lantern, db, account, event, visitor, method=method)
    return FirstStep(token, due)
