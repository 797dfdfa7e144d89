"""What reads files and texts that a product, or somebody else, has written: each takes bytes and says at most
what it declares. Used by hypothesis in `make test` and by atheris in `make torture`.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from harness import known_failing, run_file, target_file
from harness.messages import envelopes as say
from harness.messages import seal
from harness.otpauth import UnreadableKey, read_key_uri
from harness.phone import Entry, read_qr_codes
from harness.run_file import NoRecord
from harness.verify import Judgement, Unreadable, verify
from targets.common.downloads import words_of
from targets.port import TargetError

ROOT = Path(__file__).parents[2]
RUN = "r1"


def otpauth_uri(data: bytes) -> None:
    """A URI as a QR code may hold it; what was read makes codes, of as many digits as it says."""
    with contextlib.suppress(UnreadableKey):
        key = read_key_uri(data.decode("utf-8", "replace"))
        entry = Entry(key)
        assert key.data and key.period >= 1
        code = entry.code_at(1_800_000_000)
        assert len(code) == key.digits and code.isascii() and code.isdigit()


def qr_picture(data: bytes) -> None:
    """A picture with or without a QR code."""
    with contextlib.suppress(UnreadableKey):
        assert all(isinstance(text, str) for text in read_qr_codes(data))


def downloaded_codes(data: bytes) -> None:
    """A file of backup codes."""
    with _file(data) as path:
        assert isinstance(words_of(path), str)


def event_log(data: bytes) -> Judgement | None:
    """A run's event log."""
    with _file(data) as path, contextlib.suppress(Unreadable):
        return verify(path)
    return None


def run_record(data: bytes) -> None:
    """A run's record."""
    with _file(data) as path, contextlib.suppress(NoRecord):
        run_file.read(path)


def known_failures(data: bytes) -> None:
    """A target's list of known failures."""
    with _file(data, "known_failing.yaml") as path, contextlib.suppress(TargetError):
        known_failing.read(ROOT, str(path.with_name("shop.py")), date(2026, 11, 25))


def target(data: bytes) -> None:
    """A target's file, which is Python: what isn't, or does nothing, is told. Not for code at random."""
    with _file(data, "a_target_of_nobody.py") as path, contextlib.suppress(TargetError):
        target_file.load(str(path), ROOT)


SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
DEEP = b"[" * 200_000
SEEDS: dict[str, list[bytes]] = {
    "otpauth URI": [
        f"otpauth://totp/a?secret={SECRET}".encode(),
        b"otpauth://[",
        b"otpauth://totp/%ff?secret=A",
    ],
    "QR picture": [b"\x89PNG\r\n\x1a\n", b"GIF89a\xff\xff\xff\xff", b"BM" + bytes(60)],
    "downloaded codes": [
        "äöü".encode("latin-1"),
        "one two".encode("utf-16"),
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8",
    ],
    "event log": [
        DEEP,
        b'{"attachment":' + DEEP,
        b'{"meta":{}}\n' + DEEP,
        b"\n",
        b'{"meta":{"a":' + b"9" * 5000,
    ],
    "run.json": [DEEP, b"9" * 5000, b'{"whole":true,"results":[[]]}', b"\xff\xfe{"],
    "known_failing.yaml": [
        b"[" * 1200,
        b"- {[a]: b}",
        b"&a [*a]",
        b"- !!python/name:os.system x",
        b"- a: [b",
    ],
}
"""Bytes to begin with, by what reads them."""

READERS: dict[str, Callable[[bytes], object]] = {
    "otpauth URI": otpauth_uri,
    "QR picture": qr_picture,
    "downloaded codes": downloaded_codes,
    "event log": event_log,
    "run.json": run_record,
    "known_failing.yaml": known_failures,
}
"""By what they read; a target's file is apart, for whatever is in it is done."""


@contextlib.contextmanager
def _file(data: bytes, name: str = "it") -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def a_log() -> list[str]:
    """The lines of a small whole run, sealed: two examples, both acted out."""
    tags = [{"name": "@G-1"}]
    record = {"statements": ["G-1"], "behaviours": [], "browser": "chromium", "why": "", "ended": True}
    lines: list[dict[str, Any]] = [
        {"meta": {"protocolVersion": say.PROTOCOL}},
        {"source": {"uri": "features/a.feature", "data": "Feature: A", "mediaType": "text/x.cucumber"}},
        *(
            {"pickle": {"id": f"p{at}", "uri": "features/a.feature", "tags": tags, "location": {"line": at}}}
            for at in (1, 2)
        ),
        {"testRunStarted": {"id": RUN}},
    ]
    for at in (1, 2):
        case, attempt = f"{RUN}.c{at}", f"{RUN}.a{at}"
        verdict = {**record, "verdict": "PASS" if at == 1 else "FAIL", "nodeid": f"a.py::t{at}"}
        lines += [
            {"testCase": {"id": case, "pickleId": f"p{at}", "testSteps": []}},
            {"testCaseStarted": {"id": attempt, "testCaseId": case, "attempt": 0}},
            say.attachment(say.VERDICT, verdict, testCaseStartedId=attempt),
            {"testCaseFinished": {"testCaseStartedId": attempt, "willBeRetried": False}},
        ]
    lines.append({"testRunFinished": {"testRunStartedId": RUN, "success": False}})
    return sealed([say.line(envelope) for envelope in lines])


def sealed(lines: list[str]) -> list[str]:
    """Lines with a footer of their own, as whoever makes a log up could write it."""
    envelopes = []
    for line in lines:
        with contextlib.suppress(ValueError):
            envelopes.append(json.loads(line))
    try:
        footer = seal.footer_of(lines, envelopes, {"run": RUN})
    except (KeyError, TypeError, ValueError, AttributeError):
        facts = {"run": RUN, "whole": True, "chain": seal.chain_of(lines), "lines": len(lines)}
        footer = {**facts, "seal": seal.seal_of(facts)}
    body = json.dumps(footer, ensure_ascii=False)
    return [*lines, json.dumps({"attachment": {"body": body, "mediaType": say.FOOTER}})]
