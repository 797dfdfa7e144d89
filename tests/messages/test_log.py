"""The log of real runs: the same whoever acts the examples out, and valid Cucumber Messages."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import cucumber_messages
import pytest

from harness import catalogue
from harness.messages import envelopes as say
from tests.messages import doors, official
from tests.messages.doors import Ran

VERDICTS = {
    "test_turning_the_right_key[chromium]": "PASS",
    "test_turning_a_key_made_for_another_door[chromium-garden]": "PASS",
    "test_turning_a_key_made_for_another_door[chromium-cellar]": "PASS",
    "test_a_door_that_opens_for_anybody[chromium]": "FAIL",
    "test_a_door_that_no_house_has[chromium]": "NOT_APPLICABLE",
    "test_a_door_that_fell_out_of_its_frame[chromium]": "HARNESS_ERROR",
    "test_a_door_that_jams_at_times[chromium]": "FAIL",
    "test_a_step_that_nobody_wrote[chromium]": "HARNESS_ERROR",
    "test_the_last_one_out[chromium]": "PASS",
}


def told(envelopes: list[dict[str, Any]]) -> list[Any]:
    """Scenarios, ends of steps, verdicts and ids in the log's order: what no two runs may differ in."""
    names = [e["pickle"]["name"] for e in envelopes if "pickle" in e]
    cases = [e["testCase"]["pickleId"] for e in envelopes if "testCase" in e]
    ends = [e["testStepFinished"]["testStepResult"]["status"] for e in envelopes if "testStepFinished" in e]
    definitions = [e["stepDefinition"] for e in envelopes if "stepDefinition" in e]
    return [names, cases, ends, definitions, doors.records(envelopes)]


def test_two_workers_tell_the_same_as_one_process(alone: Ran, by_two: Ran) -> None:
    assert doors.verdicts(alone.envelopes) == VERDICTS
    assert told(by_two.envelopes) == told(alone.envelopes)
    workers = {e["testCaseStarted"]["workerId"] for e in by_two.envelopes if "testCaseStarted" in e}
    assert workers == {"gw0", "gw1"}, "the run was not shared out: nothing was compared"


def test_examples_come_in_the_order_of_the_features(by_two: Ran) -> None:
    pickles = [e["pickle"]["id"] for e in by_two.envelopes if "pickle" in e]
    assert [e["testCase"]["pickleId"] for e in by_two.envelopes if "testCase" in e] == pickles


@pytest.mark.parametrize("run", ["alone", "by_two", "crashed", "pictured"])
def test_every_line_is_a_valid_message(run: str, request: pytest.FixtureRequest) -> None:
    envelopes = request.getfixturevalue(run).envelopes
    assert [official.errors(envelope) for envelope in envelopes] == [[]] * len(envelopes)
    converter = cucumber_messages.message_converter
    for envelope in envelopes:
        read = converter.from_dict(envelope, cucumber_messages.Envelope)
        assert set(converter.to_dict(read)) == set(envelope)


def test_a_log_of_the_guide_holds_evidence_and_names_pictures_that_are_there(pictured: Ran) -> None:
    assert pictured.status == 0, pictured.output
    attached = [e["attachment"] for e in pictured.envelopes if "attachment" in e]
    assert [a for a in attached if a["mediaType"] == say.EVIDENCE]
    pictures = [a["url"] for a in attached if a["mediaType"] == "image/png"]
    assert pictures
    assert all((pictured.report / path).read_bytes().startswith(b"\x89PNG") for path in pictures)


def test_the_check_of_messages_finds_what_is_wrong(alone: Ran) -> None:
    [finished] = [e for e in alone.envelopes if "testRunFinished" in e]
    body = finished["testRunFinished"]
    assert official.errors({"testRunFinished": {**body, "mood": "good"}})
    assert official.errors({"testRunFinished": {**body, "success": "yes"}})
    assert official.errors({"testRunFinished": {"success": True}})


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("opens for anybody", ["PASSED", "PASSED", "PASSED", "FAILED", "SKIPPED", "PASSED"]),
        ("no house has", ["PASSED", "PASSED", "SKIPPED", "SKIPPED", "PASSED"]),
        ("fell out of its frame", ["FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "PASSED"]),
        ("nobody wrote", ["PASSED", "PASSED", "UNDEFINED", "SKIPPED", "PASSED"]),
    ],
)
def test_each_step_has_its_end(alone: Ran, words: str, expected: list[str]) -> None:
    steps = doors.steps(alone.envelopes, words)
    assert (steps[0][0], steps[-1][0]) == ("set-up", "tear-down")
    assert [status for _, status in steps] == expected


def test_a_failed_step_says_why(alone: Ran) -> None:
    results = [e["testStepFinished"]["testStepResult"] for e in alone.envelopes if "testStepFinished" in e]
    messages = [result["message"] for result in results if result["status"] == "FAILED"]
    assert messages == [
        "Unmet: The product does not keep its word.\n  Expected: The door is locked.\n  Observed: it is not",
        "RuntimeError: the frame is empty",
        "Unmet: The product does not keep its word.\n  Expected: The door is open.\n  Observed: it is not",
    ]


def test_a_record_tells_ids_reason_and_the_products_time(alone: Ran) -> None:
    records = {record["nodeid"].partition("::")[2]: record for record in doors.records(alone.envelopes)}
    undefined = records["test_a_step_that_nobody_wrote[chromium]"]
    assert (undefined["statements"], undefined["behaviours"]) == (["G-16b", "G-6a"], ["B19"])
    assert undefined["browser"] == "chromium"
    assert (
        records["test_a_door_that_no_house_has[chromium]"]["why"] == "not-offered: this house has no cat flap"
    )
    assert records["test_turning_the_right_key[chromium]"]["virtual"] == {"begin": 1000.0, "end": 1030.0}
    assert records["test_a_door_that_fell_out_of_its_frame[chromium]"]["virtual"] == {
        "begin": None,
        "end": None,
    }


def test_the_footer_counts(alone: Ran) -> None:
    footer = say.body_of(alone.envelopes[-1], say.FOOTER)
    assert footer is not None
    assert footer["counts"] == {"pickles": 9, "scenarios": 9, "attempts": 10}
    assert footer["verdicts"] == {"FAIL": 2, "HARNESS_ERROR": 2, "NOT_APPLICABLE": 1, "PASS": 4}
    assert footer["ids"]["G-1a"] == {"PASS": 3}
    assert footer["whole"] is True
    assert footer["judgement"] == {"verdict": "FAIL", "exit_code": 1}
    assert footer["order"] == {"kind": "as collected", "seed": None}
    assert footer["seal"] in alone.output
    lines = alone.log.read_text(encoding="utf-8").split("\n")[:-2]
    first = hashlib.sha256(b"\n" + lines[0].encode()).hexdigest()
    second = hashlib.sha256(f"{first}\n{lines[1]}".encode()).hexdigest()
    assert footer["chain"][:2] == [first, second]
    assert len(footer["chain"]) == footer["lines"] == len(lines)
    whole = hashlib.sha256()
    for path in sorted(catalogue.FOLDER.glob("*.yaml")):
        whole.update(f"{path.name}\0{path.read_text(encoding='utf-8')}\0".encode())
    assert footer["catalogue_sha256"] == whole.hexdigest()


def test_the_order_and_its_seed_are_told(partial: Ran) -> None:
    footer = say.body_of(partial.envelopes[-1], say.FOOTER)
    assert footer is not None
    assert footer["order"] == {"kind": "random by global", "seed": "7"}
    assert footer["whole"] is False


def test_attempts_are_told_one_by_one_and_none_mends_another(alone: Ran) -> None:
    assert "at_times" not in alone.output, "the second attempt was to pass for pytest"
    jams = [record for record in doors.records(alone.envelopes) if "at_times" in record["nodeid"]]
    assert [record["verdict"] for record in jams] == ["FAIL", "FAIL"]
    assert jams[1]["why"] == "an earlier attempt was FAIL, and no repetition mends that"
    statuses = [status for _, status in doors.steps(alone.envelopes, "jams")]
    assert statuses == ["PASSED", "PASSED", "PASSED", "FAILED", "PASSED"] + ["PASSED"] * 5
    started = [e["testCaseStarted"]["attempt"] for e in alone.envelopes if "testCaseStarted" in e]
    again = [e["testCaseFinished"]["willBeRetried"] for e in alone.envelopes if "testCaseFinished" in e]
    assert (sum(started), again.count(True)) == (1, 1)
    assert again.index(True) + 1 == started.index(1)


def test_a_crashed_worker_leaves_what_it_told(crashed: Ran) -> None:
    last = "test_the_last_one_out[chromium]"
    assert doors.verdicts(crashed.envelopes) == {**VERDICTS, last: "HARNESS_ERROR"}
    assert doors.records(crashed.envelopes)[-1]["why"].startswith("worker crashed: gw0 died")
    assert doors.steps(crashed.envelopes, "last one out") == [
        ("set-up", "PASSED"),
        ("a door is locked", "PASSED"),
        ("Alice puts the light out", "UNKNOWN"),
        ("the door is locked", "SKIPPED"),
        ("tear-down", "SKIPPED"),
    ]
    assert any(
        "worker crashed" in e["testStepFinished"]["testStepResult"].get("message", "")
        for e in crashed.envelopes
        if "testStepFinished" in e
    )


def test_the_parts_are_gone_when_the_log_is_there(by_two: Ran) -> None:
    assert by_two.log.exists()
    assert not (by_two.report / say.PARTS).exists()
    assert json.loads(by_two.log.read_text(encoding="utf-8").split("\n")[0])["meta"]["protocolVersion"]
