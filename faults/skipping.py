"""Faults that skip the second step: for browsers that came before (F8), or once a code was refused (F11)."""

from __future__ import annotations

import secrets
from typing import Any

from faults.fault import HEADERS, Faults, Wiring, fires, remembering_headers
from server.flows import second_step, sessions
from server.rules.sessions import Stage
from server.web import sign_in_pages, visit

faults = Faults()


@faults(
    "F8",
    "A browser in which a code from the phone was given once needs only the password from then on.",
    "Using one code for two sign-ins",
    "An old code that was never used",
    "An old code that was used before",
    "A right code in between",
    "The new phone",
    "The old phone",
    "Backup codes from before the move",
    "The old entry after moving to a new one on the same phone",
)
def _(server: Wiring) -> None:
    known: dict[str, int] = {}

    def signed_in(right: Any, here: Any, outcome: Any) -> Any:
        response = right(here, outcome)
        if here.path != "/sign-in/code":
            return response
        known[mark := secrets.token_urlsafe()] = here.account.id
        response.set_cookie("known", mark, max_age=86400, httponly=True)
        return response

    def begin(right: Any, lantern: Any, db: Any, stage: Any, account: Any, *given: Any, **named: Any) -> Any:
        cookies = HEADERS.get({}).get("cookie", "")
        is_known = any(f"known={mark}" in cookies and known[mark] == account.id for mark in known)
        skips = stage is Stage.HALF and is_known
        return right(lantern, db, fires(Stage.FULL, stage) if skips else stage, account, *given, **named)

    server.around(remembering_headers)
    server.flow(sign_in_pages, "_signed_in", signed_in)
    server.flow(sessions, "begin", begin)


@faults(
    "F11",
    "A wrong code is refused on the page only: behind it the page for changing the password opens.",
    "A stranger who guesses a code",
)
def _(server: Wiring) -> None:
    refused: set[int] = set()

    def fail(right: Any, attempt: Any, verdict: Any) -> Any:
        refused.add(attempt.session.id)
        return right(attempt, verdict)

    def detour(right: Any, here: Any, page: Any) -> Any:
        due = right(here, page)
        is_refused = here.stage is Stage.HALF and here.session.id in refused
        return fires(None, due) if is_refused and page.path == "/settings/password" else due

    server.flow(second_step, "_fail", fail)
    server.flow(visit, "_detour", detour)
