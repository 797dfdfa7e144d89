"""Faults about devices that are remembered: for too long, for too many, or not for all who share one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faults.fault import Faults, Wiring, fired, fires
from server.flows import devices, sign_in
from server.flows.sessions import hash_token
from server.rules.sessions import Change, SessionRules
from server.store.tables import RememberedDevice

faults = Faults()

OFF_AND_ON = "Two-factor authentication turned off and on again"
NEW_PASSWORD = "A new password after a device was remembered"
SOMEBODY = "Somebody else on a remembered device"
DAY_AFTER = "The day after the last one"
AFTER_THE_NEXT = "The sign-in after the next"
SHARED = "Two people who share a device"


@dataclass(frozen=True)
class ForgetsNothing(SessionRules):
    """Sessions end as they should; devices stay remembered whatever changes."""

    def forgets_devices(self, change: Change) -> bool:
        """Never."""
        return fires(False, super().forgets_devices(change))


@dataclass(frozen=True)
class RemembersForEver(SessionRules):
    """A remembered device counts until the browser throws its cookie away."""

    def is_remembered(self, since: float, now: float) -> bool:
        """Always."""
        return fires(True, super().is_remembered(since, now))


@faults(
    "H1",
    "A remembered device stays so when the protection or the password changes.",
    OFF_AND_ON,
    NEW_PASSWORD,
)
def _(server: Wiring) -> None:
    server.rules(sessions=ForgetsNothing(server.policies.numbers))


@faults("H2", "A device that somebody had remembered spares everybody the code.", SOMEBODY)
def _(server: Wiring) -> None:
    def is_known(right: Any, lantern: Any, db: Any, account: Any, visitor: Any) -> bool:
        shown = (db.get(RememberedDevice, hash_token(token)) for token in visitor.devices)
        anybodys = any(
            device is not None and lantern.policies.sessions.is_remembered(device.since, visitor.now)
            for device in shown
        )
        return fires(anybodys, right(lantern, db, account, visitor))

    server.flow(devices, "is_known", is_known)


@faults(
    "H3",
    "A device is remembered for as long as its browser keeps a cookie, not for the days told.",
    DAY_AFTER,
)
def _(server: Wiring) -> None:
    server.rules(sessions=RemembersForEver(server.policies.numbers))


def _forget(lantern: Any, visitor: Any) -> None:
    """Make a stranger of the visitor's browser, for all who had it remembered."""
    with lantern.database.writing() as db:
        for token in visitor.devices:
            if (device := db.get(RememberedDevice, hash_token(token))) is not None:
                db.delete(device)
                fired()


@faults("H3-once", "A remembered device spares its owner one code, and asks for the next.", AFTER_THE_NEXT)
def _(server: Wiring) -> None:
    def begin(right: Any, lantern: Any, verified: Any, wanted: Any, old_token: Any, visitor: Any) -> Any:
        step = right(lantern, verified, wanted, old_token, visitor)
        if step.token and not step.second_step_due:
            _forget(lantern, visitor)
        return step

    server.flow(sign_in, "_begin", begin)


@faults("H4", "Of the people who share a device, the last one alone is remembered.", SHARED)
def _(server: Wiring) -> None:
    def remember(right: Any, lantern: Any, account: Any, session: str, visitor: Any) -> str:
        _forget(lantern, visitor)
        return str(right(lantern, account, session, visitor))

    server.flow(devices, "remember", remember)
