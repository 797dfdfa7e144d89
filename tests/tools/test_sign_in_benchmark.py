"""The benchmark of sign-ins measures what it says, on one small server; no figure is asserted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.sign_ins import main


def test_each_round_signs_everybody_in_and_measures_the_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = ["--processes", "2", "--databases", "sqlite", "--accounts", "3", "--rounds", "2"]
    assert main([*small, "--into", str(tmp_path)]) == 0
    (figures,) = json.loads((tmp_path / "sign_ins.json").read_text(encoding="utf-8"))["settings"]
    assert (figures["database"], figures["processes"]) == ("sqlite", 2)
    assert figures["sign_ins"] > 0 and figures["floor"] > 0
    assert f"| sqlite | 2 | {figures['sign_ins']} |" in capsys.readouterr().out
    assert (tmp_path / "sign_ins.svg").read_text(encoding="utf-8").startswith("<svg")
