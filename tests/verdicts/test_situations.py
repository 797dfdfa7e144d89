"""Each situation of the table really happens, in a pytest of its own; record and exit code are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verdicts.situations import SITUATIONS, Situation
from tests.verdicts.suites import run

OLD = "the record of an earlier run"


@pytest.mark.parametrize("situation", SITUATIONS, ids=[situation.words for situation in SITUATIONS])
def test_a_situation_ends_as_the_table_says(situation: Situation, tmp_path: Path) -> None:
    ended = run(situation.suite, tmp_path, *situation.arguments)
    assert (ended.verdict, ended.code) == (situation.verdict, situation.code), ended.output
    assert ended.verdicts == list(situation.examples), ended.output
    assert situation.says in ended.output
    if ended.record is not None:
        assert ended.record["judgement"]["exit_code"] == situation.code
        assert f"Exit code {situation.code}." in ended.output
