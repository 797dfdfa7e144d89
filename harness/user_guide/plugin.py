"""Marks the examples that the guide for end users is drawn from: `-m user_guide` acts out these alone."""

from __future__ import annotations

import pytest

from harness.record import story_to_come
from harness.user_guide import how_to

MARK = "user_guide"


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark."""
    config.addinivalue_line("markers", f"{MARK}: an example that `twofold user-guide` is drawn from")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark an example that a task names, or that belongs to a rule which one names."""
    story = story_to_come(item)
    if story is None:
        return
    tasks = how_to.load(item.config.rootpath)
    is_named = any(story["example"] in task.examples or story["rule"] in task.rules for task in tasks)
    if is_named:
        item.add_marker(MARK)
