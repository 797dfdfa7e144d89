"""Each test has a register of its own."""

from __future__ import annotations

import pytest

from harness import secrets


@pytest.fixture(autouse=True)
def register(monkeypatch: pytest.MonkeyPatch) -> secrets.Register:
    """An empty register in place of the process's."""
    empty = secrets.Register()
    monkeypatch.setattr(secrets, "live", empty)
    return empty
