"""Faults about changes (J): old keys that live on, changes without proof, owners who aren't told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import MutableHeaders

from faults.backup_codes import without_password
from faults.fault import Faults, Wiring, fired, fires
from faults.layers import rewriting_headers
from server.flows import backup, enrolment, passwords, second_step, sessions, sign_in
from server.rules.access import Origin
from server.rules.notices import Event, Notices
from server.store.queries import account_by_email, lock_session
from server.store.tables import Authenticator
from server.web import two_factor_pages

faults = Faults()

OLD_PHONE = "The old phone"
CONFIRMING = "Confirming the new phone"
FOUND_PHONE = "Somebody finds the lost phone"
OLD_ENTRY = "The old entry after moving to a new one on the same phone"
READS_MAIL = "A stranger who reads the owner's mail"


class OldKeys:
    """Keys that should be gone, and still open the account."""

    def __init__(self) -> None:
        self.keys: dict[int, bytes] = {}

    def keep(self, lantern: Any, account_id: int) -> None:
        """Put the present key aside."""
        with lantern.database.reading() as db:
            row = db.get(Authenticator, account_id)
        if row is not None:
            self.keys[account_id] = lantern.vault.open(row.sealed_key, account_id)

    def judge(self, right: Any, attempt: Any, code: str) -> Any:
        """Judge a code by the old key first."""
        key = self.keys.get(attempt.account.id)
        if key is None or not attempt.lantern.policies.window.matches(key, code, attempt.visitor.now):
            return right(attempt, code)
        fired()
        return second_step._succeed(attempt)


@faults(
    "J2",
    "After linking a new phone in place of the old one, the old one's codes still work.",
    CONFIRMING,
    FOUND_PHONE,
    OLD_ENTRY,
)
def _(server: Wiring) -> None:
    old = OldKeys()

    def confirm(right: Any, lantern: Any, session: Any, mode: Any, *given: Any) -> Any:
        if mode is enrolment.Mode.MOVE:
            old.keep(lantern, session.account_id)
        return right(lantern, session, mode, *given)

    server.flow(enrolment, "confirm", confirm)
    server.flow(second_step, "_judge_code", old.judge)


@faults(
    "J2-off", "The old phone's codes work again once two-factor authentication was off and on.", OLD_PHONE
)
def _(server: Wiring) -> None:
    old = OldKeys()

    def turn_off(right: Any, lantern: Any, session: Any, visitor: Any) -> Any:
        old.keep(lantern, session.account_id)
        return right(lantern, session, visitor)

    server.flow(enrolment, "turn_off", turn_off)
    server.flow(second_step, "_judge_code", old.judge)


@faults(
    "J3",
    "An open session can turn two-factor authentication off without the password.",
    "Turning it off long after the password was given",
)
def _(server: Wiring) -> None:
    without_password(server, "/settings/security/two-factor/turn-off")


@faults(
    "J6",
    "Asking for a reset link turns two-factor authentication off, and takes no more than a name.",
    READS_MAIL,
)
def _(server: Wiring) -> None:
    def ask_reset(right: Any, lantern: Any, email: str, visitor: Any) -> None:
        right(lantern, email, visitor)
        with lantern.database.writing() as db:
            if account := account_by_email(db, email):
                account.two_factor_since = fires(None, account.two_factor_since)

    server.flow(passwords, "ask_reset", ask_reset)


def silent_about(server: Wiring, *events: Event) -> None:
    """Neither tell the owner of these events nor list them among recent activity."""

    def record(
        right: Any, lantern: Any, db: Any, account: Any, event: Event, *given: Any, **details: Any
    ) -> None:
        if event in events:
            return fired()
        right(lantern, db, account, event, *given, **details)
        return None

    for module in (enrolment, second_step, passwords, backup, sign_in):
        server.flow(module, "record", record)


@faults(
    "J7", "The owner isn't told that a backup code was used.", "Telling the owner that a backup code was used"
)
def _(server: Wiring) -> None:
    silent_about(server, Event.BACKUP_CODE_USED)


@faults(
    "J7-try",
    "The owner learns nothing of a stranger who knew the password.",
    "A try that stopped at the second step",
)
def _(server: Wiring) -> None:
    silent_about(server, Event.WRONG_SECOND_STEP, Event.PASSWORD_ACCEPTED)


@faults(
    "P-stays-on",
    "Turning two-factor authentication off leaves it on.",
    "Turning it off and signing in",
    "Turning it off long after the password was given",
    "Turning it off after the password was changed",
    "Too many wrong passwords before a change",
    "A change made in her name: with two-factor authentication on, turns two-factor authentication off, that "
    "two-factor authentication is off now",
)
def _(server: Wiring) -> None:
    def turn_off(right: Any, lantern: Any, session: Any, visitor: Any) -> Any:
        fired()
        return None

    server.flow(enrolment, "turn_off", turn_off)


@faults(
    "P-ends-too-early",
    "Beginning to link a new phone already puts an end to the old one.",
    "Stopping before the new phone is confirmed",
)
def _(server: Wiring) -> None:
    def show(right: Any, lantern: Any, session: Any, mode: Any, visitor: Any) -> Any:
        shown = right(lantern, session, mode, visitor)
        if mode is enrolment.Mode.MOVE and shown:
            fired()
            with lantern.database.writing() as db:
                row = db.get(Authenticator, session.account_id)
                row.sealed_key = lantern.vault.seal(bytes(20), session.account_id)
        return shown

    server.flow(enrolment, "show", show)


FOREIGN, NEIGHBOUR, LINK = (
    "a foreign site that sends the same in her name",
    "a neighbour of the product that sends the same in her name",
    "a link of a foreign site that asks for the same",
)
TRAP_OFF = "A trap that would turn it off"
TRAP_CODES = "A trap that would replace her backup codes"


class AnyOrigin(Origin):
    """Takes posts from wherever they come."""

    def is_ours(self, headers: Mapping[str, str]) -> bool:
        return fires(True, super().is_ours(headers))


@faults(
    "J4",
    "A page on a neighbouring address can change the protection in the owner's name.",
    f"{TRAP_OFF}: {NEIGHBOUR}",
    f"{TRAP_CODES}: {NEIGHBOUR}",
)
def _(server: Wiring) -> None:
    server.rules(origin=AnyOrigin())


@faults(
    "J4-foreign",
    "A page of any other site can change the protection in the owner's name.",
    f"{TRAP_OFF}: {FOREIGN}",
    f"{TRAP_CODES}: {FOREIGN}",
    f"{TRAP_OFF}: {NEIGHBOUR}",
    f"{TRAP_CODES}: {NEIGHBOUR}",
)
def _(server: Wiring) -> None:
    def sent_along(scope: Any, headers: MutableHeaders) -> None:
        if cookie := headers.get("set-cookie"):
            headers["set-cookie"] = cookie.replace("; SameSite=lax", "")

    server.rules(origin=AnyOrigin())
    server.around(rewriting_headers(sent_along))


@faults(
    "J4-link", "Following a link turns two-factor authentication off, wherever the link stands.", TRAP_OFF
)
def _(server: Wiring) -> None:
    def turned_off(right: Any, here: Any) -> Any:
        fired()
        return two_factor_pages._turn_off(here)

    server.page("/settings/security/two-factor/turn-off", "get", turned_off)


@faults(
    "J4-link-codes",
    "Following a link makes new backup codes, wherever the link stands.",
    f"{TRAP_CODES}: {LINK}",
)
def _(server: Wiring) -> None:
    def made(right: Any, here: Any) -> Any:
        fired()
        backup.make_new(here.lantern, here.session, here.visitor)
        return right(here)

    server.page("/settings/security/backup-codes/new", "get", made)


@faults(
    "J5", "Anybody can sign out anybody's device, by its number.", "Signing out a device of somebody else"
)
def _(server: Wiring) -> None:
    def end_one(right: Any, lantern: Any, session: Any, victim_id: int, visitor: Any) -> bool:
        if right(lantern, session, victim_id, visitor):
            return True
        with lantern.database.writing() as db:
            victim = lock_session(db, victim_id)
            if victim is not None:
                fired()
                db.delete(victim)
        return victim is not None

    server.flow(sessions, "end_one", end_one)


class SilentAboutChanges(Notices):
    """Lists changes among recent activity, and sends nobody a message."""

    def is_told(self, event: Event) -> bool:
        changes = (
            Event.TWO_FACTOR_ON,
            Event.TWO_FACTOR_OFF,
            Event.TWO_FACTOR_MOVED,
            Event.NEW_BACKUP_CODES,
            Event.AUTHENTICATOR_LOCKED,
        )
        right = super().is_told(event)
        return fires(False, right) if event in changes else right


@faults(
    "J7-changes",
    "The owner gets no message when the protection is changed or locked.",
    "A change made in her name",
    "New backup codes made in her name",
    "The wrong code that locks",
)
def _(server: Wiring) -> None:
    server.rules(notices=SilentAboutChanges())


@faults(
    "J8",
    "After the password was changed, changes to the protection still ask for the old one.",
    "Turning it off after the password was changed",
)
def _(server: Wiring) -> None:
    old: dict[int, str] = {}

    def change(right: Any, lantern: Any, found: Any, current: str, new: str, visitor: Any) -> Any:
        changed = right(lantern, found, current, new, visitor)
        if changed.token:
            old[found.account.id] = current
        return changed

    def confirm(right: Any, lantern: Any, found: Any, password: str, visitor: Any) -> Any:
        if password == old.get(found.account.id, password):
            return right(lantern, found, password, visitor)
        fired()
        return passwords.Confirmed()

    server.flow(passwords, "change", change)
    server.flow(passwords, "confirm", confirm)
