"""The server with quick password hashes, for tests that sign in a thousand times.

Main reads the limit on slow requests from the application's own numbers.
"""

import sys

from starlette.applications import Starlette

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.policy import Policy
from server.settings import Settings

REQUEST_SECONDS = 4


def quick_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """As `create_app`, with cheap argon2, and with less patience for slow clients."""
    numbers = Policy(argon2_memory_kib=8, argon2_passes=1, request_seconds=REQUEST_SECONDS)
    return create_app(settings, clock, Policies.standard(numbers))


if __name__ == "__main__":
    sys.exit(main(create_app=quick_app))
