"""A pytest plugin that leaves a chapter at its first failure: one is enough to know."""

from __future__ import annotations

import pytest


class FirstFailure:
    """Skips what is left of a module once something in it has failed."""

    def __init__(self) -> None:
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid.partition("::")[0])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item.nodeid.partition("::")[0] in self.failed:
            pytest.skip("this chapter has failed already")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(FirstFailure())
