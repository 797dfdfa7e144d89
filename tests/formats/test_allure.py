"""Allure results, read by Allure itself, and every verdict with its status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from harness.formats import allure
from harness.formats.allure import CATEGORIES, STATUSES
from harness.record import Deed, Result, RunRecord
from harness.verdicts import Verdict
from tests import npm
from tests.formats import runs
from tests.long import mostly_long
from tests.messages import doors

ALLURE = "allure@3.18.0"
SECONDS = 120
"""How long npm may take for it: it brings some hundred packages."""
NOON = "2026-01-01T12:00:00.000+00:00"


def written(record: RunRecord, folder: Path, report: Path | None = None) -> list[dict[str, Any]]:
    """What the results say, in the order of their names."""
    allure.write(record, report or folder, folder)
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*-result.json"))]


def of(results: list[dict[str, Any]], result: Result) -> dict[str, Any]:
    """The one of an example."""
    (found,) = [told for told in results if told["name"] == result["example"]]
    return found


def labels(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((label["name"], label["value"]) for label in told["labels"])


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.FAIL, "failed"),
        (Verdict.HARNESS_ERROR, "broken"),
        (Verdict.INCONCLUSIVE, "broken"),
        (Verdict.WARN, "skipped"),
        (Verdict.EXPECTED_FAIL, "skipped"),
        (Verdict.NOT_APPLICABLE, "skipped"),
    ],
)
def test_example_and_step_have_the_status_of_the_verdict(
    verdict: Verdict, status: str, tmp_path: Path
) -> None:
    record, result = runs.ended(verdict, "code: reason", "the error")
    told = of(written(record, tmp_path), result)
    assert told["status"] == status
    passed = ["passed"] * (len(result["steps"]) - 2)
    assert [step["status"] for step in told["steps"]] == [*passed, status, "skipped"]
    assert told["statusDetails"]["message"] == f"{verdict} code: reason"
    assert told["statusDetails"]["trace"].startswith("the error\n\nRun again: pytest ")
    assert told["statusDetails"]["known"] is (verdict is Verdict.EXPECTED_FAIL)


def test_what_passed_is_passed_and_has_no_reason(tmp_path: Path) -> None:
    results = written(runs.whole(), tmp_path)
    assert {told["status"] for told in results} == {"passed"}
    assert {step["status"] for told in results for step in told["steps"]} == {"passed"}
    assert not any("statusDetails" in told for told in results)
    assert len(results) == len(runs.whole()["results"])


def test_what_passed_though_known_to_fail_is_not_green(tmp_path: Path) -> None:
    record = runs.whole()
    result = record["results"][0]
    result["verdict"], result["why"] = Verdict.UNEXPECTED_PASS.value, "known-failing-but-passed: B10"
    assert of(written(record, tmp_path), result)["status"] == "failed"


def test_every_verdict_has_a_status_and_all_but_one_a_category(tmp_path: Path) -> None:
    assert set(STATUSES) == set(Verdict)
    assert set(CATEGORIES) == set(Verdict) - {Verdict.PASS}
    written(runs.whole(), tmp_path)
    categories = json.loads((tmp_path / "categories.json").read_text(encoding="utf-8"))
    assert {category["name"] for category in categories} == set(CATEGORIES.values())


def test_it_stands_where_target_chapter_and_rule_lead(tmp_path: Path) -> None:
    record, result = runs.broken()
    told = of(written(record, tmp_path), result)
    said = set(labels(told))
    levels = ("the reference server", result["chapter"], result["rule"])
    assert set(zip(("epic", "feature", "story"), levels, strict=True)) <= said
    assert set(zip(("parentSuite", "suite", "subSuite"), levels, strict=True)) <= said
    assert {("tag", "G-16b"), ("tag", "B19"), ("verdict", "FAIL"), ("browser", "chromium")} <= said


def test_its_history_outlives_a_moved_file_and_is_not_another_product_s(tmp_path: Path) -> None:
    record, result = runs.broken()
    first = of(written(record, tmp_path / "first"), result)
    result["file"], result["line"], result["chapter"] = "features/moved.feature", 99, "Another chapter"
    moved = of(written(record, tmp_path / "moved"), result)
    assert (first["historyId"], first["testCaseId"]) == (moved["historyId"], moved["testCaseId"])
    record["target"] = "shop"
    other = of(written(record, tmp_path / "other"), result)
    assert other["historyId"] != first["historyId"]
    assert other["testCaseId"] == first["testCaseId"]
    assert other["parameters"] != first["parameters"] == moved["parameters"], (
        "Allure 3 makes the history of it"
    )


def test_no_two_results_share_an_id_and_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    record = runs.whole()
    results = written(record, tmp_path)
    assert len({told["historyId"] for told in results}) == len(results)
    assert len(written(record, tmp_path)) == len(results)


def test_pictures_hang_on_their_steps_and_times_are_those_of_deeds(tmp_path: Path) -> None:
    record, result = runs.broken()
    (tmp_path / "report" / "pictures").mkdir(parents=True)
    Image.new("RGB", (8, 8), "red").save(tmp_path / "report" / "pictures" / "end.png")
    for picture in ("pictures/end.png", "pictures/gone.png"):
        deed = Deed(task="t", by="Alice", device=1, at=NOON, product_time=NOON, took=0.25, picture=picture)
        result["steps"][1].setdefault("evidence", []).append(deed)
    told = of(written(record, tmp_path / "results", tmp_path / "report"), result)
    step = told["steps"][1]
    assert (step["start"], step["stop"]) == (1767268800000, 1767268800250)
    (attached,) = step["attachments"]
    assert attached["type"] == "image/png"
    assert Image.open(tmp_path / "results" / attached["source"]).size == (8, 8)
    assert (told["start"], told["stop"] - told["start"]) == (1767268800000, 1250)


def test_without_the_extra_the_option_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    from harness.formats.plugin import with_allure

    monkeypatch.setitem(sys.modules, "allure_commons", None)
    with pytest.raises(pytest.UsageError, match=r"pip install -e '\.\[allure\]'"):
        with_allure(pytestconfig, "results")
    assert with_allure(pytestconfig, None) is None


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Allure installed."""
    return npm.install(tmp_path_factory.mktemp("allure"), "Allure", ALLURE, seconds=SECONDS)


@pytest.mark.slow
@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "2"))
def test_allure_makes_a_report_of_a_run(suite: Path, generator: Path, workers: str) -> None:
    results = f"results{workers}"
    ran = doors.run(suite, "-n", workers, "--allure-results", results, report=f"allure{workers}")
    assert (suite / results).is_dir(), ran.output[-500:]
    made = suite / f"made{workers}"
    command = Path("node_modules", "allure", "cli.js")
    npm.node(
        generator, str(command), "generate", str(suite / results), "--output", str(made), seconds=SECONDS
    )
    told = [json.loads(path.read_text(encoding="utf-8")) for path in made.rglob("data/test-results/*.json")]
    statuses = {result["name"]: result["status"] for result in told}
    assert statuses["Turning the right key"] == "passed"
    assert statuses["A door that opens for anybody"] == "failed"
    assert statuses["A door that no house has"] == "skipped"
    assert statuses["A door that fell out of its frame"] == "broken"
