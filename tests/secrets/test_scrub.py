"""Secrets go in every spelling, and nothing else does."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from harness import pictures, secrets
from harness.scrub import scrub, scrub_bytes, scrub_data
from tests.canary.saying import spellings

KEY, CODE, PASSWORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "048213", 'Tr0ub4dor & "3" <söme>'
BACKUP = "k7fd-93xw-q2hm"


@pytest.fixture(autouse=True)
def known(register: secrets.Register) -> None:
    for value, label in ((KEY, "key"), (CODE, "code"), (PASSWORD, "password"), (BACKUP, "backup code")):
        register.remember(value, label)


@pytest.mark.parametrize("secret", [KEY, CODE, PASSWORD, BACKUP], ids=["key", "code", "password", "backup"])
def test_every_spelling_goes(secret: str) -> None:
    for spelling in spellings(secret):
        scrubbed = scrub(f"said {spelling} and went on")
        assert scrubbed.startswith("said "), spelling
        assert scrubbed.endswith(" and went on"), spelling
        assert "‹" in scrubbed, spelling
        assert not set("048213") & set(scrubbed) or secret != CODE, scrubbed


def test_a_moment_is_no_code(register: secrets.Register) -> None:
    """A year and a month are six digits: once in a million codes, a run's record lost its times by it."""
    register.remember("202612", "code")
    register.remember("20261202", "backup code")
    for moment in ("2026-12-02T18:33:35.000+00:00", "2026-12-02 18:33 UTC", '{"at": "2026-12-02T18:33:35Z"}'):
        assert scrub(moment) == moment
    assert scrub("on 2026-12-03 it was") == "on 2026-12-03 it was"
    assert scrub("it was 2026-12, and 2026 12 02") == "it was ‹code›, and ‹backup code›"
    assert scrub("her list says 2026-12-02") == "her list says ‹backup code›"


@pytest.mark.parametrize(
    "harmless",
    [
        "1048213",
        "0482131",
        "took 12.048213 seconds",
        "048213.25 milliseconds",
        "2026-03-01T09:05:00.048213+00:00",
        "resources/a048213bcdef0123456789abcdef01234567890a.html",
        "Alice is signed in.",
        "steps/signing_in.py:9: Unmet",
        "JBSWY3DPEHPK",
    ],
)
def test_what_is_no_secret_stays(harmless: str) -> None:
    assert scrub(harmless) == harmless


def test_numbers_in_data_stay_and_texts_go() -> None:
    data = {"time": 48213, "size": [1.5, None, True], "code": CODE, "deep": ({"k": f"<{KEY}>"},)}
    assert scrub_data(data) == {
        "time": 48213,
        "size": [1.5, None, True],
        "code": "‹code›",
        "deep": ({"k": "<‹key›>"},),
    }


def test_a_text_cut_short_keeps_no_part() -> None:
    assert scrub(f"'{KEY[:16]}...{KEY[-10:]}'") == "'‹key›...‹key›'"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see otpauth://totp/A:b?secret=GEZDGNBV&issuer=A now", "see ‹otpauth URI› now"),
        ("- cookie: session=unknown-to-the-register; theme=dark\n- next", "- cookie: ‹header›\n- next"),
        ("{'authorization': 'Bearer abc.def.ghi', 'a': 1}", "{'authorization': '‹header›', 'a': 1}"),
        (f"<img src='data:image/png;base64,{'A' * 300}'>", "<img src='‹embedded picture›'>"),
        (f'<path d="M0 0{"h1m1 0" * 99}"/>', '<path d="‹drawing›"/>'),
    ],
)
def test_shapes_go_without_being_known(text: str, left: str) -> None:
    assert scrub(text) == left


@given(st.text(), st.text())
def test_whatever_stands_around_it_it_goes(before: str, after: str) -> None:
    secrets.live.remember(KEY, "key")
    once = scrub(f"{before}{KEY}{after}")
    assert KEY not in once
    assert scrub(once) == once


def test_archives_are_opened() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("inner.txt.gz", gzip.compress(f"a {KEY} b".encode()))
    with zipfile.ZipFile(io.BytesIO(scrub_bytes(archive.getvalue()))) as left:
        assert gzip.decompress(left.read("inner.txt.gz")).decode() == "a ‹key› b"


def test_other_encodings_and_bytes() -> None:
    assert scrub_bytes(f"a {KEY}".encode("utf-16")).decode("utf-16") == "a ‹key›"
    binary = b"\x00\xff" + KEY.encode() + b"\xfe"
    assert scrub_bytes(binary) == b"\x00\xff***\xfe"


def test_base64_of_more_than_the_secret() -> None:
    blob = base64.b64encode(f'{{"password": "{KEY}"}}'.encode()).decode()
    assert scrub(f"body {blob} end") == "body ‹key› end"


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_qr_codes_in_pictures_are_covered(kind: str) -> None:
    png = io.BytesIO()
    segno.make(f"otpauth://totp/a?secret={KEY}").save(png, kind="png", scale=5)
    from PIL import Image

    picture = io.BytesIO()
    Image.open(png).convert("RGB").save(picture, kind)
    assert pictures.texts_of_codes(picture.getvalue())
    assert pictures.texts_of_codes(scrub_bytes(picture.getvalue())) == []
