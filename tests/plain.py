"""What an unremarkable product declares: for tests that are about one of its facts, or about none."""

from __future__ import annotations

from typing import Any

from targets.port import Facts

PLAIN: dict[str, Any] = {
    "steps_back": 1,
    "steps_ahead": 1,
    "lock": None,
    "backup_codes": None,
    "fresh_password_seconds": None,
    "same_key_on_reload": True,
    "same_key_on_restart": True,
    "ends_other_sessions": True,
    "can_relink": True,
    "activity": True,
    "outbox": True,
}


def plain(**declared: Any) -> Facts:
    """Facts of such a product, but for what is given."""
    return Facts(**{**PLAIN, **declared})


def plain_text(declared: str = "") -> str:
    """The same as an expression for the text of a target's file; declared: such as 'lock=None'."""
    return f"Facts(**({PLAIN!r} | dict({declared})))"
