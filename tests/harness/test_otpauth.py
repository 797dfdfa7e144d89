"""An otpauth URI is read as apps read it, and what no app could use is refused with the reason."""

from __future__ import annotations

import pytest

from harness.otpauth import UnreadableKey, normalise_key, read_key_uri

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def test_defaults_of_the_key_uri_format() -> None:
    key = read_key_uri(f"otpauth://totp/alice?secret={SECRET}")
    assert (key.digits, key.period, key.algorithm, key.issuer, key.account) == (6, 30, "SHA1", "", "alice")


def test_the_issuer_parameter_wins_over_the_label() -> None:
    key = read_key_uri(f"otpauth://totp/Old%3Aalice%40example.com?secret={SECRET}&issuer=New%20Name")
    assert (key.issuer, key.account) == ("New Name", "alice@example.com")


def test_the_label_names_the_issuer_when_nothing_else_does() -> None:
    assert read_key_uri(f"otpauth://totp/Shop:%20alice?secret={SECRET}").issuer == "Shop"


def test_bits_of_the_secret() -> None:
    assert read_key_uri(f"otpauth://totp/alice?secret={SECRET}").bits == 160


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("https://example.com", "not an otpauth URI"),
        ("hello", "plain text"),
        (f"otpauth://hotp/alice?secret={SECRET}&counter=1", "time-based"),
        ("otpauth://totp/alice", "no secret"),
        ("otpauth://totp/alice?secret=0189", "not Base32"),
        (f"otpauth://totp/alice?secret={SECRET}&digits=six", "digits=six"),
        (f"otpauth://totp/alice?secret={SECRET}&period=0", "period=0"),
    ],
)
def test_what_no_app_could_use(uri: str, reason: str) -> None:
    with pytest.raises(UnreadableKey, match=reason):
        read_key_uri(uri)


@pytest.mark.parametrize("shown", ["GEZD GNBV", "gezd-gnbv", " GEZDGNBV=\n", "GEZD GNBV"])
def test_a_key_is_typed_without_its_gaps(shown: str) -> None:
    assert normalise_key(shown) == "GEZDGNBV"
