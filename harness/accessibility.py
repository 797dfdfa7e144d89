"""Barriers on a page that axe-core finds, and what its fields tell browsers, phones and readers of screens.

Only what axe counts for the levels A and AA of WCAG 2.x is a barrier here; its advice beyond that is not.
How people get on with the keyboard alone is in hands.py, what they are told is in announcing.py.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""axe-core's tags for the success criteria of WCAG 2.0, 2.1 and 2.2, levels A and AA."""
OPTIONS = {"runOnly": {"type": "tag", "values": list(LEVELS)}, "resultTypes": ["violations"]}
NUMBERS_ALONE = "number"
"""The type of fields that drop leading zeros and take an e for a digit: not for codes (HTML standard)."""
DIGITS = ("numeric", "decimal", "tel")
TOLD_BY_FIELD = """field => ({type: field.type, keypad: field.inputMode, pattern: field.pattern,
    purpose: field.autocomplete.split(/\\s+/)})"""
SIGN_IN_PURPOSES = """() => {
    const seen = [...document.querySelectorAll('input')].filter(field => field.checkVisibility())
    const purposes = field => field.autocomplete.split(/\\s+/)
    const password = seen.filter(field => field.type == 'password')
    const names = seen.filter(field => ['text', 'email', 'tel'].includes(field.type))
    return {names: names.map(purposes), passwords: password.map(purposes)} }"""
ASKED_AGAIN = """() => [...document.querySelectorAll('input')].filter(field => field.checkVisibility()
    && !field.value && (field.type == 'password' && !field.autocomplete.includes('one-time-code')
        || field.type == 'email' || /\\busername\\b|\\bemail\\b/.test(field.autocomplete))).length"""


@cache
def _axe() -> Axe:
    return Axe()


def barriers(page: Page) -> list[str]:
    """What keeps people out of a page: each rule of axe that it breaks, in axe's words, and how often.

    Nothing of what the page holds is told beyond that, as that may be a secret.
    """
    found: list[dict[str, Any]] = _axe().run(page, options=OPTIONS).response["violations"]
    return [_told(rule["help"], rule["id"], len(rule["nodes"])) for rule in found]


def _told(words: str, rule: str, times: int) -> str:
    return f"{words} ({rule}{f', {times} times' if times > 1 else ''})"


def unfit_for_codes(field: Locator) -> list[str]:
    """What a code's field leaves untold, or tells wrongly; empty where all is as it should be.

    autocomplete is one-time-code and there are digits to type with (HTML standard, 4.10.18.7 and 6.8.7).
    """
    told: dict[str, Any] = field.evaluate(TOLD_BY_FIELD)
    has_digits = told["keypad"] in DIGITS or told["type"] == "tel" or "d" in told["pattern"]
    return [
        what
        for what, holds in {
            "it does not say that it takes a one-time code": "one-time-code" in told["purpose"],
            "a phone shows all its letters for it": has_digits or told["type"] == NUMBERS_ALONE,
            "it takes numbers, which have no zeros in front": told["type"] != NUMBERS_ALONE,
        }.items()
        if not holds
    ]


def unfit_for_names_and_passwords(page: Page) -> list[str]:
    """What the sign-in shown leaves untold: WCAG 2.2, 1.3.5 for the name, practice for the password."""
    told: dict[str, list[list[str]]] = page.evaluate(SIGN_IN_PURPOSES)
    names = [purposes for purposes in told["names"] if {"username", "email"} & set(purposes)]
    passwords = [purposes for purposes in told["passwords"] if "current-password" in purposes]
    return [
        what
        for what, holds in {
            "nothing says where the name belongs": bool(names),
            "nothing says where the password belongs": bool(passwords) or not told["passwords"],
        }.items()
        if not holds
    ]


def asks_again(page: Page) -> bool:
    """Whether the page asks for a name or a password, left empty (WCAG 2.2, 3.3.7)."""
    return bool(page.evaluate(ASKED_AGAIN))
