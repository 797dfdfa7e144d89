"""Faults of ways that should simply work (P, D6, D10): half-finished set-ups, missing codes, wrong turns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from faults.changes import OldKeys
from faults.fault import Faults, Wiring, fired, fires
from server.flows import backup, enrolment, second_step, sessions, sign_in
from server.rules.sessions import Stage
from server.store.queries import account_by_email, lock_session
from server.web import render, two_factor_pages, visit

faults = Faults()

TAKEN_UP_AGAIN = "Coming back to a sign-in that was given up"
FROM_THE_LIST = "Trying codes from the top, the middle and the end of the list"


@faults(
    "P-on-once-saved",
    "The settings say that two-factor authentication is on, and no code is asked until the backup codes are "
    "saved.",
    "Entering the code that the phone shows",
    "Downloading the codes",
    "Writing the codes down",
    "Looking for the codes a second time: by loading them once more",
    "Looking for the codes a second time: in her security settings",
    "Looking for the codes a second time: on a second device",
    "Looking for the codes a second time: by asking for them directly, as a script does",
    "Scanning twice and confirming the second time",
    "Two set-ups open side by side",
)
def _(server: Wiring) -> None:
    unsaved: set[int] = set()

    def codes_page(right: Any, here: Any, codes: tuple[str, ...], why: str) -> Any:
        if why == "set-up":
            unsaved.add(here.account.id)
        return right(here, codes, why)

    def saved(right: Any, here: Any) -> Any:
        unsaved.discard(here.account.id)
        return right(here)

    def begin(right: Any, lantern: Any, db: Any, stage: Any, account: Any, *given: Any, **named: Any) -> Any:
        is_early = stage is Stage.HALF and account.id in unsaved
        return right(lantern, db, fires(Stage.FULL, stage) if is_early else stage, account, *given, **named)

    server.flow(two_factor_pages, "_codes_page", codes_page)
    server.page("/settings/security/backup-codes/saved", "post", saved)
    server.flow(sessions, "begin", begin)


@faults(
    "P-any-password",
    "Any password is taken for the right one.",
    "A wrong password before any code",
    "A wrong password for three addresses",
)
def _(server: Wiring) -> None:
    def signed_in(
        right: Any, lantern: Any, email: str, password: str, wanted: str, old: Any, visitor: Any
    ) -> Any:
        step = right(lantern, email, password, wanted, old, visitor)
        with lantern.database.reading() as db:
            account = account_by_email(db, email)
        if step.token or account is None:
            return step
        return fires(sign_in._begin(lantern, account, wanted, old, visitor), step)

    server.flow(sign_in, "sign_in", signed_in)


@faults(
    "P-cancel-leads-in",
    "Who gives up at the second step is signed in.",
    "Turning back when asked for a code",
    TAKEN_UP_AGAIN,
)
def _(server: Wiring) -> None:
    def cancelled(right: Any, here: Any) -> Any:
        fired()
        with here.lantern.database.writing() as db:
            session = lock_session(db, here.session.id)
            assert session is not None
            session.stage = Stage.FULL.value
        return visit.redirect("/home")

    server.page("/sign-in/cancel", "post", cancelled)


@faults(
    "P-only-the-old-phone",
    "After two-factor authentication was off and on, only the old phone's codes are right.",
    "The new phone",
    "The old phone",
)
def _(server: Wiring) -> None:
    old = OldKeys()

    def turn_off(right: Any, lantern: Any, session: Any, visitor: Any) -> Any:
        old.keep(lantern, session.account_id)
        return right(lantern, session, visitor)

    def key_of(right: Any, attempt: Any, authenticator: Any) -> bytes | None:
        new: bytes | None = right(attempt, authenticator)
        return fires(old.keys.get(attempt.account.id, new), new)

    server.flow(enrolment, "turn_off", turn_off)
    server.flow(second_step, "_key_of", key_of)


@faults(
    "D6-middle",
    "A code from the middle of the list that is shown is not among those that are stored.",
    f"{FROM_THE_LIST}: a backup code from the middle of her list",
)
def _(server: Wiring) -> None:
    def prepare(right: Any, lantern: Any) -> Any:
        fresh = right(lantern)
        fired()
        middle = (len(fresh.codes) - 1) // 2
        other = lantern.policies.backup_codes.generate()[0]
        return replace(fresh, codes=(*fresh.codes[:middle], other, *fresh.codes[middle + 1 :]))

    server.flow(backup, "prepare", prepare)


@faults(
    "D10-device",
    "The first look at the settings on another device shows the backup codes once more.",
    "Looking for the codes a second time: on a second device",
)
def _(server: Wiring) -> None:
    shown: dict[int, tuple[int, tuple[str, ...]]] = {}

    def codes_page(right: Any, here: Any, codes: tuple[str, ...], why: str) -> Any:
        shown[here.account.id] = here.session.id, codes
        return right(here, codes, why)

    def page(right: Any, here: Any, template: str, *rest: Any, **values: Any) -> Any:
        at, codes = shown.get(here.account.id, (0, ())) if template == "security.html" else (0, ())
        if codes and here.session.id != at:
            fired()
            told = f"Your backup codes: {' '.join(codes)}"
            values["events"] = [*values["events"], {"when": "", "text": told, "address": ""}]
        return right(here, template, *rest, **values)

    server.flow(two_factor_pages, "_codes_page", codes_page)
    server.flow(render, "page", page)
