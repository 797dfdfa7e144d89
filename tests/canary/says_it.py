"""An example that fails on purpose and quickly: a phone, a password and nothing to open in a browser."""

from __future__ import annotations

import secrets as randomness

import pyotp
from pytest_bdd import given, scenarios, then

from harness.otpauth import read_key_uri
from harness.phone import Phone
from harness.secrets import Secret
from tests.canary import cage
from tests.canary.saying import say

scenarios("features/says_it.feature")


class StillClock:
    """Time that stands still."""

    movable = True
    running = False

    def now(self) -> float:
        return 1_000_000_000.0

    def advance(self, seconds: float) -> None:
        raise NotImplementedError


@given("a phone that has shown a code", target_fixture="said")
def phone_has_shown_a_code() -> list[str]:
    key = pyotp.random_base32()
    phone = Phone(StillClock())
    phone.keep(read_key_uri(f"otpauth://totp/Canary:alice?secret={key}"))
    password = Secret(f'{randomness.token_urlsafe(9)} & <söme> "more"', "password").reveal()
    code = phone.code()
    cage.know(code=code, key=key, password=password)
    return [code, key, password]


@then("the canary says it")
def says_it(said: list[str]) -> None:
    say(said)
    code, key, password = said
    assert not said, f"{code} {key} {password}"
