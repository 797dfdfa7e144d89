"""Examples take turns at a product that counts the tries of one for another, and nowhere else."""

from __future__ import annotations

import fcntl
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from harness import common
from harness.turns import must_take_turns, turn
from targets.port import Facts, Lock, LockScope, Target
from tests.plain import plain

BY_ADDRESS = plain(lock=Lock(5, 60, True, LockScope.ADDRESS))


def product(facts: Facts, address: str = "http://127.0.0.1:1") -> Target:
    return cast(Target, SimpleNamespace(facts=facts, address=address))


def is_free(file: Path) -> bool:
    """Whether another worker could have its turn now."""
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def locks(config: pytest.Config) -> set[Path]:
    return set(common.folder(config).glob("turn-*.lock"))


@pytest.mark.parametrize(
    ("facts", "together"),
    [
        (plain(), False),
        (plain(lock=Lock(5, 60, True)), False),
        (BY_ADDRESS, True),
        (plain(lock=Lock(5, 60, True, LockScope.SITE)), True),
        (plain(rest_seconds=60), True),
    ],
)
def test_where_tries_count_together(facts: Facts, together: bool) -> None:
    assert must_take_turns(product(facts)) is together


def test_one_example_at_a_time(pytestconfig: pytest.Config) -> None:
    before = locks(pytestconfig)
    with turn(pytestconfig, product(BY_ADDRESS, "http://127.0.0.1:2")):
        (file,) = locks(pytestconfig) - before
        assert not is_free(file)
        with turn(pytestconfig, product(BY_ADDRESS, "http://127.0.0.1:3")):
            pass  # another product's turn is its own
    assert is_free(file)


def test_no_turns_where_accounts_are_apart(pytestconfig: pytest.Config) -> None:
    before = locks(pytestconfig)
    with turn(pytestconfig, product(plain(lock=Lock(5, 60, True)), "http://127.0.0.1:4")):
        assert locks(pytestconfig) == before
