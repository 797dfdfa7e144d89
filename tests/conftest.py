"""Keeps the runs that tests start from writing to the CI job that the tests themselves run in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_ci() -> Iterator[None]:
    """What GitHub and GitLab say of themselves is gone while tests run, and back when the session reports."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
            patch.delenv(name, raising=False)
        yield
