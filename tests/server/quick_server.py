"""The server with quick password hashes, for tests that sign in a thousand times."""

import sys

from starlette.applications import Starlette

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.policy import Policy
from server.settings import Settings


def quick_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """As `create_app`, with cheap argon2."""
    return create_app(settings, clock, Policies.standard(Policy(argon2_memory_kib=8, argon2_passes=1)))


if __name__ == "__main__":
    sys.exit(main(create_app=quick_app))
