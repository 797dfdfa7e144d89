"""The reference server with rules that say yes to every code: `python -m tests.guide.lets_everyone_in`."""

import sys
from dataclasses import replace

from starlette.applications import Starlette

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.rules.backup_codes import BackupCodes, StoredCode
from server.rules.codes import Replay, Window
from server.rules.lockout import Lockout, Tries
from server.settings import Settings
from server.totp import step_at


class AnyCode(Window):
    """Every code matches the present step."""

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        return [step_at(now, self.policy.step_seconds)]


class AnyTime(Replay):
    """Every step may be used again."""

    def allows(self, step: int, last_used: int | None, now: float) -> bool:
        return True


class AnyBackupCode(BackupCodes):
    """Every backup code is one of the stored ones, and none is ever used up."""

    def find(self, hashed: bytes, stored: list[StoredCode]) -> StoredCode | None:
        return stored[0] if stored else None

    def may_use(self, code: StoredCode) -> bool:
        return True


class NoLimit(Lockout):
    """Nothing ever locks."""

    def after_failure(self, tries: Tries, now: float) -> Tries:
        return tries


def create_kind_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """The application with every rule about codes replaced."""
    numbers = policies.numbers
    kind = replace(
        policies,
        window=AnyCode(numbers),
        replay=AnyTime(),
        backup_codes=AnyBackupCode(numbers),
        lockout=NoLimit(numbers),
    )
    return create_app(settings, clock, kind)


if __name__ == "__main__":
    sys.exit(main(create_app=create_kind_app))
