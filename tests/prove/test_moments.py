"""Requests of one account that are made to meet: a group waits until it is full, and never for long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from faults import moments
from faults.moments import Meeting

ANY_LANTERN: Any = None
ALICE = SimpleNamespace(account_id=1)


@pytest.fixture(autouse=True)
def sign_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sign-ins of each account wait for a code; the others of a group come soon or never."""
    monkeypatch.setattr(moments, "_waiting", lambda lantern, account: 2)
    monkeypatch.setattr(moments, "TOGETHER_WITHIN", 0.5)


def met(meeting: Meeting[int], requests: int, size: int = 2, sign_ins: int = 2) -> list[bool]:
    """Which of so many requests of one moment have met as many as they waited for."""

    def request(_: int) -> bool:
        with meeting.of(ANY_LANTERN, ALICE, lambda lantern, account: 0, size, sign_ins):
            return meeting.took_place()

    with ThreadPoolExecutor(requests) as threads:
        return sorted(threads.map(request, range(requests)))


def test_two_of_one_moment_meet() -> None:
    assert met(Meeting(), 2) == [True, True]


def test_one_alone_meets_nobody() -> None:
    assert met(Meeting(), 1) == [False]


def test_whoever_comes_after_a_full_group_waits_for_the_next() -> None:
    meeting: Meeting[int] = Meeting()
    assert met(meeting, 2) == [True, True]
    assert met(meeting, 1) == [False]
    assert met(meeting, 2) == [True, True]


def test_a_burst_meets_in_groups() -> None:
    assert met(Meeting(), 10, size=5) == [True] * 10


def test_nobody_waits_where_too_few_sign_ins_could_come() -> None:
    assert met(Meeting(), 2, sign_ins=3) == [False, False]
