"""In which order a run acts its examples out, and the seed that draws the same order again."""

from __future__ import annotations

from typing import TypedDict

import pytest
import random_order.config


class Order(TypedDict):
    """kind: 'as collected' or 'random by BUCKET'; seed: pytest-random-order's, None where it drew nothing."""

    kind: str
    seed: str | None


def order_of(config: pytest.Config) -> Order:
    """The order of the run that pytest was started with."""
    if config.pluginmanager.hasplugin("random_order"):
        shuffling = random_order.config.Config(config)
        if shuffling.bucket_type != "none":
            return Order(kind=f"random by {shuffling.bucket_type}", seed=str(shuffling.seed))
    return Order(kind="as collected", seed=None)
