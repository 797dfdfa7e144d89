"""The reference server at another cost of argon2 than its own, for figures that depend on it.

    .venv/bin/python -m benchmarks.hashing rfc9106 --lab ...    # otherwise as python -m server

Not an option of the server's: it finds backup codes by their hash, so a database goes with its cost.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from starlette.applications import Starlette

from server.__main__ import AppFactory, main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.policy import Policy
from server.settings import Settings

_CHANGES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "owasp": {},  # the server's own: the OWASP sheet's argon2id, 19 MiB, 2 passes, 1 lane
        "rfc9106": {  # RFC 9106 4, second recommended option, where memory is short
            "argon2_memory_kib": 64 * 1024,
            "argon2_passes": 3,
            "argon2_lanes": 4,
        },
    }
)
NAMES = tuple(_CHANGES)
"""Costs by whose advice they follow."""


def numbers(name: str, own: Policy | None = None) -> Policy:
    """The server's numbers, or others, with this cost. Raises KeyError for a name that isn't in NAMES."""
    return replace(own or Policy(), **_CHANGES[name])


def factory(name: str) -> AppFactory:
    """As `create_app`, with this cost."""

    def app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
        return create_app(settings, clock, Policies.standard(numbers(name, policies.numbers)))

    return app


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"Which cost? Give one of {', '.join(NAMES)}, then what python -m server takes.")
    sys.exit(main(sys.argv[2:], factory(sys.argv[1])))
