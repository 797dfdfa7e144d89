"""The reference server with rules that say no to every code: `python -m tests.guide.refuses_everything`."""

import sys
from dataclasses import replace

from starlette.applications import Starlette

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.rules.backup_codes import BackupCodes, StoredCode
from server.rules.codes import Window
from server.settings import Settings


class NoCode(Window):
    """No code matches any step."""

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        return []


class NoBackupCode(BackupCodes):
    """No backup code is one of the stored ones."""

    def find(self, hashed: bytes, stored: list[StoredCode]) -> StoredCode | None:
        return None


def create_stern_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """The application with every rule about codes replaced."""
    numbers = policies.numbers
    return create_app(
        settings, clock, replace(policies, window=NoCode(numbers), backup_codes=NoBackupCode(numbers))
    )


if __name__ == "__main__":
    sys.exit(main(create_app=create_stern_app))
