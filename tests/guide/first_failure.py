"""A pytest plugin that leaves a chapter once it has a verdict that says enough."""

from __future__ import annotations

import os

import pytest

ENOUGH = "TWOFOLD_ENOUGH"
"""Names the verdicts, parted by spaces."""


class FirstFailure:
    """Skips what is left of a module once one of its examples has such a verdict."""

    def __init__(self) -> None:
        self.enough = os.environ.get(ENOUGH, "FAIL").split()
        self.left: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and getattr(report, "verdict", "") in self.enough:
            self.left.add(report.nodeid.partition("::")[0])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item.nodeid.partition("::")[0] in self.left:
            pytest.skip("this chapter has said enough")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(FirstFailure())
