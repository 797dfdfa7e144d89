"""Products side by side as Markdown: what holds, what is broken and why, what a product doesn't offer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli import main
from harness.record import RunRecord
from harness.verdicts import Verdict
from tests.compare.builds import KNOWN, SECOND, UNMET, end, of, whole


def page(tmp_path: Path, capsys: pytest.CaptureFixture[str], **products: RunRecord) -> str:
    files = []
    for name, record in products.items():
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(json.dumps({**record, "target": name}), encoding="utf-8")
    main(["compare", "--markdown", *map(str, files)])
    return capsys.readouterr().out


def test_how_much_holds_at_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = end(whole(), SECOND, Verdict.EXPECTED_FAIL, KNOWN, UNMET)
    bank = end(whole(), SECOND, Verdict.NOT_APPLICABLE, "not-offered: no backup codes")
    for result in bank["results"]:
        if "B16" in result["tags"]:
            result["verdict"] = Verdict.NOT_APPLICABLE.value
    text = page(tmp_path, capsys, shop=shop, bank=bank)
    rows = {line.split(" ")[1]: line for line in text.splitlines() if line.startswith("| B")}
    number = len([r for r in shop["results"] if "B19" in r["tags"]])
    assert rows["B19"].endswith(f"| **{number - 1} of {number}** | holds; 1 not offered |")
    assert rows["B16"].endswith("| holds | not offered |")
    assert rows["B01"].endswith("| holds | holds |")
    assert f"- Used codes work again. *{SECOND}*" in text
    assert "## What bank does not keep\n\nNothing: all that it offers holds." in text
    assert "(whole runs, profile guide)" in text


def test_a_break_that_nobody_expected_says_what_was_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = end(whole(), SECOND, Verdict.FAIL, error=UNMET)
    assert f"- signed in *{SECOND}*" in page(tmp_path, capsys, shop=shop, bank=whole())


def test_what_passed_though_known_to_fail_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = end(whole(), SECOND, Verdict.UNEXPECTED_PASS, "known-failing-but-passed: B19")
    text = page(tmp_path, capsys, shop=shop, bank=whole())
    assert f"- Known to fail, and passed in this run, as what depends on chance may: *{SECOND}*" in text


def test_what_a_product_says_is_no_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = whole()
    result = of(shop, SECOND)[0]
    result["verdict"], result["why"] = Verdict.WARN.value, "should-unmet: <b>*bold*</b>"
    assert "&lt;b&gt;\\*bold\\*&lt;/b&gt;" in page(tmp_path, capsys, shop=shop, bank=whole())
