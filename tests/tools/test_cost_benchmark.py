"""The benchmark of an example's cost measures what it says, on two small suites; no figure is asserted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.cost import main

pytestmark = pytest.mark.long


def test_each_size_is_run_and_the_line_through_them_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--sizes", "2", "4", "--workers", "1", "--into", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "cost.json").read_text(encoding="utf-8"))
    assert [row["examples"] for row in told["sizes"]] == [2, 4]
    assert all(row["seconds"]["1"] > 0 for row in told["sizes"])
    assert "s an example" in capsys.readouterr().out
    assert (tmp_path / "cost.svg").read_text(encoding="utf-8").startswith("<svg")
