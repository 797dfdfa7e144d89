"""What reads what others wrote: no bytes make it break, and none make it say what isn't so."""

from __future__ import annotations

import base64
import io
import json
import random
from typing import Any
from urllib.parse import quote, urlencode

import pyotp
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from harness import target_file
from harness.messages import envelopes as say
from harness.messages import seal
from harness.otpauth import UnreadableKey, read_key_uri
from harness.phone import Entry, read_qr_codes
from targets.port import TargetError
from tests.torture import readers
from tests.torture.readers import SECRET

pytestmark = pytest.mark.torture()
QUICK = settings(database=None, max_examples=40, deadline=None, derandomize=True)
ODD = ["", "0", "-1", "²", "٣", "1e3", "9" * 5000, "99999999999", "\ud83d", "é", "ß", "[", "%", " ", "\x00"]
VALUES = st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.integers(-1, 10**12).map(str))


@pytest.mark.parametrize("what", readers.READERS)
def test_no_bytes_break_it(what: str) -> None:
    read = readers.READERS[what]
    for seed in readers.SEEDS[what]:
        read(seed)

    @QUICK
    @given(data=st.binary(max_size=400), seed=st.sampled_from(readers.SEEDS[what]), at=st.integers(0, 60))
    def tried(data: bytes, seed: bytes, at: int) -> None:
        read(data)
        read(seed[:at] + data[:8] + seed[at : at + 400])

    tried()


@QUICK
@given(digits=VALUES, period=VALUES, algorithm=VALUES, secret=VALUES, label=VALUES)
def test_no_parameters_of_a_key_break_a_phone(**parts: str) -> None:
    label = quote(parts.pop("label"), errors="replace")
    for fields in (
        parts,
        {**parts, "secret": SECRET},
        *({"secret": SECRET, name: parts[name]} for name in parts),
    ):
        query = urlencode(fields, errors="replace")
        readers.otpauth_uri(f"otpauth://totp/{label}?{query}".encode())


@QUICK
@given(key=st.binary(min_size=1, max_size=40), digits=st.sampled_from([6, 7, 8]), step=st.integers(1, 10**8))
def test_a_phone_shows_what_the_key_says(key: bytes, digits: int, step: int) -> None:
    text = pyotp.random_base32() if len(key) < 16 else base64.b32encode(key).decode().rstrip("=")
    shown = Entry(read_key_uri(f"otpauth://totp/a?secret={text.lower()}&digits={digits}")).code_at_step(step)
    assert shown == pyotp.TOTP(text, digits=digits).at(step * 30)


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("otpauth://[totp/a?secret=GEZDGNBV", "is no address"),
        (f"otpauth://totp/a?secret={SECRET}&digits=%C2%B2", "positive number"),
        (f"otpauth://totp/a?secret={SECRET}&digits=11", "digits=11"),
        (f"otpauth://totp/a?secret={SECRET}&digits=5", "digits=5"),
        (f"otpauth://totp/a?secret={SECRET}&period={'9' * 5000}", "period=999"),
        (f"otpauth://totp/a?secret={SECRET}&period=86401", "period=86401"),
        ("otpauth://totp/a?secret=%C3%9FGEZDGN", "not Base32"),
    ],
)
def test_what_no_app_could_use_is_told_of_the_product(uri: str, reason: str) -> None:
    with pytest.raises(UnreadableKey, match=reason):
        read_key_uri(uri)


def test_a_phone_works_with_the_longest_step_and_the_most_digits() -> None:
    entry = Entry(read_key_uri(f"otpauth://totp/a?secret={SECRET}&digits=10&period=86400"))
    codes = entry.codes_around(1_800_000_000 // 86_400)
    assert len(codes) == 1441 and {len(code) for code in codes} == {10}


@settings(QUICK, max_examples=25)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=60))
def test_a_camera_reads_what_a_qr_code_holds(text: str) -> None:
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False, encoding="utf-8").save(picture, kind="png", scale=6)
    assert read_qr_codes(picture.getvalue()) == [text]


def test_a_whole_log_is_accepted() -> None:
    found = readers.event_log(_bytes(readers.a_log()))
    assert found is not None and found.reasons == ()


@settings(QUICK, max_examples=200)
@given(seed=st.integers(0, 2**32))
def test_no_changed_log_is_accepted(seed: int) -> None:
    lines = readers.a_log()
    changed = _changed(_bytes(lines), random.Random(seed))
    if changed != _bytes(lines):
        found = readers.event_log(changed)
        assert found is None or found.reasons


def _bytes(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _changed(data: bytes, chance: random.Random) -> bytes:
    """A bit flipped, a piece cut out, doubled or moved, the end lost, or lines put in another order."""
    at, size = chance.randrange(len(data)), chance.randrange(1, 80)
    piece, to = data[at : at + size], chance.randrange(len(data))
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    without = data[:at] + data[at + size :]
    ways = (
        data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :],
        without,
        data[:at] + piece + data[at:],
        without[:to] + piece + without[to:],
        data[: -chance.randrange(2, len(data))],
        b"".join(lines),
    )
    return chance.choice(ways)


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "testRunStarted", "body"]), inner)
    ),
    max_leaves=6,
)


@settings(QUICK, max_examples=200)
@given(junk=JUNK, seed=st.integers(0, 2**32))
def test_a_log_that_somebody_made_up_breaks_nothing(junk: Any, seed: int) -> None:
    """Any value of any line replaced by junk, and the whole sealed anew as its maker could."""
    chance = random.Random(seed)
    messages = [json.loads(line) for line in readers.a_log()[:-1]]
    place: Any = chance.choice(messages)
    while isinstance(place, dict | list) and place:
        name = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if not isinstance(place[name], dict | list) or not place[name] or chance.random() < 0.3:
            place[name] = junk
            break
        place = place[name]
    readers.event_log(_bytes(readers.sealed([json.dumps(message) for message in messages])))


@pytest.mark.parametrize("field", ["run", "chain", "whole", "counts", "verdicts", "seal", "ids"])
@pytest.mark.parametrize("junk", [None, 3, [], [1], {}, {"scenarios": "x"}, "x"], ids=repr)
def test_a_footer_that_somebody_made_up_breaks_nothing(field: str, junk: object) -> None:
    *lines, last = readers.a_log()
    footer = json.loads(json.loads(last)["attachment"]["body"]) | {field: junk}
    if field != "seal":
        footer["seal"] = seal.seal_of(footer)
    attached = {"body": json.dumps(footer), "mediaType": say.FOOTER}
    found = readers.event_log(_bytes([*lines, json.dumps({"attachment": attached})]))
    assert found is None or found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "raise SystemExit(0)",
        "import sys; sys.exit()",
        "\x00",
        "(" * 5000,
        "def create(): raise SystemExit",
        "é",
    ],
)
def test_a_target_that_ends_or_breaks_is_told(text: str) -> None:
    readers.target(text.encode("latin-1"))
    with pytest.raises(TargetError), readers._file(text.encode("latin-1"), "a_target_of_nobody.py") as path:
        target_file.load(str(path), readers.ROOT)
