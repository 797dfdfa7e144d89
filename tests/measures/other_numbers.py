"""The reference server with other numbers than its own: `python -m tests.measures.other_numbers`.

The environment variable OTHER_NUMBERS says which, as JSON with the names of server.policy.Policy.
"""

import json
import os
import sys
from dataclasses import replace

from starlette.applications import Starlette

from server.__main__ import main
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.settings import Settings

VARIABLE = "OTHER_NUMBERS"


def create_other_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """The application with those numbers in place of its own."""
    changed = json.loads(os.environ[VARIABLE])
    return create_app(settings, clock, Policies.standard(replace(policies.numbers, **changed)))


if __name__ == "__main__":
    sys.exit(main(create_app=create_other_app))
