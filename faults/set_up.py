"""Faults about setting up (I): on too early, other keys than shown, weak keys, set-ups that get mixed up."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from faults.backup_codes import without_password
from faults.fault import Faults, Wiring, fired, fires
from faults.layers import rewriting_pages
from faults.numbers import KEY
from server import totp
from server.flows import enrolment, sessions
from server.rules.sessions import BindingRules, Stage
from server.store.tables import Authenticator, PendingBinding
from server.totp import key_text, otpauth_uri
from server.web import two_factor_pages

faults = Faults()

LEAVING = "Leaving the set-up half-way"
WALKING_AWAY = "Walking away from an open set-up"
SCANNING = "Scanning the QR code"
BY_HAND = "Typing the key by hand instead of scanning"
OLDER_ENTRY = "Confirming with the older of two entries"
SCANNING_TWICE = "Scanning twice and confirming the second time"
IN_HER_NAME = "A change made in her name: with two-factor authentication on"


@faults(
    "I1",
    "Two-factor authentication is on as soon as the QR code is shown, before any code.",
    LEAVING,
    WALKING_AWAY,
    "Looking for backup codes during a set-up",
)
def _(server: Wiring) -> None:
    early: set[int] = set()

    def show(right: Any, lantern: Any, session: Any, mode: Any, visitor: Any) -> Any:
        shown = right(lantern, session, mode, visitor)
        with lantern.database.writing() as db:
            account, _ = sessions.lock(lantern, db, session, Stage.FULL, visitor.now)
            pending = db.get(PendingBinding, account.id)
            if mode is enrolment.Mode.SET_UP and shown is not None and pending is not None:
                fired()
                early.add(account.id)
                account.two_factor_since = visitor.now
                db.execute(delete(Authenticator).where(Authenticator.account_id == account.id))
                db.add(
                    Authenticator(account_id=account.id, sealed_key=pending.sealed_key, bound_at=visitor.now)
                )
        return shown

    def fits(right: Any, account: Any, mode: Any) -> bool:
        is_early = mode is enrolment.Mode.SET_UP and account.id in early
        return is_early or bool(right(account, mode))

    def bind(right: Any, lantern: Any, db: Any, account: Any, *given: Any) -> None:
        early.discard(account.id)
        right(lantern, db, account, *given)

    server.flow(enrolment, "_fits", fits)
    server.flow(enrolment, "_bind", bind)
    server.flow(enrolment, "show", show)


@faults(
    "I3",
    "Linking again shows the key of the first time.",
    "Setting up a second time",
    "The old phone",
    "Somebody finds the lost phone",
    "The old entry after moving to a new one on the same phone",
    "Confirming the new phone",
    SCANNING_TWICE,
    OLDER_ENTRY,
    # Not "Two set-ups open side by side": there a key may stay by what Lantern declares of a reload.
)
def _(server: Wiring) -> None:
    def start(right: Any, lantern: Any, db: Any, account: Any, session: Any, visitor: Any) -> bytes:
        new = right(lantern, db, account, session, visitor)
        key = hashlib.sha256(account.email.encode()).digest()[:20]
        pending = db.get(PendingBinding, account.id)
        pending.sealed_key = lantern.vault.seal(key, account.id)
        return fires(key, new)

    server.flow(enrolment, "_start", start)


@faults("I4", "The key to type is another one than that in the QR code.", BY_HAND)
def _(server: Wiring) -> None:
    def shown(right: Any, lantern: Any, account: Any, key: bytes) -> Any:
        told = right(lantern, account, key)
        return fires(replace(told, key=key_text(key[::-1])), told)

    server.flow(enrolment, "_shown", shown)


@faults(
    "I6",
    "The key has 80 bits.",
    SCANNING,
    KEY,
)
def _(server: Wiring) -> None:
    def short(right: Any, *given: Any) -> Any:
        fired()
        return right(*given, enforce_key_length=False)

    server.numbers(key_bytes=10)
    server.flow(totp, "HOTP", short)
    server.flow(totp, "TOTP", short)


@faults(
    "I7",
    "An open session can turn two-factor authentication on without the password.",
    "Starting a set-up long after the password was given",
)
def _(server: Wiring) -> None:
    without_password(server, two_factor_pages.SET_UP)


@faults(
    "I8",
    "A new phone's QR code announces a minute for each code; the server changes codes every half minute.",
    "Confirming the new phone",
    "Linking a new phone",
    "A backup code, a new phone, and back in",
    f"{IN_HER_NAME}, links a new phone, that another phone makes the codes from now",
)
def _(server: Wiring) -> None:
    def show(right: Any, lantern: Any, session: Any, mode: Any, visitor: Any) -> Any:
        shown = right(lantern, session, mode, visitor)
        if shown is None or mode is not enrolment.Mode.MOVE:
            return shown
        return fires(replace(shown, uri=shown.uri.replace("period=30", "period=60")), shown)

    server.flow(enrolment, "show", show)


@faults(
    "P-alike-keys",
    "The keys of all accounts differ in a few letters only.",
    "Two people who set up two-factor authentication",
)
def _(server: Wiring) -> None:
    def start(right: Any, lantern: Any, db: Any, account: Any, session: Any, visitor: Any) -> bytes:
        new: bytes = right(lantern, db, account, session, visitor)
        key = hashlib.sha256(b"the same for all").digest()[:16] + new[16:]
        pending = db.get(PendingBinding, account.id)
        pending.sealed_key = lantern.vault.seal(key, account.id)
        return fires(key, new)

    server.flow(enrolment, "_start", start)


@faults("P-wrong-label", "The QR code names another account.", SCANNING)
def _(server: Wiring) -> None:
    def shown(right: Any, lantern: Any, account: Any, key: bytes) -> Any:
        told = right(lantern, account, key)
        return fires(replace(told, uri=otpauth_uri(key, "somebody@example.com", "Lantern")), told)

    server.flow(enrolment, "_shown", shown)


@faults("P-one-try", "A wrong code ends the set-up.", "Mistyping the code during the set-up")
def _(server: Wiring) -> None:
    class OneTry(BindingRules):
        """The first wrong code is the last."""

        def survives(self, wrong_tries: int) -> bool:
            return fires(False, super().survives(wrong_tries))

    server.rules(binding=OneTry(server.policies.numbers))


@faults(
    "P-any-code-confirms",
    "Any code at all confirms the set-up.",
    "Mistyping the code during the set-up",
    OLDER_ENTRY,
)
def _(server: Wiring) -> None:
    def judge(right: Any, lantern: Any, db: Any, account: Any, code: str, now: float) -> Any:
        step, failure = right(lantern, db, account, code, now)
        return fires(int(now // 30), step), failure

    server.flow(enrolment, "_looks_right", lambda right, *given: True)
    server.flow(enrolment, "_judge", judge)


@faults(
    "P-key-changes",
    "Each time the set-up is loaded it shows another key, though the same one is declared.",
    "Loading the set-up once more",
)
def _(server: Wiring) -> None:
    def live(right: Any, *given: Any) -> Any:
        return fires(None, right(*given))

    def show(right: Any, *given: Any) -> Any:
        whole = enrolment._live
        enrolment._live = live_once(whole)
        try:
            return right(*given)
        finally:
            enrolment._live = whole

    def live_once(whole: Any) -> Any:
        return lambda *given: live(whole, *given)

    server.flow(enrolment, "show", show)


@faults(
    "P-abandoned-key",
    "A set-up that was replaced by a newer one can still be confirmed by its code.",
    OLDER_ENTRY,
)
def _(server: Wiring) -> None:
    keys: dict[int, list[bytes]] = {}

    def start(right: Any, lantern: Any, db: Any, account: Any, session: Any, visitor: Any) -> bytes:
        key: bytes = right(lantern, db, account, session, visitor)
        keys.setdefault(account.id, []).append(key)
        return key

    def matches_any(lantern: Any, account_id: int, code: str, now: float) -> bytes | None:
        window = lantern.policies.window
        return next((key for key in keys.get(account_id, []) if window.matches(key, code, now)), None)

    def looks_right(right: Any, lantern: Any, session: Any, code: str, now: float) -> bool:
        return matches_any(lantern, session.account_id, code, now) is not None

    def judge(right: Any, lantern: Any, db: Any, account: Any, code: str, now: float) -> Any:
        key = matches_any(lantern, account.id, code, now)
        if key is not None:
            pending = db.get(PendingBinding, account.id)
            if enrolment._open(lantern, pending) != key:
                fired()
                pending.sealed_key = lantern.vault.seal(key, account.id)
        return right(lantern, db, account, code, now)

    server.flow(enrolment, "_start", start)
    server.flow(enrolment, "_looks_right", looks_right)
    server.flow(enrolment, "_judge", judge)


@faults(
    "P-says-on",
    "The settings of a new account say that two-factor authentication is on.",
    "Looking at the settings of a new account",
    "Signing in to a new account",
    "Following the menus after signing in",
    LEAVING,
    WALKING_AWAY,
    "Turning it off and signing in",
    "Turning it off long after the password was given",
    "Turning it off after the password was changed",
)
def _(server: Wiring) -> None:
    def lying(path: str, text: str) -> str:
        wrong = text.replace('data-testid="two-factor-status">Off', 'data-testid="two-factor-status">On')
        return fires(wrong, text)

    server.around(rewriting_pages(lying))


@faults(
    "P-no-offer",
    "The settings of a new account don't offer to turn two-factor authentication on.",
    "Looking at the settings of a new account",
)
def _(server: Wiring) -> None:
    def hiding(path: str, text: str) -> str:
        return fires(text.replace(">Turn on two-factor authentication</a>", ">Read more</a>"), text)

    server.around(rewriting_pages(hiding))


@faults(
    "P-menu-leads-elsewhere",
    "The account menu doesn't lead to the settings.",
    "Following the menus after signing in",
)
def _(server: Wiring) -> None:
    def elsewhere(path: str, text: str) -> str:
        return fires(
            text.replace('class="menu-item" href="/settings"', 'class="menu-item" href="/home"'), text
        )

    server.around(rewriting_pages(elsewhere))
