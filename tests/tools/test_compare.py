"""Records side by side: what holds, what is broken and why, what a product doesn't offer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools import compare

KNOWN = (
    "known-failing: Codes can be looked at again. (https://tracker.example/1, expected until 2030-01-01, x:1)"
)


def result(verdict: str, *tags: str, why: str = "", example: str = "Entering a code") -> dict[str, Any]:
    error = "Expected:  The code is refused.\nObserved:  signed in\nAt fault:  the product"
    return {"verdict": verdict, "tags": tags, "why": why, "example": example, "values": [], "error": error}


def page(tmp_path: Path, capsys: pytest.CaptureFixture[str], **products: list[dict[str, Any]]) -> str:
    files = []
    for name, results in products.items():
        files.append(tmp_path / f"{name}.json")
        record = {"target": name, "began": "2026-11-24T10:00:00+00:00", "results": results}
        files[-1].write_text(json.dumps(record), encoding="utf-8")
    assert compare.main([str(file) for file in files]) == 0
    return capsys.readouterr().out


def test_how_much_holds_at_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = [result("PASS", "B10"), result("EXPECTED_FAIL", "B10", why=KNOWN), result("PASS", "B12")]
    bank = [result("PASS", "B10"), result("NOT_APPLICABLE", "B10"), result("NOT_APPLICABLE", "B12")]
    text = page(tmp_path, capsys, shop=shop, bank=bank)
    rows = {line.split(":")[0]: line for line in text.splitlines() if line.startswith("| B")}
    assert list(rows) == ["| B10", "| B12"]
    assert rows["| B10"].endswith("| **1 of 2** | holds; 1 not offered |")
    assert rows["| B12"].endswith("| holds | not offered |")
    assert "- Codes can be looked at again. *Entering a code*" in text
    assert "## What bank does not keep\n\nNothing: all that it offers holds." in text


def test_a_break_that_nobody_expected_says_what_was_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "- signed in *Entering a code*" in page(tmp_path, capsys, shop=[result("FAIL", "B10")])


def test_no_record_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main([]) == 2
    assert compare.main([str(tmp_path / "none.json")]) == 2
    assert "Name the run.json of some runs." in capsys.readouterr().err
