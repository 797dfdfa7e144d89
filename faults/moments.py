"""Requests of one moment: lets two of one account meet, so that a race is lost each time and not by luck."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select

from server.rules.sessions import Stage
from server.store.tables import WebSession

TOGETHER_WITHIN = 3.0
"""Seconds in which the others of a group have to come."""

Seen = TypeVar("Seen")


class Meeting(Generic[Seen]):
    """Where requests of one account look at what is known, and wait for each other before they judge."""

    def __init__(self) -> None:
        self._gate = threading.Condition()
        self._here: dict[int, int] = {}
        self._mine = threading.local()

    @property
    def seen(self) -> Seen:
        """What was known when this thread's request came."""
        seen: Seen = self._mine.seen
        return seen

    def took_place(self) -> bool:
        """Whether this thread's request has met another."""
        return bool(getattr(self._mine, "met", False))

    @contextmanager
    def of(
        self, lantern: Any, session: Any, look: Callable[[Any, int], Seen], size: int = 2, sign_ins: int = 2
    ) -> Iterator[None]:
        """Look at what is known, and wait until `size` requests have looked.

        sign_ins: how many of the account have to wait for a code, or nobody is waited for.
        """
        account = session.account_id
        self._mine.seen, self._mine.met = look(lantern, account), False
        if _waiting(lantern, account) >= sign_ins:
            self._mine.met = self._wait(account, size)
        try:
            yield
        finally:
            self._mine.met = False

    def _wait(self, account: int, size: int) -> bool:
        with self._gate:
            self._here[account] = self._here.get(account, 0) + 1
            full = -(-self._here[account] // size) * size  # whoever comes after a full group begins the next
            self._gate.notify_all()
            together = self._gate.wait_for(lambda: self._here[account] >= full, TOGETHER_WITHIN)
            if not together:
                self._here[account] -= 1
            return together


def _waiting(lantern: Any, account: int) -> int:
    """How many sign-ins of an account wait for a code."""
    half = select(func.count()).where(WebSession.account_id == account, WebSession.stage == Stage.HALF)
    with lantern.database.reading() as db:
        return int(db.execute(half).scalar_one())
