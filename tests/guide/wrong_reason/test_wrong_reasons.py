"""Servers with a wrong reason never get a PASS: the verdict is FAIL, or INCONCLUSIVE with the true reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guide.wrong_reason.servers import SERVERS, VARIABLE
from tests.long import mostly_long

WRONG = (
    "test_03_signing_in_with_a_code",
    "test_entering_a_code_that_is_not_the_current_one[chromium-a wrong code]",
)
RIGHT = ("test_03_signing_in_with_a_code", "test_reading_the_code_off_the_phone[chromium]")
CORRECTED = ("test_03_signing_in_with_a_code", "test_correcting_a_mistyped_code[chromium]")
LOCKED = ("test_09_too_many_wrong_codes", "test_reaching_the_limit[chromium]")
BELOW = ("test_09_too_many_wrong_codes", "test_staying_one_below_the_limit[chromium]")
ENROLLED = (
    "test_01_turning_two_factor_authentication_on",
    "test_entering_the_code_that_the_phone_shows[chromium]",
)
FAIL = "FAIL"
NO_ANSWER, SESSION_GONE = "INCONCLUSIVE product-did-not-answer", "INCONCLUSIVE session-gone"
CONTRADICTED = "INCONCLUSIVE contradicting-reason"
BEFORE, AFTER = "INCONCLUSIVE control-before-failed", "INCONCLUSIVE control-after-failed"

EXPECTED: dict[str, dict[tuple[str, str], str]] = {
    "locks_at_once": {WRONG: CONTRADICTED, BELOW: FAIL},
    "throttles_all": {WRONG: CONTRADICTED, RIGHT: FAIL, LOCKED: FAIL},
    "drops_the_session": {WRONG: SESSION_GONE, RIGHT: FAIL, LOCKED: SESSION_GONE},
    "refuses_everything": {WRONG: BEFORE, ENROLLED: FAIL},
    "accepts_everything": {WRONG: FAIL, LOCKED: FAIL},
    "answers_500": {WRONG: NO_ANSWER, RIGHT: NO_ANSWER},
    "redirects_to_sign_in": {WRONG: SESSION_GONE, RIGHT: FAIL, LOCKED: SESSION_GONE},
    "never_receives_the_code": {WRONG: AFTER, RIGHT: FAIL},
    "says_locked_but_lets_in": {RIGHT: FAIL, LOCKED: FAIL},
    "wrong_after_a_wrong_one": {WRONG: AFTER, CORRECTED: FAIL},
    "says_welcome_without_a_session": {WRONG: FAIL, RIGHT: FAIL},
    "hangs": {WRONG: NO_ANSWER, RIGHT: NO_ANSWER},
}


@pytest.mark.parametrize("server", mostly_long(EXPECTED, "never_receives_the_code"))
def test_no_example_passes_for_a_wrong_reason(server: str, tmp_path: Path) -> None:
    expected = EXPECTED[server]
    nodes = [f"steps/{module}.py::{test}" for module, test in expected]
    options = ("-q", "--no-doctor", "--no-history", "-p", "no:xdist", "-p", "no:cacheprovider")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *nodes, *options, "--patience", "3", "--report-dir", str(tmp_path)],
        env={
            **os.environ,
            "TWOFOLD_REFERENCE_SERVER": "tests.guide.wrong_reason.servers",
            VARIABLE: server,
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    results = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["results"]
    told = {result["nodeid"]: _told(result) for result in results}
    assert told == dict(zip(nodes, expected.values(), strict=True)), done.stdout[-3000:]
    assert done.returncode == (1 if FAIL in told.values() else 6)


def _told(result: dict[str, str]) -> str:
    return f"{result['verdict']} {result['why'].partition(':')[0]}".strip()


def test_every_server_is_tried() -> None:
    assert EXPECTED.keys() == SERVERS.keys()
    assert len(SERVERS) == 12
