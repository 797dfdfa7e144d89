"""Sends forms of several pages at one moment: a race for one code, or codes in a burst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from targets.common.traffic import SENT_BY_ITSELF_WITHIN, SENT_WITHIN, Traffic

if TYPE_CHECKING:
    from playwright.sync_api import Locator

SEND = """(field, [moment, text]) => setTimeout(() => {
    if (!text) return field.form.requestSubmit()
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text)
    for (const kind of ['input', 'keyup']) field.dispatchEvent(new Event(kind, { bubbles: true }))
}, moment - Date.now())"""
"""The last character is given as frameworks notice it: by the field's own setter, with events that rise."""
RELEASED_AFTER = 50
"""Milliseconds for each of several forms to be told of the moment at which all are sent."""


@dataclass(frozen=True)
class Filled:
    """A form that is filled in and not sent.

    text: all that the field should hold, where its last character is still missing and may send the form.
    """

    field: Locator
    traffic: Traffic
    text: str = ""


def send_at_once(forms: Sequence[Filled]) -> list[bool]:
    """Send them without waiting for each other, and wait for the answers: False for what the browser kept.

    What was said to send itself and didn't is sent as any other, at a later moment.
    """
    sent = _released(forms)
    pairs = list(zip(forms, sent, strict=True))
    late = iter(_released([replace(form, text="") for form, is_sent in pairs if form.text and not is_sent]))
    return [is_sent or (bool(form.text) and next(late)) for form, is_sent in pairs]


def _released(forms: Sequence[Filled]) -> list[bool]:
    begun = [form.traffic.begun for form in forms]
    if forms:
        moment = float(forms[0].field.evaluate("() => Date.now()")) + RELEASED_AFTER * len(forms)
        for form in forms:
            form.field.evaluate(SEND, [moment, form.text])
    return [
        form.traffic.answer(before, SENT_BY_ITSELF_WITHIN if form.text else SENT_WITHIN)
        for form, before in zip(forms, begun, strict=True)
    ]
