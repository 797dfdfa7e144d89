"""The reference server that lets people set 2FA up and nobody in: `python -m tests.guide.lets_nobody_in`."""

import sys
from dataclasses import replace

from starlette.applications import Starlette

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.rules.codes import Replay
from server.settings import Settings
from tests.guide.refuses_everything import NoBackupCode


class SpentAlready(Replay):
    """Every code counts as used; the one that confirms a set-up isn't asked about."""

    def allows(self, step: int, last_used: int | None, now: float) -> bool:
        return False


def create_deaf_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """The application with the rules about codes at sign-in replaced."""
    deaf = replace(policies, replay=SpentAlready(), backup_codes=NoBackupCode(policies.numbers))
    return create_app(settings, clock, deaf)


if __name__ == "__main__":
    sys.exit(main(create_app=create_deaf_app))
