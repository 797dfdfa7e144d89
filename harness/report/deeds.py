"""What was done in a step, in a sentence a deed, for the page. Knows nothing of HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from harness.report.view import Deed

if TYPE_CHECKING:
    from harness import record

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
    product, machine = (datetime.fromisoformat(deed[key]) for key in ("product_time", "at"))
    took = f", took {deed['took']:.1f} s" if "took" in deed else ""
    return f"{product:%Y-%m-%d %H:%M:%S} for the product, {machine:%H:%M:%S} UTC here{took}"
