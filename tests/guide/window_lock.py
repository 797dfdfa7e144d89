"""The reference server with wrong codes counted in a window of time: `python -m tests.guide.window_lock`.

As many as lock, within as long as a lock lasts: then the way in is locked until the window that the first of
them opened is over.
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


class Window(Lockout):
    """A lock ends with the window. Its beginning is kept as a negative `until`, which locks nothing."""

    def after_failure(self, tries: Tries, now: float) -> Tries:
        opened = -tries.until if tries.until < 0 else now
        if now >= opened + self.policy.lock_seconds:
            tries, opened = Tries(), now
        after = super().after_failure(replace(tries, until=-opened), now)
        return after if after.until < 0 else replace(after, until=opened + self.policy.lock_seconds)


def create_window_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """The application with that rule in place of its own."""
    return create_app(settings, clock, replace(policies, lockout=Window(policies.numbers)))


if __name__ == "__main__":
    sys.exit(main(create_app=create_window_app))
