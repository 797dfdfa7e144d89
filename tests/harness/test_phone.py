"""The phone computes what the RFCs publish, hands out each step once, and reads real pictures."""

from __future__ import annotations

import base64
import hmac
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import segno
import yaml

from harness.ledger import Ledger
from harness.otpauth import KeyUri, UnreadableKey
from harness.phone import Entry, Phone, PhoneError
from harness.secrets import Secret

VECTORS: dict[str, Any] = yaml.safe_load(Path("catalogue/vectors.yaml").read_text(encoding="utf-8"))
HOTP, TOTP = VECTORS["rfc4226_appendix_d"], VECTORS["rfc6238_appendix_b"]
KEY = KeyUri(issuer="Example", account="alice@example.com", secret=Secret(HOTP["secret_base32"], "key"))
URI = f"otpauth://totp/Example:alice%40example.com?secret={KEY.secret.reveal()}&issuer=Example"


class StillClock:
    """Time that moves only when somebody moves it."""

    movable = True
    running = False

    def __init__(self, now: float = 1_000_000_000.0) -> None:
        self.time = now

    def now(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += seconds


@pytest.fixture
def phone() -> Phone:
    return Phone(StillClock())


def picture(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text).save(out, kind="png", scale=4, border=4)
    return out.getvalue()


@pytest.mark.parametrize("vector", HOTP["values"], ids=lambda v: f"counter {v['counter']}")
def test_rfc_4226_appendix_d(vector: dict[str, Any]) -> None:
    assert Entry(KEY).code_at_step(vector["counter"]) == vector["hotp"]


@pytest.mark.parametrize(
    ("secret", "step", "code"),
    [
        # Reckoned with Python's hmac alone: 80 and 64 bits, as some products hand them out.
        ("JBSWY3DPEHPK3PXP", 1, "996554"),
        ("GEZDGNBVGY3TQ", 1, None),
    ],
)
def test_a_short_key_has_codes_like_any_other(secret: str, step: int, code: str | None) -> None:
    shown = Entry(KeyUri("Example", "alice", Secret(secret, "key"))).code_at_step(step)
    assert shown == by_hand(secret, step)
    assert code in (None, shown)


def by_hand(secret: str, step: int) -> str:
    """RFC 4226 section 5.3, written anew."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@pytest.mark.parametrize("vector", TOTP["values"], ids=lambda v: f"{v['algorithm']} at {v['time']}")
def test_rfc_6238_appendix_b(vector: dict[str, Any]) -> None:
    secret = TOTP["seeds"][vector["algorithm"]]["base32"]
    eight = KeyUri("Example", "alice", Secret(secret, "key"), digits=8, algorithm=vector["algorithm"])
    assert Entry(eight).code_at(vector["time"]) == str(vector["totp"]).zfill(8)
    assert Entry(replace(eight, digits=6)).code_at(vector["time"]) == str(vector["totp_6_digits"]).zfill(6)


def test_scans_a_picture_and_reads_every_parameter(phone: Phone) -> None:
    entry = phone.scan(picture(URI + "&digits=8&period=60&algorithm=SHA256"))
    assert entry.key == replace(KEY, digits=8, period=60, algorithm="SHA256")


def test_keeps_entries_with_equal_labels_apart(phone: Phone) -> None:
    older = phone.scan(picture(URI))
    newer = phone.scan(picture(URI.replace("GEZDGNBV", "AAAAAAAA")))
    assert (phone.entry(back=1), phone.entry()) == (older, newer)
    assert phone.code(older) != phone.code(newer)


def test_a_picture_without_a_qr_code_is_the_products_fault(phone: Phone) -> None:
    blank = io.BytesIO()
    segno.make("x").save(blank, kind="png", dark="white", light="white", scale=4)
    with pytest.raises(UnreadableKey, match="0 QR codes"):
        phone.scan(blank.getvalue())


def test_hands_out_each_step_once_and_waits_for_the_next(phone: Phone) -> None:
    entry = phone.keep(KEY)
    began = phone.step(entry)
    codes = [phone.code() for _ in range(3)]
    assert codes == [entry.code_at_step(began + n) for n in range(3)]


def test_two_phones_with_one_key_share_what_is_spent() -> None:
    clock, ledger = StillClock(), Ledger()
    first, second = Phone(clock, ledger=ledger), Phone(clock, ledger=ledger)
    first.keep(KEY), second.keep(KEY)
    assert first.code() != second.code()


@pytest.mark.parametrize("skew", [-90.0, -30.0, 30.0, 3600.0])
def test_a_skewed_phone_shows_the_code_of_its_own_time(phone: Phone, skew: float) -> None:
    entry = phone.keep(KEY)
    phone.skew = skew
    assert phone.code() == entry.code_at(phone.clock.now() + skew)
    phone.set_clock_right()
    assert phone.now() == phone.clock.now()


def test_wrong_codes_match_no_step_for_hours_and_differ(phone: Phone) -> None:
    entry = phone.keep(KEY)
    wrong = [phone.wrong_code() for _ in range(5)]
    assert len(set(wrong)) == 5
    shown = {entry.code_at(phone.now() + offset) for offset in range(-6 * 3600, 6 * 3600, 30)}
    assert not shown & set(wrong)


def test_waits_for_a_code_that_begins_with_a_zero(phone: Phone) -> None:
    phone.keep(KEY)
    phone.wait_for_leading_zero()
    assert phone.code().startswith("0")


def test_a_lost_phone_shows_nothing(phone: Phone) -> None:
    phone.keep(KEY)
    phone.lost = True
    with pytest.raises(PhoneError, match="lost"):
        phone.code()


def test_an_empty_app_says_which_given_is_missing(phone: Phone) -> None:
    with pytest.raises(PhoneError, match="scanned nothing"):
        phone.code()


def test_a_code_unlike_another_entry_is_none_that_it_shows(phone: Phone) -> None:
    older = phone.keep(KEY)
    newer = phone.keep(replace(KEY, secret=Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJA", "key")))
    code = phone.code_unlike(newer, older)
    assert code == older.code_at(phone.now())
    assert code not in newer.codes_around(phone.step(newer))


def test_a_product_that_gives_one_key_twice_gets_a_code_that_both_show(phone: Phone) -> None:
    older, newer = phone.keep(KEY), phone.keep(replace(KEY, account="the same key again"))
    assert phone.code_unlike(newer, older) == newer.code_at(phone.now())
