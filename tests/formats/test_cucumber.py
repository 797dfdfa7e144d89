"""Cucumber JSON, accepted by Cucumber's own converter, and every verdict with its status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.formats.cucumber import STATUSES, features
from harness.record import Result, RunRecord
from harness.verdicts import Verdict
from tests import npm
from tests.formats import runs
from tests.long import mostly_long
from tests.messages import doors

CONVERTER = "@cucumber/cucumber-json-converter@0.0.3"
CONVERT = """\
import fs from 'node:fs'
import { createRequire } from 'node:module'

// Its module for import lacks an export; the one for require is the same code.
const { convert } = createRequire(import.meta.url)('@cucumber/cucumber-json-converter')
const converted = convert(JSON.parse(fs.readFileSync(process.argv[2], 'utf8')))
console.log(JSON.stringify(converted))
"""


def element_of(record: RunRecord, result: Result) -> dict[str, Any]:
    """What the file holds of one example."""
    (found,) = [
        element
        for feature in features(record)
        for element in feature["elements"]
        if (feature["uri"], element["line"]) == (result["file"], result["line"])
    ]
    return dict(found)


def statuses(element: dict[str, Any]) -> list[str]:
    """Of its hooks and steps, in their order."""
    told = [*element.get("before", []), *element["steps"], *element.get("after", [])]
    return [each["result"]["status"] for each in told]


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.FAIL, "failed"),
        (Verdict.HARNESS_ERROR, "failed"),
        (Verdict.INCONCLUSIVE, "pending"),
        (Verdict.WARN, "skipped"),
        (Verdict.EXPECTED_FAIL, "skipped"),
        (Verdict.NOT_APPLICABLE, "skipped"),
    ],
)
def test_the_step_where_it_stopped_has_the_status_of_the_verdict(verdict: Verdict, status: str) -> None:
    record, result = runs.ended(verdict, "code: reason", "the error")
    element = element_of(record, result)
    passed = ["passed"] * (len(result["steps"]) - 2)
    assert statuses(element) == [*passed, status, "skipped"]
    stopped = element["steps"][-2]["result"]
    assert stopped["error_message"] == f"{verdict} code: reason\nthe error"


def test_what_passed_is_passed() -> None:
    record = runs.whole()
    told = [status for feature in features(record) for e in feature["elements"] for status in statuses(e)]
    assert set(told) == {"passed"}
    assert sum(len(feature["elements"]) for feature in features(record)) == len(record["results"])


def test_what_passed_though_known_to_fail_is_not_green() -> None:
    record = runs.whole()
    result = record["results"][0]
    result["verdict"], result["why"] = Verdict.UNEXPECTED_PASS.value, "known-failing-but-passed: B10"
    element = element_of(record, result)
    assert statuses(element) == ["passed"] * len(result["steps"]) + ["failed"]
    assert element["after"][0]["result"]["error_message"] == "UNEXPECTED_PASS known-failing-but-passed: B10"


def test_what_stopped_before_its_first_step_stopped_in_a_hook() -> None:
    record, result = runs.ended(Verdict.NOT_APPLICABLE, "not-offered: no lock")
    for step in result["steps"]:
        step["outcome"] = "not reached"
    assert statuses(element_of(record, result)) == ["skipped"] * (1 + len(result["steps"]))
    assert "before" in element_of(record, result)


def test_what_was_left_in_the_middle_stopped_at_the_next_step() -> None:
    record, result = runs.ended(Verdict.INCONCLUSIVE, "skipped-by-hand: not today")
    for step in result["steps"][1:]:
        step["outcome"] = "not reached"
    rest = ["skipped"] * (len(result["steps"]) - 2)
    assert statuses(element_of(record, result)) == ["passed", "pending", *rest]


def test_names_ids_and_durations() -> None:
    record, result = runs.broken()
    for took in (0.25, 0.5):
        deed = {"task": "sign in", "by": "Alice", "device": 1, "at": "", "product_time": "", "took": took}
        result["steps"][0].setdefault("evidence", []).append(deed)  # type: ignore[arg-type]
    element = element_of(record, result)
    assert (element["name"], element["description"]) == (result["example"], result["rule"])
    assert {"name": "@G-16b"} in element["tags"]
    assert element["steps"][0]["result"] == {"status": "passed", "duration": 750_000_000}
    assert "duration" not in element["steps"][1]["result"]
    every = [e["id"] for feature in features(record) for e in feature["elements"]]
    assert len(set(every)) == len(every)


def test_every_verdict_has_a_status() -> None:
    assert set(STATUSES) == set(Verdict)


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the converter installed, and the script that calls it."""
    folder = tmp_path_factory.mktemp("converter")
    (folder / "convert.mjs").write_text(CONVERT, encoding="utf-8")
    return npm.install(folder, "the converter", CONVERTER)


@pytest.mark.slow
@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "2"))
@pytest.mark.parametrize("option", ["--cucumber-json", "--cucumberjson"])
def test_cucumber_s_own_converter_reads_a_run(
    suite: Path, converter: Path, workers: str, option: str
) -> None:
    """Under both of pytest-bdd's spellings, and with -n, where its own file would be empty."""
    ran = doors.run(suite, "-n", workers, option, "cucumber.json", report=f"cucumber{workers}")
    assert (suite / "cucumber.json").is_file(), ran.output[-500:]
    converted = json.loads(npm.node(converter, "convert.mjs", str(suite / "cucumber.json")))
    told = {
        element["name"]: statuses(element)
        for feature in converted["features"]
        for element in feature["elements"]
    }
    assert told["Turning the right key"] == ["passed"] * 3
    assert told["A door that opens for anybody"] == ["passed", "passed", "failed", "skipped"]
    assert told["A door that no house has"] == ["passed", "skipped", "skipped"]
    assert told["A door that fell out of its frame"][0] == "failed"
    assert len(converted["features"]) == 2
