"""A pytest plugin: the machine of this worker's browser is switched off in the middle of an example, once."""

from __future__ import annotations

import os
import signal

from pytest_bdd.parser import Step

GROUP = "ELSEWHERE_GROUP"
"""The environment variable with the process group to end."""


def pytest_bdd_before_step(step: Step) -> None:
    """Before the first When of the first worker."""
    if step.type == "when" and os.environ.get("PYTEST_XDIST_WORKER") == "gw0":
        group = os.environ.pop(GROUP, "")
        if group:
            os.killpg(int(group), signal.SIGKILL)
