"""A stage whose browsers are watched: at the end of each test they must have noted nothing amiss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from harness.plugin import start_in_a_fresh_step
from targets.port import Target
from targets.reference.product import ReferenceProduct
from tests.pages.look import Watch
from tests.pages.regulars import Regular, Venue


@pytest.fixture
def watch(target: Target) -> Watch:
    """What the browsers of this test note."""
    return Watch(cast(ReferenceProduct, target).url)


@pytest.fixture(scope="module")
def regulars() -> dict[str, Regular]:
    """The people who are known from scene to scene; whoever is needed first, is made first."""
    return {}


@pytest.fixture
def venue(
    target: Target,
    new_context: Callable[..., Any],
    regulars: dict[str, Regular],
    watch: Watch,
    browser_name: str,
) -> Iterator[Venue]:
    """An empty stage; naming the browser here runs every test in each browser asked for."""
    start_in_a_fresh_step(target)
    yield Venue(target, watch.over(new_context), regulars)
    assert not watch.faults
