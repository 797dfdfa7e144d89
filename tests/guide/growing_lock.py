"""The reference server with a lock that grows: `python -m tests.guide.growing_lock`.

The first lock in a row lasts as long as the policy says, each further one twice as long as the one before.
"""

import sys
from dataclasses import replace

from starlette.applications import Starlette

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.rules.lockout import Lockout, Tries
from server.settings import Settings


class Doubling(Lockout):
    """Each lock in a row is twice as long as the one before."""

    def after_failure(self, tries: Tries, now: float) -> Tries:
        after = super().after_failure(tries, now)
        if after.until == tries.until:
            return after
        locks_before = tries.in_a_row // self.policy.wrong_codes_to_lock
        return replace(after, until=now + self.policy.lock_seconds * 2**locks_before)


def create_growing_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """The application with that rule in place of its own."""
    return create_app(settings, clock, replace(policies, lockout=Doubling(policies.numbers)))


if __name__ == "__main__":
    sys.exit(main(create_app=create_growing_app))
