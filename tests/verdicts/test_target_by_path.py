"""A whole run against a target that is named by its path, with what is known to fail beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.long import mostly_long
from tests.verdicts.situations import EXPECTED
from tests.verdicts.suites import BREAKS, KEEPS, Suite, run

SUITE = Suite((KEEPS, BREAKS), known_failing=EXPECTED)


@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "0"))
@pytest.mark.parametrize("named", ["targets/doors/__init__.py", "./targets/doors"])
def test_a_run_says_the_same_however_its_target_is_named(named: str, workers: str, tmp_path: Path) -> None:
    ended = run(SUITE, tmp_path, "--target", named, "-n", workers)
    assert (ended.code, ended.verdicts) == (0, ["PASS", "EXPECTED_FAIL"]), ended.output


def test_a_target_that_is_not_there_ends_the_run_with_its_reason(tmp_path: Path) -> None:
    ended = run(SUITE, tmp_path, "--target", "qa/shop.py")
    assert ended.code == 7, ended.output
    assert "there is no file" in ended.output
