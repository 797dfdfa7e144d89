"""Pages that fight back end an example in a bounded time, as FAIL or INCONCLUSIVE with words on whose fault
it is: never PASS, never a hang, and never an error of the harness.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.guide.hostile.servers import ANSWERS, GIVEN, SERVERS, SHOWN, VARIABLE

SIGNING_IN = "steps/test_03_signing_in_with_a_code.py::"
WRONG = f"{SIGNING_IN}test_entering_a_code_that_is_not_the_current_one[chromium-a wrong code]"
RIGHT = f"{SIGNING_IN}test_reading_the_code_off_the_phone[chromium]"
ENROLLED = (
    "steps/test_01_turning_two_factor_authentication_on.py::"
    "test_entering_the_code_that_the_phone_shows[chromium]"
)
DOWNLOADED = "steps/test_02_saving_backup_codes.py::test_downloading_the_codes[chromium]"
FAIL, NO_ANSWER = "FAIL", "INCONCLUSIVE product-did-not-answer"
IN_SHORT = ("loops", "shows_garbage")
"""The servers of `make test`; `make torture` tries them all."""
PATIENCE = 2
LONGEST = 300
"""Seconds for two examples that wait for nothing but such pages, on a busy machine."""

IS_THERE = ("asks", "opens_tabs", "never_settles")
"""Pages that can be read: the right code let nobody in, a wrong one was neither taken nor refused."""
EXPECTED: dict[str, dict[str, str]] = {
    **{name: {WRONG: NO_ANSWER, RIGHT: FAIL if name in IS_THERE else NO_ANSWER} for name in ANSWERS},
    "rewrites_history": {WRONG: FAIL, RIGHT: FAIL},  # it says that whoever gave any code is in, and nobody is
    **{name: {ENROLLED: FAIL} for name in SHOWN},
    **{name: {DOWNLOADED: NO_ANSWER} for name in GIVEN},
}


def _form(server: str) -> pytest.MarkDecorator:
    return pytest.mark.torture() if server in IN_SHORT else pytest.mark.torture("long")


@pytest.mark.long
@pytest.mark.parametrize("server", [pytest.param(name, marks=_form(name)) for name in SERVERS])
def test_no_page_that_fights_back_is_passed_or_hung_on(server: str, tmp_path: Path) -> None:
    expected = EXPECTED[server]
    began = time.monotonic()
    told = _told_of(server, list(expected), tmp_path)
    took = time.monotonic() - began
    assert {node: verdict for node, (verdict, _) in told.items()} == expected, told
    assert took < LONGEST
    words = " ".join(error for _, error in told.values())
    assert "At fault:  the product" in words and "At fault:  the harness" not in words


def _told_of(server: str, nodes: list[str], folder: Path) -> dict[str, tuple[str, str]]:
    """For each example its verdict with the code of the reason, and what was said of it."""
    options = ("-q", "--no-doctor", "--no-history", "-p", "no:xdist", "-p", "no:cacheprovider")
    patience = ("--patience", str(PATIENCE))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *nodes, *options, *patience, "--report-dir", str(folder)],
        env={**os.environ, "TWOFOLD_REFERENCE_SERVER": "tests.guide.hostile.servers", VARIABLE: server},
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    assert done.returncode in (1, 6), done.stdout[-3000:]
    results = json.loads((folder / "run.json").read_text(encoding="utf-8"))["results"]
    return {
        row["nodeid"]: (f"{row['verdict']} {row['why'].partition(':')[0]}".strip(), str(row["error"]))
        for row in results
    }
