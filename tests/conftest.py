"""Keeps the runs that tests start from writing to the CI job that the tests themselves run in, and tells the
short form of torture from the long one.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The long form of torture, which writes its table."""
    group = parser.getgroup("torture")
    group.addoption("--long", action="store_true", help="torture at full size, and write the table")
    group.addoption("--table", default="report/torture", metavar="FOLDER", help="where the table is written")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is only for the other form."""
    other = "short" if config.getoption("--long", False) else "long"
    left = [item for item in items if (mark := item.get_closest_marker("torture")) and other in mark.args]
    if left:
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="session", autouse=True)
def no_ci() -> Iterator[None]:
    """What GitHub and GitLab say of themselves is gone while tests run, and back when the session reports."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
            patch.delenv(name, raising=False)
        yield
