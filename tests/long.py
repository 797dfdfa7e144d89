"""Tests that act out whole suites or start products of their own: `make test` runs a few of each kind, `make
test-long` all the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def mostly_long(values: Iterable[Any], *short: Any) -> list[Any]:
    """Parameters for `parametrize`, all but the short ones marked as long; a tuple is several arguments.

    Raises ValueError for a short one that is no parameter.
    """
    known = list(values)
    if strangers := [value for value in short if value not in known]:
        raise ValueError(f"no such parameters: {strangers}")
    return [value if value in short else _long(value) for value in known]


def _long(value: Any) -> Any:
    values = value if isinstance(value, tuple) else (value,)
    return pytest.param(*values, marks=pytest.mark.long)
