"""Faults about numbers that only a measurement tells: windows with a hole, lives without an end, short
secrets."""

from __future__ import annotations

from typing import Any

from faults.fault import Faults, Wiring, fired, fires
from server.flows import second_step
from server.rules.codes import Window
from server.rules.lockout import Tries
from server.rules.sessions import SessionRules, Stage
from server.totp import step_at

faults = Faults()

SWEPT = "Codes of a phone from far back to far ahead"
COUNTED = "Counting the wrong codes before a lock"
TIMED = "Timing a lock from begin to end"
TRYING = "Timing a lock in which somebody keeps trying"
BYSTANDER = "A bystander during somebody else's lock"
LIFE = "Following a life to its end"
WAITING = f"{LIFE}: how long a sign-in waits for its code"
IDLE = f"{LIFE}: how long one stays signed in without doing anything"
OVERALL = f"{LIFE}: how long one stays signed in at all"
BACKUP_CODES = "Looking closely at a set of backup codes"
KEY = "Looking closely at a key"
SET_UPS = "Comparing several set-ups"

ISLAND = 5
"""Time steps back at which a code is taken, though those between aren't."""
FOR_ALL = 5.0
"""Seconds for which a lock that has just begun keeps everybody out."""


class Island(Window):
    """Takes codes of one time step far outside the window."""

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        right = super().matches(key, code, now)
        step = step_at(now, self.policy.step_seconds) - ISLAND
        return fires([*self._among(key, code, range(step, step + 1)), *right], right)


@faults(
    "P-window-island",
    "Codes of five time steps ago are taken, though those of two, three and four aren't.",
    SWEPT,
)
def _(server: Wiring) -> None:
    server.rules(window=Island(server.policies.numbers))


class NeverIdle(SessionRules):
    """Nobody is signed out for doing nothing."""

    def is_alive(self, stage: Stage, started_at: float, last_seen: float, now: float) -> bool:
        right = super().is_alive(stage, started_at, last_seen, now)
        return fires(super().is_alive(stage, started_at, now, now), right) if stage is Stage.FULL else right


@faults("P-no-idle-limit", "Who does nothing stays signed in until the day is over.", IDLE)
def _(server: Wiring) -> None:
    server.rules(sessions=NeverIdle(server.policies.numbers))


class NeverEnds(SessionRules):
    """Who keeps using the product stays signed in for ever."""

    def is_alive(self, stage: Stage, started_at: float, last_seen: float, now: float) -> bool:
        right = super().is_alive(stage, started_at, last_seen, now)
        return (
            fires(super().is_alive(stage, last_seen, last_seen, now), right) if stage is Stage.FULL else right
        )


@faults("P-no-overall-limit", "Who keeps using the product never has to sign in again.", OVERALL)
def _(server: Wiring) -> None:
    server.rules(sessions=NeverEnds(server.policies.numbers))


@faults("P-short-backup-codes", "Backup codes have half as many signs as is declared.", BACKUP_CODES)
def _(server: Wiring) -> None:
    fired()
    server.numbers(backup_code_groups=2)


@faults("I6-declared", "The key has 128 bits, which is the least, and not the 160 that are declared.", KEY)
def _(server: Wiring) -> None:
    fired()
    server.numbers(key_bytes=16)


@faults("P-lock-for-all", "For a few seconds after a lock begins it keeps everybody out.", BYSTANDER)
def _(server: Wiring) -> None:
    latest: dict[str, Any] = {"whose": None, "at": 0.0}

    def fail(right: Any, attempt: Any, verdict: Any) -> Any:
        outcome = right(attempt, verdict)
        if attempt.row.tries.until > attempt.visitor.now:
            latest.update(whose=attempt.account.id, at=attempt.visitor.now)
        return outcome

    def refusal(right: Any, attempt: Any) -> Any:
        found, now = right(attempt), attempt.visitor.now
        is_other = latest["whose"] not in (None, attempt.account.id)
        if found or not is_other or now - latest["at"] >= FOR_ALL:
            return found
        before = attempt.row.tries
        attempt.row.tries = Tries(until=latest["at"] + FOR_ALL)
        broken = right(attempt)
        attempt.row.tries = before
        return fires(broken, found)

    server.flow(second_step, "_fail", fail)
    server.flow(second_step, "_refusal", refusal)
