"""`twofold check --ran`: which run records are a proof, and which are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.check import Unusable, ran, read_suite
from tests.check.tiny import CATALOGUE, TinySuite

RIGHT, BEHIND, WRONG = (
    "Turning the right key",
    "Finding what lies behind",
    "Turning a key made for another door",
)


def result(example: str, *tags: str, verdict: str = "PASS", row: str = "") -> dict[str, Any]:
    return {
        "nodeid": f"steps/test_door.py::test_{example.lower().replace(' ', '_')}{row}",
        "chapter": "Opening a door",
        "rule": "The right key opens the door",
        "example": example,
        "tags": list(tags),
        "verdict": verdict,
    }


def whole_run() -> dict[str, Any]:
    return {
        "whole": True,
        "results": [
            result(RIGHT, "G-1a", "G-1", "B01"),
            result(BEHIND, "G-1b", "should", "G-1", "B01"),
            result(WRONG, "C-1", "B01", row="[garden]"),
            result(WRONG, "C-1", "B01", row="[cellar]"),
        ],
    }


@pytest.fixture
def judge(tiny: TinySuite) -> Callable[[object], list[tuple[str, str]]]:
    """Writes a record, and gives the findings as (rule, what is wrong)."""

    def findings(record: object) -> list[tuple[str, str]]:
        path = tiny.root / "run.json"
        path.write_text(json.dumps(record), encoding="utf-8")
        suite = read_suite(tiny.root, CATALOGUE, with_tests=False)
        return [(finding.rule, finding.wrong) for finding in ran.findings(ran.read(path), suite)]

    return findings


Judge = Callable[[object], list[tuple[str, str]]]


def test_a_whole_run_in_which_all_passed_is_a_proof(judge: Judge) -> None:
    assert judge(whole_run()) == []


def test_a_run_that_is_not_whole_is_none(judge: Judge) -> None:
    assert judge({**whole_run(), "whole": False}) == [
        ("run-not-whole", "the run was a selection, or was cut short")
    ]


def test_an_example_that_the_record_lacks_is_missed(judge: Judge) -> None:
    record = whole_run()
    del record["results"][2:]
    assert judge(record) == [("example-not-run", f"the run has no result of '{WRONG}'")]


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        ("NOT_APPLICABLE", "its examples are NOT_APPLICABLE"),
        ("WARN", "its examples are WARN"),
        ("FAIL", f"'{BEHIND}' is FAIL"),
        ("INCONCLUSIVE", f"'{BEHIND}' is INCONCLUSIVE"),
        ("EXPECTED_FAIL", f"'{BEHIND}' is EXPECTED_FAIL"),
        ("HARNESS_ERROR", f"'{BEHIND}' is HARNESS_ERROR"),
    ],
)
def test_a_statement_whose_example_did_not_pass_is_not_proven(judge: Judge, verdict: str, why: str) -> None:
    record = whole_run()
    record["results"][1]["verdict"] = verdict
    assert judge(record) == [("statement-not-proven", f"G-1b (and shows) is not shown: {why}")]


def test_a_statement_that_no_result_names_is_not_proven(judge: Judge) -> None:
    record = whole_run()
    record["results"][0]["tags"] = ["G-1", "B01"]
    assert judge(record) == [("statement-not-proven", "G-1a (it opens) is not shown: no example of it ran")]


def test_a_failure_outweighs_a_pass_of_the_same_statement(judge: Judge) -> None:
    record = whole_run()
    record["results"][2]["tags"].append("G-1a")
    record["results"][2]["verdict"] = "FAIL"
    assert judge(record) == [("statement-not-proven", f"G-1a (it opens) is not shown: '{WRONG}' is FAIL")]


@pytest.mark.parametrize("verdict", ["WARN", "NOT_APPLICABLE"])
def test_what_shows_nothing_does_no_harm_beside_a_pass(judge: Judge, verdict: str) -> None:
    record = whole_run()
    record["results"][2]["tags"].append("G-1a")
    record["results"][2]["verdict"] = verdict
    assert judge(record) == []


@pytest.mark.parametrize(
    "record",
    [
        [],
        {"results": []},
        {"whole": "yes", "results": []},
        {"whole": True, "results": [{"nodeid": "x"}]},
        {"whole": True, "results": ["passed"]},
        {"whole": True, "results": [result(RIGHT, "G-1a", verdict="fine")]},
    ],
)
def test_what_is_no_record_gives_exit_code_2(
    tiny: TinySuite, run_twofold: Callable[..., tuple[int, str, str]], record: object
) -> None:
    path = tiny.root / "run.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    code, output, errors = run_twofold("check", "--ran", str(path), "--root", str(tiny.root))
    assert (code, output) == (2, "")
    assert "run the guide again" in errors


@pytest.mark.parametrize(("text", "why"), [(None, "can't be read"), ("{", "not JSON")])
def test_a_file_that_can_not_be_read_gives_exit_code_2(
    tiny: TinySuite, run_twofold: Callable[..., tuple[int, str, str]], text: str | None, why: str
) -> None:
    path: Path = tiny.root / "run.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    code, _, errors = run_twofold("check", "--ran", str(path), "--root", str(tiny.root))
    assert code == 2
    assert why in errors


def test_the_examples_of_each_statement_are_listed(tiny: TinySuite) -> None:
    path = tiny.root / "run.json"
    path.write_text(json.dumps(whole_run()), encoding="utf-8")
    lines = list(ran.coverage(ran.read(path), read_suite(tiny.root, CATALOGUE, with_tests=False)))
    assert lines[0] == "G-1a it opens"
    assert (
        lines[1].split()
        == f"PASS Opening a door / {RIGHT} [steps/test_door.py::test_turning_the_right_key]".split()
    )


def test_the_command_counts_what_the_run_shows(
    tiny: TinySuite, run_twofold: Callable[..., tuple[int, str, str]]
) -> None:
    path = tiny.root / "run.json"
    path.write_text(json.dumps(whole_run()), encoding="utf-8")
    code, output, _ = run_twofold("check", "--ran", str(path), "--root", str(tiny.root), "--verbose")
    assert code == 1  # the tiny run names none of the guide's 47 statements but two
    assert output.splitlines()[0].startswith("G-1a ")
    assert output.splitlines()[-1] == "check: 46 findings"


def test_a_chapter_beyond_the_guide_is_asked_of_a_run_of_all_alone(tiny: TinySuite, judge: Judge) -> None:
    text = tiny.feature.read_text(encoding="utf-8").replace("Turning", "Leaning")
    beyond = text.replace("Finding what lies behind", "Listening at the door").replace("@G-", "@B01 @C-")
    tiny.write("features/standards/10_opening_a_door.feature", beyond)
    assert judge(whole_run()) == []
    assert judge(whole_run() | {"profile": "guide"}) == []
    missing = judge(whole_run() | {"profile": "all"})
    assert {rule for rule, _ in missing} == {"example-not-run"}
    assert len(missing) == 3


def shards(tiny: TinySuite, **of_second: str) -> list[ran.Record]:
    """The whole run in two records, neither of which is whole."""
    every = whole_run()["results"]
    for row, values in zip(every, ([], [], ["garden"], ["cellar"]), strict=True):
        row["values"] = values
    halves = ({"results": every[:3]}, {"results": every[3:], **of_second})
    records = []
    for number, half in enumerate(halves):
        path = tiny.root / f"shard-{number}.json"
        path.write_text(json.dumps({"whole": False, "target": "shop", **half}), encoding="utf-8")
        records.append(ran.read(path))
    return records


def found(tiny: TinySuite, *records: ran.Record) -> list[str]:
    suite = read_suite(tiny.root, CATALOGUE, with_tests=False)
    return [finding.wrong for finding in ran.findings(ran.joined(records), suite)]


def test_the_shards_of_a_run_are_a_proof_together(tiny: TinySuite) -> None:
    first, second = shards(tiny)
    assert found(tiny, first, second) == []
    assert found(tiny, second, first) == []


def test_a_shard_alone_is_none(tiny: TinySuite) -> None:
    first, _ = shards(tiny)
    assert "the run was a selection, or was cut short" in found(tiny, first)


def test_a_row_that_no_shard_ran_is_missed(tiny: TinySuite) -> None:
    first, _ = shards(tiny)
    assert found(tiny, first, first) == [f"the run has no result of '{WRONG}' with cellar"]


@pytest.mark.parametrize("other", [{"target": "stall"}, {"profile": "all"}])
def test_shards_of_different_runs_are_no_run(tiny: TinySuite, other: dict[str, str]) -> None:
    with pytest.raises(Unusable, match="name the shards of one run alone"):
        ran.joined(shards(tiny, **other))
