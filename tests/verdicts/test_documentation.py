"""docs/verdicts.md says what the code does: its tables are made of the same lists as the tests."""

from __future__ import annotations

from pathlib import Path

from harness.verdicts import Verdict, Why
from tests.verdicts.situations import SITUATIONS

TEXT = (Path(__file__).resolve().parents[2] / "docs/verdicts.md").read_text(encoding="utf-8")


def rows_of(heading: str) -> list[str]:
    """The rows of the first table below a heading, without its head and rule."""
    section = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ")][2:]


def test_each_verdict_stands_there_with_its_meaning_and_an_example() -> None:
    rows = [row.strip("| ").split(" | ") for row in rows_of("The eight verdicts")]
    assert [(name, meaning) for name, meaning, _ in rows] == [(v.value, v.meaning) for v in Verdict]
    assert all(example for _, _, example in rows)


def test_each_reason_stands_there() -> None:
    assert rows_of("Reasons") == [f"| `{why.value}` | {why.verdict} | {why.meaning} |" for why in Why]


def test_each_situation_stands_there_as_it_is_tested() -> None:
    assert rows_of("Situations, verdicts and exit codes") == [situation.row for situation in SITUATIONS]
