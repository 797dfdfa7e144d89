"""Tests that act out whole suites or start products of their own: `make test` runs a few of each kind, `make
test-long` all the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def mostly_long(values: Iterable[Any], *short: Any) -> list[Any]:
    """The same parameters for `parametrize`, all but the short ones marked as long.

    Raises ValueError for a short one that is no parameter.
    """
    known = list(values)
    if strangers := [value for value in short if value not in known]:
        raise ValueError(f"no such parameters: {strangers}")
    return [value if value in short else pytest.param(value, marks=pytest.mark.long) for value in known]
