"""What was done in a step, in a sentence a deed, for the page. Knows nothing of HTML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from harness.report.view import Deed

if TYPE_CHECKING:
    from harness import record

DAY, TIME = slice(0, 10), slice(11, 19)
"""Where they stand in a moment."""
CLASSLESS = ("", "unspecified")
"""What a product's reason is called when it gave none, which isn't worth a word."""


def told(deeds: Iterable[record.Deed]) -> tuple[Deed, ...]:
    """The deeds of a step."""
    return tuple(Deed(_sentence(deed), _when(deed), deed.get("picture", "")) for deed in deeds)


def _sentence(deed: record.Deed) -> str:
    done = f"{deed['by']}, device {deed['device']}: {deed['task']}"
    parts = [done + _given(deed), _read_back(deed)]
    answer = "; ".join(filter(None, parts))
    came = _answer(deed)
    return f"{answer} → {came}" if came else answer


def _given(deed: record.Deed) -> str:
    shapes = deed.get("given", [])
    return f" ({', '.join(shapes)}{_step(deed)})" if shapes else ""


def _step(deed: record.Deed) -> str:
    if "time_step" not in deed:
        return ""
    away = deed.get("steps_away", 0)
    place = "the present step" if away == 0 else f"{away:+d} steps from the present one"
    return f" of time step {deed['time_step']}, {place}, {_left(deed.get('seconds_left', 0.0))}"


def _left(seconds: float) -> str:
    return f"{seconds:g} s left" if seconds >= 0 else f"over for {-seconds:g} s"


def _read_back(deed: record.Deed) -> str:
    return f"the page held {deed['read_back']}" if "read_back" in deed else ""


def _answer(deed: record.Deed) -> str:
    reason, said = deed.get("reason", ""), deed.get("said", "")
    words = [deed.get("answer", ""), "" if reason in CLASSLESS else f"for: {reason}", said and f"“{said}”"]
    return ", ".join(filter(None, words))


def _when(deed: record.Deed) -> str:
    """By cutting: all moments are ISO 8601 in UTC, and a long run has a hundred thousand of them."""
    product = deed["product_time"]
    took = f", took {deed['took']:.1f} s" if "took" in deed else ""
    phone = f", {_on_phone(deed['phone_time'], product)}" if "phone_time" in deed else ""
    return f"{_day_and_time(product)} for the product{phone}, {deed['at'][TIME]} UTC here{took}"


def _on_phone(phone: str, product: str) -> str:
    """With its date where that is another one."""
    told = phone[TIME] if phone[DAY] == product[DAY] else _day_and_time(phone)
    return f"{told} on the phone"


def _day_and_time(moment: str) -> str:
    return f"{moment[DAY]} {moment[TIME]}"
