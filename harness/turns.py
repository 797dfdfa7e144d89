"""Takes turns at a product that counts wrong tries by network address or for everybody.

Workers of one run share this machine's address, so one worker's wrong codes would lock out another's Alice.
At such a product one example runs at a time. A product that each worker starts for itself has an address of
its own, and nobody waits.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harness import common
from targets.port import LockScope, Target


def must_take_turns(target: Target) -> bool:
    """Whether tries of one example count for another's."""
    facts = target.facts
    return facts.rest_seconds > 0 or (facts.lock is not None and facts.lock.scope is not LockScope.ACCOUNT)


@contextmanager
def turn(config: pytest.Config, target: Target) -> Iterator[None]:
    """Be the only example of this run at the product, where that matters."""
    if not must_take_turns(target):
        yield
        return
    name = hashlib.sha256(target.address.encode()).hexdigest()[:16]
    with (common.folder(config) / f"turn-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
