"""Faults about what is left behind and who may look in: cookies, caches, frames, and too little time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.datastructures import MutableHeaders

from faults.fault import Faults, Wiring, fired, fires
from faults.layers import rewriting_headers, rewriting_pages
from faults.numbers import WAITING
from server.flows import enrolment, second_step, sessions
from server.rules.lockout import Tries
from server.rules.sessions import SessionRules, Stage
from server.store.queries import AUTHENTICATOR, BACKUP_CODE, account_by_email, tries_of
from server.web import two_factor_pages, visit

faults = Faults()

DAY = 86400
LOCKED_BY_NOW = "A wrong backup code among wrong codes"


def _cookies(server: Wiring, change: Callable[[str], str]) -> None:
    """Change every cookie that is set."""

    def changed(scope: Any, headers: MutableHeaders) -> None:
        set_anew = [fires(change(cookie), cookie) for cookie in headers.getlist("set-cookie")]
        if set_anew:
            del headers["set-cookie"]
        for cookie in set_anew:
            headers.append("set-cookie", cookie)

    server.around(rewriting_headers(changed))


@faults(
    "P-readable-cookie",
    "Scripts can read the cookie that a sign-in hangs on.",
    "A script that copies all that it can read",
)
def _(server: Wiring) -> None:
    _cookies(server, lambda cookie: re.sub("; HttpOnly", "", cookie, flags=re.I))


@faults(
    "P-lasting-cookie",
    "The cookie that a sign-in hangs on outlasts the browser by a month.",
    "Closing the browser before the code",
    "Closing the browser while signed in",
)
def _(server: Wiring) -> None:
    _cookies(server, lambda cookie: f"{cookie}; Max-Age={30 * DAY}" if "Max-Age" not in cookie else cookie)


@faults(
    "P-cookie-only",
    "Signing out takes the cookie away, and the sign-in behind it stays.",
    "Somebody kept what the browser held before the sign-out",
)
def _(server: Wiring) -> None:
    def sign_out(right: Any, *given: Any) -> None:
        fired()

    server.flow(sessions, "sign_out", sign_out)


@faults(
    "P-kept-pages",
    "Browsers may keep pages with a key or with backup codes, and show them after the sign-out.",
    "The way back to a key",
    "The way back to backup codes",
)
def _(server: Wiring) -> None:
    def keep(scope: Any, headers: MutableHeaders) -> None:
        if scope["path"].startswith("/settings/security/"):
            headers["cache-control"] = fires("private, max-age=600", headers.get("cache-control"))

    server.around(rewriting_headers(keep))


@faults("P-stored-key", "The set-up leaves the key in a cookie.", "What the browser keeps of a set-up")
def _(server: Wiring) -> None:
    def shown(right: Any, here: Any, mode: Any, *rest: Any) -> Any:
        response = right(here, mode, *rest)
        if (set_up := enrolment.show(here.lantern, here.session, mode, here.visitor)) is not None:
            fired()
            response.set_cookie("set-up", set_up.key.replace(" ", ""))
        return response

    server.flow(two_factor_pages, "_show", shown)


@faults(
    "P-framed",
    "Any site can show the settings inside itself.",
    "Looking at the settings through somebody else's site: a neighbour of the product",
)
def _(server: Wiring) -> None:
    def open_up(scope: Any, headers: MutableHeaders) -> None:
        policy = headers.get("content-security-policy", "")
        headers["content-security-policy"] = fires(policy.replace("; frame-ancestors 'none'", ""), policy)
        del headers["x-frame-options"]

    server.around(rewriting_headers(open_up))


@faults(
    "P-method-resets",
    "A wrong backup code makes the product forget the wrong codes before it.",
    LOCKED_BY_NOW,
)
def _(server: Wiring) -> None:
    def fail(right: Any, attempt: Any, verdict: Any) -> Any:
        if attempt.method == BACKUP_CODE:
            other = tries_of(attempt.db, attempt.account.id, AUTHENTICATOR)
            other.tries = fires(Tries(), other.tries)
        return right(attempt, verdict)

    server.flow(second_step, "_fail", fail)


@faults(
    "K1-reset",
    "Who asks for a new password is told when there is no such account.",
    "A forgotten password for three addresses",
)
def _(server: Wiring) -> None:
    def forgot(right: Any, here: Any) -> Any:
        with here.lantern.database.reading() as db:
            known = account_by_email(db, here.form.get("email", ""))
        return right(here) if known else fires(visit.redirect("/sign-up"), None)

    server.page("/forgot-password", "post", forgot)


class TwoMinutes(SessionRules):
    """A sign-in waits for two minutes."""

    def is_alive(self, stage: Stage, started_at: float, last_seen: float, now: float) -> bool:
        right = super().is_alive(stage, started_at, last_seen, now)
        return fires(now - started_at < 120, right) if stage is Stage.HALF else right


@faults(
    "P-hurry",
    "A sign-in waits for its code for two minutes only.",
    "More than three minutes for a code",
    "A right code just before the sign-in has waited too long",
    WAITING,
)
def _(server: Wiring) -> None:
    server.rules(sessions=TwoMinutes(server.policies.numbers))


@faults("P-hurry-untold", "Nobody is told how long a sign-in waits.", "Reading how long there is")
def _(server: Wiring) -> None:
    def silent(path: str, text: str) -> str:
        return fires(re.sub(r"This sign-in waits \d+ \w+ for its code\.", "", text), text)

    server.around(rewriting_pages(silent))


@faults(
    "P-late-untold",
    "Whoever took too long is sent back to the sign-in without a word, and to its beginning.",
    "The right code a moment too late",
    "Too late on the way to the settings",
)
def _(server: Wiring) -> None:
    def to_sign_in(right: Any, here: Any, why: str, *rest: Any, **named: Any) -> Any:
        return (
            fires(visit.redirect("/sign-in"), None) if why == "expired" else right(here, why, *rest, **named)
        )

    server.flow(visit, "to_sign_in", to_sign_in)
