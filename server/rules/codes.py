"""Authenticator codes: how an entry is read, which time steps it matches, whether it was used, when a clock
seems wrong.
"""

import hmac
import re
from dataclasses import dataclass

from server.policy import Policy
from server.totp import codes_at, step_at

# What apps and keyboards put between digits: any Unicode white space (non-breaking too), dashes, zero-
# width marks.
_DECORATION = re.compile("[\\s\\u00a0\\u2007\\u202f\\u200b\\u2060\\ufeff\\u2010-\\u2015\\u2212-]+")


@dataclass(frozen=True)
class CodeEntry:
    """Reading what a person typed, where codes have so many digits."""

    digits: int = 6

    def read(self, text: str) -> str | None:
        """The digits of an entry such as '123 456', leading zeros kept; None when it isn't just as many."""
        bare = _DECORATION.sub("", text)
        return bare if re.fullmatch(f"[0-9]{{{self.digits}}}", bare) else None


@dataclass(frozen=True)
class Window:
    """The acceptance window, and the wider one in which a code betrays a wrong clock. RFC 6238 5.2 and 6."""

    policy: Policy

    def matches(self, key: bytes, code: str, now: float) -> list[int]:
        """The time steps inside the acceptance window whose code this is, oldest first; compared in
        constant time.
        """
        current = step_at(now, self.policy.step_seconds)
        return self._among(
            key, code, range(current - self.policy.steps_back, current + self.policy.steps_ahead + 1)
        )

    def is_near(self, key: bytes, code: str, now: float) -> bool:
        """Whether the code belongs to a time step outside the window, but not further off than
        `near_seconds`.
        """
        current = step_at(now, self.policy.step_seconds)
        reach = self.policy.near_seconds // self.policy.step_seconds
        before = range(current - reach, current - self.policy.steps_back)
        after = range(current + self.policy.steps_ahead + 1, current + reach + 1)
        return bool(self._among(key, code, before) + self._among(key, code, after))

    def _among(self, key: bytes, code: str, steps: range) -> list[int]:
        codes = codes_at(key, steps, self.policy.digits, self.policy.algorithm)
        return [step for step, right in codes if hmac.compare_digest(right.encode(), code.encode())]


@dataclass(frozen=True)
class Replay:
    """A code works once (RFC 6238 5.2): only a step later than the last used one is accepted."""

    def allows(self, step: int, last_used: int | None, now: float) -> bool:
        """Whether a matched step may still be used. `now` is seconds since the epoch."""
        return last_used is None or step > last_used

    def used_by_enrolment(self, step: int) -> int | None:
        """Which step counts as used after the code of `step` confirmed a binding: that one."""
        return step
