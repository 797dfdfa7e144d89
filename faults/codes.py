"""Faults about authenticator codes: used twice (A), in and out of time (B), as they are typed (C)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from itertools import count
from typing import Any, ClassVar

from faults.fault import HEADERS, Faults, Wiring, fired, fires, remembering_headers
from faults.moments import Meeting
from faults.numbers import BYSTANDER, COUNTED, SWEPT, TIMED, TRYING
from server.flows import enrolment, second_step
from server.rules.codes import CodeEntry, Replay, Window
from server.store.queries import AUTHENTICATOR
from server.store.tables import Authenticator, PendingBinding
from server.totp import codes_at, step_at

faults = Faults()

AGAIN = "Using one code for two sign-ins: the same code again"
AGAIN_LATER = "Using one code for two sign-ins: the same code again, just after it has changed"
OF_THE_SET_UP = "Signing in with the code that turned two-factor authentication on"
AT_ONE_MOMENT = "Two sign-ins with one code at the same moment"
ONE_STEP_TOO_SLOW = "One step more than the product tolerates: slower"
ONE_STEP_TOO_FAST = "One step more than the product tolerates: faster"


class SameStep(Replay):
    """A code can be used again while the phone still shows it."""

    def allows(self, step: int, last_used: int | None, now: float) -> bool:
        right = super().allows(step, last_used, now)
        return fires(right or (step == last_used and step == step_at(now, 30)), right)


@faults(
    "A1",
    "A code works again while the phone still shows it.",
    AGAIN,
    OF_THE_SET_UP,
    AT_ONE_MOMENT,
    by_chance=True,
)
def _(server: Wiring) -> None:
    server.rules(replay=SameStep())


class NextStep(Replay):
    """A code can be used again once the phone shows the next one."""

    def allows(self, step: int, last_used: int | None, now: float) -> bool:
        right = super().allows(step, last_used, now)
        return fires(right or (step == last_used and step != step_at(now, 30)), right)


@faults(
    "A2",
    "A used code is refused at first, and works again once the phone shows the next.",
    AGAIN_LATER,
    by_chance=True,
)
def _(server: Wiring) -> None:
    server.rules(replay=NextStep())


class ForgetsTheSetUp(Replay):
    """The code that confirmed a set-up isn't counted as used."""

    def used_by_enrolment(self, step: int) -> int | None:
        return fires(None, super().used_by_enrolment(step))


@faults("A4", "The code that confirmed the set-up also works for the first sign-in.", OF_THE_SET_UP)
def _(server: Wiring) -> None:
    server.rules(replay=ForgetsTheSetUp())


class AsItWasBefore(Replay):
    """Judges by what was known of used codes before the requests of one moment met."""

    meeting: ClassVar[Meeting[int | None]] = Meeting()

    def allows(self, step: int, last_used: int | None, now: float) -> bool:
        right = super().allows(step, last_used, now)
        if not self.meeting.took_place():
            return right
        return fires(super().allows(step, self.meeting.seen, now), right)


@faults("A5", "Two sign-ins at one moment can both use the same code.", AT_ONE_MOMENT, by_chance=True)
def _(server: Wiring) -> None:
    def last_step(lantern: Any, account_id: int) -> int | None:
        with lantern.database.reading() as db:
            row = db.get(Authenticator, account_id)
        return row.last_step if row else None

    def judge(right: Any, lantern: Any, session: Any, text: str, visitor: Any) -> Any:
        with AsItWasBefore.meeting.of(lantern, session, last_step):
            return right(lantern, session, text, visitor)

    server.rules(replay=AsItWasBefore())
    server.flow(second_step, "by_authenticator", judge)


class AnyCode(Window):
    """Whatever six digits are typed belong to a step that was never used."""

    unused: ClassVar[Iterator[int]] = count(10**9)

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        return fires([next(self.unused)], super().matches(key, code, now))


EVERY_WRONG_CODE = (
    "Entering a code that is not the current one",
    "Mistyping the code during the set-up",
    "Correcting a mistyped code",
    "Using one code for two sign-ins",
    "Signing in with the code that turned two-factor authentication on",
    "Two sign-ins with one code at the same moment",
    "A stranger who guesses a code",
    "A stranger with a phone of her own",
    "The old phone",
    "Confirming the new phone",
    "Somebody finds the lost phone",
    "A phone that runs far off",
    "One step more than the product tolerates",
    "Reading why the code was refused",
    "A code that no clock explains",
    "Two refusals before the clock is set right",
    "Scanning twice and confirming the second time",
    "Two set-ups open side by side",
    "Confirming with the older of two entries",
    "The old entry after moving to a new one on the same phone",
    "Reaching the limit",
    "Staying one below the limit",
    "A right code in between",
    "Reading how long the lock lasts",
    "Wrong codes spread over sign-ins",
    "The password given on a second device in between",
    "Just before the wait is over",
    "Just after the wait is over",
    "Tries during the wait do not make it longer",
    "Locked a second time",
    "Using a backup code during the wait",
    "Wrong codes of both kinds",
    "A backup code, a new phone, and back in",
    "Mistyping the code on the way to the settings",
    "The wrong code that locks",
    "A burst of wrong codes",
    "A browser that claims the time of a slow phone",
    SWEPT,
    COUNTED,
    TIMED,
    TRYING,
    BYSTANDER,
)
"""All examples in which anybody enters a code that isn't right."""


@faults("A7", "Any six digits are taken for the right code.", *EVERY_WRONG_CODE)
def _(server: Wiring) -> None:
    server.rules(window=AnyCode(server.policies.numbers))


class OtherWindow(Window):
    """Accepts codes of more, or fewer, time steps than the server promises."""

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        return fires(super().matches(key, code, now), self._promised.matches(key, code, now))

    @property
    def _promised(self) -> Window:
        return Window(replace(self.policy, steps_back=1, steps_ahead=1))


def _window(server: Wiring, back: int, ahead: int) -> None:
    server.rules(window=OtherWindow(replace(server.policies.numbers, steps_back=back, steps_ahead=ahead)))


@faults(
    "B1",
    "Codes are accepted a minute after they were shown, not half a minute.",
    ONE_STEP_TOO_SLOW,
    SWEPT,
    by_chance=True,
)
def _(server: Wiring) -> None:
    _window(server, 2, 1)


@faults(
    "B1-far",
    "Codes are accepted for a quarter of an hour after they were shown.",
    ONE_STEP_TOO_SLOW,
    "A phone that runs far off: 10 minutes slow",
    "Reading why the code was refused: 10 minutes slow",
    "Two refusals before the clock is set right",
    "A browser that claims the time of a slow phone",
    SWEPT,
)
def _(server: Wiring) -> None:
    _window(server, 30, 1)


@faults(
    "B2",
    "Codes of a phone that runs fast are accepted further ahead than declared.",
    ONE_STEP_TOO_FAST,
    SWEPT,
    by_chance=True,
)
def _(server: Wiring) -> None:
    _window(server, 1, 2)


@faults(
    "B3",
    "Only the code of this very moment is accepted, however little the phone is off.",
    "As far off as the product tolerates: slow",
    "As far off as the product tolerates: fast",
    "A code typed just as it changes",
    SWEPT,
    by_chance=True,
)
def _(server: Wiring) -> None:
    _window(server, 0, 0)


class NoHint(Window):
    """Never says that a clock is off."""

    def is_near(self, key: bytes, code: str, now: float) -> bool:
        return fires(False, super().is_near(key, code, now))


@faults(
    "B4",
    "A phone whose clock is off gets the same words as a typing error.",
    "Reading why the code was refused",
)
def _(server: Wiring) -> None:
    server.rules(window=NoHint(server.policies.numbers))


class HintForAll(Window):
    """Says of every wrong code that the clock is off."""

    def is_near(self, key: bytes, code: str, now: float) -> bool:
        return fires(True, super().is_near(key, code, now))


@faults("B4-always", "Every wrong code is blamed on the phone's clock.", "A code that no clock explains")
def _(server: Wiring) -> None:
    server.rules(window=HintForAll(server.policies.numbers))


class DigitsOnly(CodeEntry):
    """Takes six digits and nothing between them."""

    def read(self, text: str) -> str | None:
        return fires(text if re.fullmatch("[0-9]{6}", text) else None, super().read(text))


@faults(
    "C2",
    "A code typed with the gap that apps show is refused.",
    "Typing the code with the gap that phones show",
)
def _(server: Wiring) -> None:
    server.rules(code_entry=DigitsOnly())


class NoLeadingZero(CodeEntry):
    """Takes a code for a number, so that a zero in front is lost."""

    def read(self, text: str) -> str | None:
        right = super().read(text)
        return fires(None if right is None or right.startswith("0") else right, right)


@faults("P-leading-zero", "A code that begins with a zero is refused.", "A code that begins with a zero")
def _(server: Wiring) -> None:
    """Keys are made so that no code of the next minutes begins with a zero: else it would hit by chance."""
    numbers = server.policies.numbers

    def is_plain(key: bytes, now: float) -> bool:
        around = range(step_at(now, numbers.step_seconds) - 25, step_at(now, numbers.step_seconds) + 45)
        return not any(code.startswith("0") for _, code in codes_at(key, around))

    def start(right: Any, lantern: Any, db: Any, account: Any, session: Any, visitor: Any) -> bytes:
        key: bytes = right(lantern, db, account, session, visitor)
        while not is_plain(key, visitor.now):
            key = secrets.token_bytes(len(key))
        db.get(PendingBinding, account.id).sealed_key = lantern.vault.seal(key, account.id)
        return key

    server.rules(code_entry=NoLeadingZero())
    server.flow(enrolment, "_start", start)


@faults("C3", "No code at all is taken for a right one.", "Entering no code at all")
def _(server: Wiring) -> None:
    def judge(right: Any, lantern: Any, session: Any, text: str, visitor: Any) -> Any:
        if text:
            return right(lantern, session, text, visitor)
        fired()
        with lantern.database.writing() as db:
            return second_step._succeed(second_step._open(lantern, db, session, AUTHENTICATOR, visitor))

    server.flow(second_step, "by_authenticator", judge)


class OfAnyAccount(Window):
    """Compares with the keys of all accounts, as if codes belonged to nobody."""

    keys: ClassVar[set[bytes]] = set()  # one for the process, as its accounts are

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        self.keys.add(key)
        right = super().matches(key, code, now)
        others = {step for other in self.keys for step, shown in self._all(other, now) if shown == code}
        return fires(sorted({*right, *others}), right)

    def _all(self, key: bytes, now: float) -> list[tuple[int, str]]:
        current = step_at(now, self.policy.step_seconds)
        steps = range(current - self.policy.steps_back, current + self.policy.steps_ahead + 1)
        return codes_at(key, steps, self.policy.digits, self.policy.algorithm)


@faults(
    "P-anybodys-code",
    "A code from anybody's phone opens the account.",
    "Entering a code that is not the current one: a code from Bob's phone",
    "A stranger with a phone of her own",
    "The old phone",
    "Confirming the new phone",
    "Somebody finds the lost phone",
    "The old entry after moving to a new one on the same phone",
)
def _(server: Wiring) -> None:
    server.rules(window=OfAnyAccount(server.policies.numbers))


class ClockOfTheBrowser(Window):
    """Believes the time that a browser sends along."""

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        claimed = HEADERS.get({}).get("date")
        believed = parsedate_to_datetime(claimed).timestamp() if claimed else now
        return fires(super().matches(key, code, believed), super().matches(key, code, now))


@faults(
    "P-clock-of-the-browser",
    "The time that a browser sends is believed.",
    "A browser that claims the time of a slow phone",
)
def _(server: Wiring) -> None:
    server.around(remembering_headers)
    server.rules(window=ClockOfTheBrowser(server.policies.numbers))
