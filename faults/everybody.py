"""Faults that keep people out who use other tools: no names, no keyboard, no clipboard, silent refusals."""

from __future__ import annotations

import re
from typing import Any

from starlette.datastructures import MutableHeaders

from faults.fault import Faults, Wiring, fires
from faults.layers import rewriting_headers, rewriting_pages
from server.flows.second_step import Verdict
from server.web import words

faults = Faults()

WAY_IN = "Coming by on the way in"
WAY_ON = "Coming by on the way to two factors"
BACKUP_WAY = "Coming by on the way in with a backup code"
GIVEN_OUT = "Coming by where backup codes are given out"
ASK_FOR_CODES = (
    f"{WAY_IN}: the second step",
    f"{WAY_IN}: the second step after a wrong code",
    BACKUP_WAY,
    f"{WAY_ON}: a set-up",
    f"{WAY_ON}: a set-up after a wrong code",
)
WITHOUT_MOUSE = (
    "Signing in without a mouse",
    "Signing in with a backup code and without a mouse",
    "Finishing the set-up without a mouse",
)


def _rewriting(server: Wiring, pattern: str, other: str, where: str = "") -> None:
    """Change all that matches, in every page or in those whose path begins so."""

    def change(path: str, text: str) -> str:
        return fires(re.sub(pattern, other, text, flags=re.DOTALL), text) if path.startswith(where) else text

    server.around(rewriting_pages(change))


def _without_policy(server: Wiring) -> None:
    """Let scripts stand in pages, as careless products do."""

    def drop(scope: Any, headers: MutableHeaders) -> None:
        del headers["content-security-policy"]

    server.around(rewriting_headers(drop))


@faults(
    "P-no-language",
    "No page says in which language it is.",
    WAY_IN,
    WAY_ON,
    BACKUP_WAY,
    GIVEN_OUT,
)
def _(server: Wiring) -> None:
    _rewriting(server, '<html lang="en">', "<html>")


@faults("P-no-name", "Beside the field for a code stands a button that nobody can read out.", *ASK_FOR_CODES)
def _(server: Wiring) -> None:
    _rewriting(server, r'(<input id="code"[^>]*>)', r'\1<button type="button"></button>')


@faults(
    "P-mouse-only",
    "What sends a code can only be clicked on: no key does it, and the Tab key passes it over.",
    *ASK_FOR_CODES,
    *WITHOUT_MOUSE,
)
def _(server: Wiring) -> None:
    _without_policy(server)
    deaf = r"""\1 onkeydown="return event.key != 'Enter'">"""
    _rewriting(server, r'(<form method="post" action="[^"]*(?:code|set-up|move)" novalidate)>', deaf)
    click = r"""<div role="button" class="button" onclick="this.closest('form').requestSubmit()">\1</div>"""
    _rewriting(
        server, r'<button class="button primary(?: wide)?" type="submit">(Verify|Turn on)</button>', click
    )


@faults(
    "P-no-pasting",
    "Nothing can be pasted where a code belongs.",
    "Pasting the code from the phone",
    "Pasting a backup code",
    "Pasting the code that ends the set-up",
)
def _(server: Wiring) -> None:
    _without_policy(server)
    _rewriting(server, '<input id="code"', '<input onpaste="return false" id="code"')


@faults(
    "P-no-hints",
    "Neither phones nor tools are told what belongs where.",
    "A sign-in with a tool that keeps passwords",
    "A phone that offers the right keys",
)
def _(server: Wiring) -> None:
    _rewriting(server, r' (?:inputmode|autocomplete)="[a-z-]+"', "", where="/sign-in")


@faults(
    "P-asks-twice",
    "The second step asks for the name once more.",
    "Being asked for the code and for nothing else",
)
def _(server: Wiring) -> None:
    again = '<label for="who">Email</label><input id="who" type="email" name="who">'
    _rewriting(server, r'<div class="field">', f'{again}<div class="field">', where="/sign-in/code")


@faults(
    "P-silent",
    "A refusal stands on the page, and nobody who can't see it is told.",
    "A wrong password at the sign-in",
    "A wrong code at the second step",
    "A made-up backup code at the second step",
    "A wrong code during the set-up",
    "The right code while the way in is locked",
)
def _(server: Wiring) -> None:
    _rewriting(server, 'role="alert"', 'role="alert" aria-live="off"')
    _rewriting(server, r' aria-describedby="[^"]*"', "")


@faults(
    "P-curt", "A wrong code is answered with nothing but that it is wrong.", "Reading on after a wrong code"
)
def _(server: Wiring) -> None:
    def curt(right: Any, outcome: Any, *given: Any) -> Any:
        told = right(outcome, *given)
        return fires("That code is wrong.", told) if outcome.verdict is Verdict.WRONG else told

    server.flow(words, "code_error", curt)
