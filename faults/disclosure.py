"""Faults about what is let out (K) and let in (L): accounts, secrets, keys, other sites, names with signs."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import Any

from jinja2 import Environment
from starlette.responses import Response

from faults.fault import Faults, Wiring, fired, fires
from faults.layers import rewriting_pages
from server.flows import enrolment, second_step
from server.rules.access import HOME, Redirects
from server.store.queries import account_by_email
from server.store.tables import Account, Authenticator
from server.web import render, sign_in_pages, visit, words

faults = Faults()

THREE_ADDRESSES = "A wrong password for three addresses"
KEY_AGAIN = "Looking for the key a second time"
OTHER_SITE = "Signing in by a link that names another site"
WANTED = "Wanting the security settings before signing in"
WANTED_MISTYPED = "Mistyping the code on the way to the settings"
WANTED_BACKUP = "Using a backup code on the way to the settings"


def _known(here: Any) -> Account | None:
    with here.lantern.database.reading() as db:
        return account_by_email(db, here.form.get("email", ""))


@faults("K1", "A wrong password is answered otherwise where there is no account.", THREE_ADDRESSES)
def _(server: Wiring) -> None:
    right_words = words.SIGN_IN_FAILED

    def posted(right: Any, here: Any) -> Any:
        told = "That password is wrong." if _known(here) else "There is no such account."
        words.SIGN_IN_FAILED = fires(told, right_words)
        return right(here)

    server.page("/sign-in", "post", posted)


@faults(
    "K1-factor",
    "A wrong password is answered otherwise where two-factor authentication is on.",
    THREE_ADDRESSES,
)
def _(server: Wiring) -> None:
    def posted(right: Any, here: Any) -> Any:
        response, known = right(here), _known(here)
        if known is None or known.two_factor_since is None or response.status_code != 422:
            return response
        fired()
        return visit.redirect("/sign-in?why=ended")

    server.page("/sign-in", "post", posted)


@faults(
    "K3",
    "The code that signs in stands in the address that it leads to.",
    "Addresses of a sign-in with a code",
    "Addresses of a sign-in with a backup code",
)
def _(server: Wiring) -> None:
    def signed_in(right: Any, here: Any, outcome: Any) -> Any:
        response = right(here, outcome)
        fired()
        response.headers["location"] += f"?code={here.form['code'].replace(' ', '')}"
        return response

    server.flow(sign_in_pages, "_signed_in", signed_in)


@faults(
    "K3-key",
    "A page that shows a key or codes reports them to a statistics address, in the address.",
    "Addresses of a set-up",
    "Addresses of a new set of backup codes",
)
def _(server: Wiring) -> None:
    def reporting(path: str, text: str) -> str:
        shown = re.findall(r"<code[^>]*>([^<]+)</code>", text)
        seen = "".join(f'<img alt="" src="/static/icon.svg?seen={code}">' for code in shown)
        return fires(text.replace("</main>", f"{seen}</main>"), text)

    server.around(rewriting_pages(reporting))


@faults(
    "K4",
    "The set-up still shows the key after two-factor authentication is on.",
    f"{KEY_AGAIN}: wherever the set-up led her",
    f"{KEY_AGAIN}: by going back after leaving the set-up",
    f"{KEY_AGAIN}: wherever the set-up led her, on a second device",
    f"{KEY_AGAIN}: by asking for it directly, as a script does",
)
def _(server: Wiring) -> None:
    def show(right: Any, lantern: Any, session: Any, mode: Any, visitor: Any) -> Any:
        shown = right(lantern, session, mode, visitor)
        return shown if shown or mode is not enrolment.Mode.SET_UP else fires(_kept(lantern, session), shown)

    server.flow(enrolment, "show", show)


def _kept(lantern: Any, session: Any) -> Any:
    """What a set-up would show of the key in force."""
    with lantern.database.reading() as db:
        account, row = db.get(Account, session.account_id), db.get(Authenticator, session.account_id)
    return enrolment._shown(lantern, account, lantern.vault.open(row.sealed_key, account.id))


@faults("K4-settings", "The security settings show the key in force.", KEY_AGAIN)
def _(server: Wiring) -> None:
    def page(right: Any, here: Any, template: str, *rest: Any, **values: Any) -> Any:
        if template == "security.html" and here.account.two_factor_since is not None:
            fired()
            told = f"Your key: {_kept(here.lantern, here.session).key}"
            values["events"] = [*values["events"], {"when": "", "text": told, "address": ""}]
        return right(here, template, *rest, **values)

    server.flow(render, "page", page)


@faults(
    "G6",
    "While the code is awaited the browser keeps the password.",
    "A sign-in left standing at a borrowed computer",
)
def _(server: Wiring) -> None:
    def posted(right: Any, here: Any) -> Any:
        response = right(here)
        if here.new_token:
            fired()
            response.set_cookie("wizard", base64.urlsafe_b64encode(here.form["password"].encode()).decode())
        return response

    server.page("/sign-in", "post", posted)


class HalfChecked(Redirects):
    """The usual careless check: it knows an address in full, and not the other ways to write one."""

    def safe(self, wanted: str | None) -> str:
        return fires(wanted or HOME, super().safe(wanted))


@faults("L2", "After the sign-in a link leads on to wherever it was made to lead.", OTHER_SITE)
def _(server: Wiring) -> None:
    def unescaped(right: Any, path: str) -> Response:
        return Response(status_code=303, headers={"location": path})

    server.rules(redirects=HalfChecked())
    server.flow(sign_in_pages, "redirect", unescaped)


@faults("L3", "After the code people always come to the start.", WANTED, WANTED_MISTYPED, WANTED_BACKUP)
def _(server: Wiring) -> None:
    def succeed(right: Any, attempt: Any) -> Any:
        outcome = right(attempt)
        return replace(outcome, wanted=fires("", outcome.wanted if outcome.wanted != HOME else ""))

    server.flow(second_step, "_succeed", succeed)


@faults("L3-mistyped", "A wrong code makes the product forget where one wanted to go.", WANTED_MISTYPED)
def _(server: Wiring) -> None:
    def fail(right: Any, attempt: Any, verdict: Any) -> Any:
        attempt.session.wanted = fires("", attempt.session.wanted)
        return right(attempt, verdict)

    server.flow(second_step, "_fail", fail)


@faults(
    "L1",
    "The name of an account is put into the page as it is, with all its signs.",
    "Setting up with a name that looks like a command",
    "Reading the settings with a name that looks like a command",
)
def _(server: Wiring) -> None:
    def templates(right: Any) -> Environment:
        environment: Environment = right()
        environment.autoescape = fires(False, environment.autoescape)
        return environment

    server.flow(render, "_templates", templates)
