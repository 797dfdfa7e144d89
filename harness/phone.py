"""A phone with an authenticator app: a clock of its own, a camera, and entries that show codes.

The phone knows nothing of the product but what it scanned or was typed into it, and computes codes with
pyotp from the parameters of the scanned key.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pyotp
import zxingcpp
from PIL import Image

from harness.ledger import SECONDS_INTO_STEP, Ledger, let_pass
from harness.otpauth import KeyUri, UnreadableKey, decode_base32, read_key_uri
from harness.secrets import Secret, live
from targets.port import Clock

DIGESTS: dict[str, Callable[[], object]] = {
    "SHA1": hashlib.sha1,
    "SHA256": hashlib.sha256,
    "SHA512": hashlib.sha512,
}
NO_PICTURE = (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError)
"""What Pillow raises for damaged, foreign and monstrous pictures."""
WRONG_FOR_STEPS = 720
"""A derived wrong code matches no step within this many on either side: six hours at 30 seconds."""


class AnyLength(pyotp.TOTP):
    """pyotp's codes for keys of any length, as every authenticator app makes them.

    pyotp refuses keys under 112 bits. Whether a product's key is long enough (RFC 4226 section 4, R6) is for
    a verdict to say, and the phone has to work until then.
    """

    def byte_secret(self) -> bytes:
        """The key's bytes. Raises UnreadableKey."""
        return decode_base32(self.secret)


class Shown(NamedTuple):
    """When a phone shows a code: in this time step (RFC 6238 4.2) of that many seconds, by its own clock.

    skew: seconds that this clock was ahead of the product's (negative: behind).
    """

    step: int
    period: int
    skew: float = 0.0

    def left(self, now: float) -> float:
        """Seconds from a moment of the product's clock to the end of the step; negative when it is over."""
        return round((self.step + 1) * self.period - now, 1)


def read_qr_codes(picture: bytes) -> list[str]:
    """The texts of all QR codes that a camera finds in a picture. Raises UnreadableKey when it is none."""
    try:
        grey = Image.open(io.BytesIO(picture)).convert("L")
    except NO_PICTURE as error:
        raise UnreadableKey(
            f"What the product shows as a picture can't be opened as one ({error})."
        ) from error
    found = zxingcpp.read_barcodes(grey)
    return [code.text for code in found if code.format == zxingcpp.BarcodeFormat.QRCode]


class PhoneError(Exception):
    """A scenario asked for something this phone can't do; the harness or the feature is at fault."""


@dataclass(frozen=True)
class Entry:
    """One line in the app. Entries with equal labels stay apart: each is its own key."""

    key: KeyUri

    def shows_the_codes_of(self, other: Entry) -> bool:
        """Whether both make the same codes, whatever they are called."""
        mine, theirs = (
            (key.secret.reveal(), key.digits, key.period, key.algorithm) for key in (self.key, other.key)
        )
        return mine == theirs

    def code_at_step(self, step: int) -> str:
        """The code of one time step (RFC 6238 section 4.2)."""
        return self.code_at(step * self.key.period)

    def code_at(self, seconds: float) -> str:
        """The code at a moment in seconds since the epoch."""
        digest = DIGESTS.get(self.key.algorithm)
        if digest is None:
            raise UnreadableKey(f"The product's key asks for {self.key.algorithm}, which no app knows.")
        totp = AnyLength(self.key.secret.reveal(), digits=self.key.digits, digest=digest)
        totp.interval = self.key.period  # pyotp takes none over 120 seconds at first; apps do
        return totp.at(int(seconds))

    @cache  # noqa: B019 - an entry lives as long as its scenario
    def codes_around(self, step: int) -> set[str]:
        """Every code within WRONG_FOR_STEPS of a step."""
        return {self.code_at_step(near) for near in range(step - WRONG_FOR_STEPS, step + WRONG_FOR_STEPS + 1)}


@dataclass
class Phone:
    """One phone on stage.

    skew: seconds that its clock is ahead (positive) or behind (negative). ledger: knows the steps whose codes
    were handed out; a scenario that wants a replay asks for it by name. shown: the codes handed out.
    """

    clock: Clock
    skew: float = 0.0
    lost: bool = False
    entries: list[Entry] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger, repr=False)
    shown: dict[str, Shown] = field(default_factory=dict, repr=False)
    wrong_codes: int = 0

    def now(self) -> float:
        """What the phone's own clock says, in seconds since the epoch."""
        return self.clock.now() + self.skew

    def run_off(self, seconds: float) -> None:
        """Let the phone's clock run ahead or behind by that many seconds.

        Behind, as much time passes for everybody: else the phone would show codes from before the last one
        used, and a refusal for that (RFC 6238 section 5.2) would look like one for the clock.
        """
        self.skew = seconds
        if seconds < 0:
            let_pass(self.clock, -seconds, f"a phone {-seconds:g} s slow must not show codes of before")

    def set_clock_right(self) -> None:
        """Switch on 'Set time automatically'."""
        self.skew = 0.0

    def scan(self, picture: bytes) -> Entry:
        """Photograph a picture (PNG) and keep the key whose QR code is in it. Raises UnreadableKey."""
        texts = read_qr_codes(picture)
        if len(texts) != 1:
            raise UnreadableKey(
                f"A camera finds {len(texts)} QR codes in what the product shows; there must be one."
            )
        return self.keep(read_key_uri(Secret(texts[0], "otpauth URI").reveal()))

    def keep(self, key: KeyUri) -> Entry:
        """Keep a key as a new entry, typed by hand or scanned."""
        self.entries.append(Entry(key))
        return self.entries[-1]

    def entry(self, back: int = 0) -> Entry:
        """The newest entry, or the one that many before it."""
        if len(self.entries) <= back:
            raise PhoneError(
                "This phone holds no such entry: the scenario scanned nothing before asking for a code."
            )
        return self.entries[-1 - back]

    def step(self, entry: Entry) -> int:
        """The time step that the phone's clock is in (RFC 6238 section 4.2)."""
        return int(self.now() // entry.key.period)

    def code(self, entry: Entry | None = None) -> str:
        """A code that was never handed out before, waiting for the next step where needed."""
        entry = self._in_hand(entry)
        step = self.ledger.hand_out(entry.key.secret.reveal(), entry.key.period, self.now, self.clock)
        return self._show(entry, step)

    def wait_for_next_step(self, entry: Entry) -> None:
        """Let time pass until the code has changed."""
        period = entry.key.period
        seconds = period - self.now() % period + SECONDS_INTO_STEP
        let_pass(self.clock, seconds, "the scenario waits until the code has changed")

    def code_from_the_past(self, steps: int, entry: Entry | None = None) -> str:
        """The code that the phone showed that many steps ago."""
        entry = self._in_hand(entry)
        return self._show(entry, self.step(entry) - steps)

    def _show(self, entry: Entry, step: int) -> str:
        code = _handed_out(entry.code_at_step(step))
        self.shown[code] = Shown(step, entry.key.period, self.skew)
        return code

    def wrong_code(self, entry: Entry | None = None) -> str:
        """A code that can't be right: none of the steps around shows it. Each call gives another."""
        entry = self._in_hand(entry)
        step = self.step(entry)
        near, size = entry.codes_around(step), 10**entry.key.digits
        start = int(entry.code_at_step(step))
        candidates = (str((start + n) % size).zfill(entry.key.digits) for n in range(1, size))
        fresh = [
            code
            for code, _ in zip(
                (c for c in candidates if c not in near), range(self.wrong_codes + 1), strict=False
            )
        ]
        self.wrong_codes += 1
        return fresh[-1]

    def code_unlike(self, other: Entry, entry: Entry | None = None) -> str:
        """A code of this phone that another entry doesn't show around now, not even by chance.

        Where a product gave both the same key, there is none: then any, which the product takes for right.
        """
        entry = self._in_hand(entry)
        code = self.code(entry)
        while not entry.shows_the_codes_of(other) and code in other.codes_around(self.step(other)):
            code = self.code(entry)
        return code

    def wait_for_leading_zero(self, entry: Entry | None = None) -> None:
        """Let time pass until the code shown begins with a zero and was not handed out."""
        entry = self._in_hand(entry)
        while not entry.code_at(self.now()).startswith("0") or self.ledger.is_spent(
            entry.key.secret.reveal(), self.step(entry)
        ):
            self.wait_for_next_step(entry)

    def _in_hand(self, entry: Entry | None) -> Entry:
        if self.lost:
            raise PhoneError("The phone is lost: the scenario can't read a code from it.")
        return entry or self.entry()


def _handed_out(code: str) -> str:
    """A code that leaves the phone is scrubbed from all that is written from then on."""
    live.remember(code, "code")
    return code
