"""`twofold merge`: shards become the run that one process would have made, or are refused with a reason."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
from harness.messages import envelopes as say
from harness.verify import verify
from tests.messages import doors
from tests.messages.doors import Ran
from tests.messages.test_log import VERDICTS, told

Change = Callable[[dict[str, Any]], None]


def record(run: Path) -> dict[str, Any]:
    return dict(json.loads((run / "run.json").read_text(encoding="utf-8")))


def timeless(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results without how long they took, and where in a traceback."""
    return [{**result, "seconds": 0, "error": bool(result["error"])} for result in results]


@pytest.fixture(scope="session")
def merged(suite: Path, first: Ran, second: Ran, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The run that both shards make, whichever is named first."""
    into = tmp_path_factory.mktemp("merged") / "report"
    shards = [str(ran.report) for ran in (second, first)]
    return Ran(into, main(["merge", *shards, "--into", str(into), "--root", str(suite)]), "")


def test_the_shards_share_the_examples_out(first: Ran, second: Ran) -> None:
    one, other = (set(doors.verdicts(ran.envelopes)) for ran in (first, second))
    assert one | other == set(VERDICTS)
    assert not one & other
    assert one and other


def test_a_shard_is_a_part_and_says_so(first: Ran) -> None:
    assert record(first.report)["judgement"]["scope"] == "partial"
    assert verify(first.report).reasons[0].startswith("partial: ")


def test_the_merged_run_is_verified_as_a_whole_one(merged: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(merged.report)]) == 0
    assert "a whole run of 9 scenarios: 2 FAIL, 2 HARNESS_ERROR, 1 NOT_APPLICABLE, 4 PASS; seal" in (
        capsys.readouterr().out
    )


def test_it_says_what_one_run_says(merged: Ran, alone: Ran) -> None:
    assert merged.status == alone.status == 1
    by_one, by_two = record(alone.report), record(merged.report)
    assert by_two["judgement"] == by_one["judgement"]
    assert timeless(by_two["results"]) == timeless(by_one["results"])
    assert by_two["whole"] is True
    assert told(merged.envelopes) == told(alone.envelopes)


def test_it_keeps_what_it_was_made_of(merged: Ran, first: Ran, second: Ran) -> None:
    footer = say.body_of(merged.envelopes[-1], say.FOOTER)
    assert footer is not None
    seals = {shard["seal"]: shard["results"] for shard in footer["shards"]}
    expected = {}
    for ran in (first, second):
        own = say.body_of(ran.envelopes[-1], say.FOOTER)
        assert own is not None
        expected[own["seal"]] = own["counts"]["scenarios"]
    assert seals == expected
    assert footer["order"] == {"kind": "as collected and random by global", "seed": "7"}
    workers = {e["testCaseStarted"]["workerId"] for e in merged.envelopes if "testCaseStarted" in e}
    assert {worker.partition(".")[0] for worker in workers} == {"1", "2"}


def test_it_has_pages(merged: Ran) -> None:
    page = (merged.report / "index.html").read_text(encoding="utf-8")
    assert "Whole run" in page
    assert sorted(path.name for path in (merged.report / "chapters").iterdir())


def test_a_summary_goes_where_it_was_asked_for(
    suite: Path, first: Ran, second: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step.md"))
    shards = [str(first.report), str(second.report)]
    named = ["--summary", str(tmp_path / "named.md"), "--into", str(tmp_path / "report")]
    assert main(["merge", *shards, *named, "--root", str(suite)]) == 1
    assert "## ❌ FAIL: " in (tmp_path / "named.md").read_text(encoding="utf-8")
    assert (tmp_path / "step.md").read_text() == (tmp_path / "named.md").read_text()


def test_a_missing_shard_makes_it_incomplete(
    suite: Path, first: Ran, second: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "report"
    main(["merge", str(first.report), "--into", str(into), "--root", str(suite)])
    judged = record(into)["judgement"]
    assert judged["scope"] == "incomplete"
    assert "the run is incomplete: examples of the feature files have no result" in judged["reasons"]
    out = capsys.readouterr().out
    for result in record(second.report)["results"]:
        assert f"no shard has a result of {result['file']}:{result['line']}" in out
    assert main(["verify", str(into)]) == 1


def test_a_part_that_passes_is_green_only_if_a_part_was_asked_for(suite: Path, tmp_path: Path) -> None:
    keys = doors.run(suite, "-n", "0", "-k", "key", report="keys")
    assert keys.status == 0
    asked = ["merge", str(keys.report), "--root", str(suite), "--into"]
    assert main([*asked, str(tmp_path / "all")]) == 6
    assert main([*asked, str(tmp_path / "some"), "--allow-partial"]) == 0
    assert record(tmp_path / "some")["judgement"]["scope"] == "partial"
    assert main(["verify", str(tmp_path / "some"), "--allow-partial"]) == 0


def test_what_is_known_to_fail_is_settled_over_all_shards(
    suite: Path, first: Ran, second: Ran, tmp_path: Path
) -> None:
    """Its three examples pass in two shards, neither of which could say that all of them do."""
    root = tmp_path / "suite"
    shutil.copytree(suite / "features", root / "features")
    shutil.copytree(suite / "acts", root / "acts")
    known = root / "targets" / "reference" / "known_failing.yaml"
    known.parent.mkdir(parents=True)
    known.write_text(
        "- behaviour: B06\n  reason: Keys jam.\n  link: https://tracker.example/1\n  expires: 2999-01-01\n",
        encoding="utf-8",
    )
    spread = [
        [r["tags"] for r in record(ran.report)["results"] if "B06" in r["tags"]] for ran in (first, second)
    ]
    assert all(spread), "the entry lies in one shard alone: nothing was tested"
    into = tmp_path / "report"
    shards = [str(first.report), str(second.report)]
    assert main(["merge", *shards, "--into", str(into), "--root", str(root)]) == 1
    verdicts = [r["verdict"] for r in record(into)["results"] if "B06" in r["tags"]]
    assert verdicts == ["UNEXPECTED_PASS"] * 3
    assert main(["verify", str(into)]) == 0


def test_a_crash_in_a_shard_stays_one(
    suite: Path, crashed: Ran, first: Ran, second: Ran, tmp_path: Path
) -> None:
    lost = "test_the_last_one_out"
    other = second if any(lost in name for name in doors.verdicts(first.envelopes)) else first
    into = tmp_path / "report"
    shards = [str(crashed.report), str(other.report)]
    main(["merge", *shards, "--into", str(into), "--root", str(suite)])
    judged = record(into)["judgement"]
    assert any(
        reason.startswith("a worker crashed while it ran acts/test_02.py") for reason in judged["reasons"]
    )
    [reason] = verify(into).reasons
    assert reason.startswith(f"unfinished: acts/test_02.py::{lost}[chromium]: worker crashed")


# What is refused


def changed(ran: Ran, folder: Path, change: Change) -> str:
    """A copy of a run whose record was changed."""
    shutil.copytree(ran.report, folder)
    told = record(folder)
    change(told)
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    return str(folder)


def other_target(told: dict[str, Any]) -> None:
    told["target"] = "shop"


def other_build(told: dict[str, Any]) -> None:
    told["build"] = "2.0"


def other_facts(told: dict[str, Any]) -> None:
    told["declared"] = {"period": 60}


def other_twofold(told: dict[str, Any]) -> None:
    told["requirements"]["version"] = "9.9"


def other_features(told: dict[str, Any]) -> None:
    told["requirements"]["sha256"] = "0" * 64


def other_verdict(told: dict[str, Any]) -> None:
    told["results"][0]["verdict"] = "WARN"


def lost_result(told: dict[str, Any]) -> None:
    del told["results"][0]


def older(told: dict[str, Any]) -> None:
    del told["happened"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (other_target, "tests the target 'shop', and"),
        (other_build, "is of the build '2.0', and"),
        (other_facts, "was told that its target declares something else, and"),
        (other_twofold, "made by Twofold 9.9, and this is "),
        (other_features, "its features or its catalogue are not those of "),
        (other_verdict, "run.json: says WARN of acts/"),
        (lost_result, "run.json: has no result of acts/"),
        (older, "run.json: lacks happened, as an older Twofold wrote it"),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_what_is_no_part_of_the_run_is_refused(
    change: Change,
    reason: str,
    suite: Path,
    first: Ran,
    second: Ran,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    foreign = changed(second, tmp_path / "foreign", change)
    into = tmp_path / "report"
    assert main(["merge", str(first.report), foreign, "--into", str(into), "--root", str(suite)]) == 4
    err = capsys.readouterr().err
    assert reason in err
    assert " — " in err, "it doesn't say what to do"
    assert not into.exists()


def test_an_example_in_two_shards_is_refused(
    suite: Path, first: Ran, alone: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["merge", str(first.report), str(alone.report), "--root", str(suite)]
    assert main([*command, "--into", str(tmp_path / "report")]) == 4
    assert "acted out what" in capsys.readouterr().err


def test_a_shard_that_is_named_twice_is_refused(
    suite: Path, first: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["merge", str(first.report), str(first.report), "--root", str(suite)]
    assert main([*command, "--into", str(tmp_path / "report")]) == 4
    assert "the same run as" in capsys.readouterr().err


def test_a_log_that_was_changed_is_refused(
    suite: Path, first: Ran, second: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = tmp_path / "forged"
    shutil.copytree(second.report, forged)
    text = (forged / say.LOG).read_text(encoding="utf-8")
    (forged / say.LOG).write_text(text.replace("PASSED", "SKIPPED", 1), encoding="utf-8")
    command = ["merge", str(first.report), str(forged), "--root", str(suite)]
    assert main([*command, "--into", str(tmp_path / "report")]) == 4
    assert "edited: since the run somebody changed line " in capsys.readouterr().err


def test_a_shard_is_never_written_over(
    suite: Path, first: Ran, second: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    before = first.log.read_bytes()
    command = ["merge", str(first.report), str(second.report), "--root", str(suite)]
    assert main([*command, "--into", str(first.report)]) == 4
    assert "holds one of the shards" in capsys.readouterr().err
    assert first.log.read_bytes() == before


def test_what_is_no_run_is_refused(
    suite: Path, first: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["merge", str(first.report), str(tmp_path / "nowhere"), "--root", str(suite)]
    assert main([*command, "--into", str(tmp_path / "report")]) == 4
    assert "can't be read" in capsys.readouterr().err


# Durations


def test_durations_are_those_of_the_runs(first: Ran, second: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["durations", str(first.report), str(second.report / "run.json")]) == 0
    told = json.loads(capsys.readouterr().out)
    results = [result for ran in (first, second) for result in record(ran.report)["results"]]
    assert told == {result["nodeid"]: result["seconds"] for result in results}


def test_shards_are_balanced_by_durations(suite: Path, tmp_path: Path) -> None:
    """One example takes as long as all others together, so it is a shard of its own."""
    slow = "acts/test_02.py::test_the_last_one_out[chromium]"
    names = [f"acts/test_0{1 if 'key' in name else 2}.py::{name}" for name in VERDICTS]
    told = {name: 80.0 if name == slow else 10.0 for name in names}
    (tmp_path / "durations").write_text(json.dumps(told), encoding="utf-8")
    path = (f"--durations-path={tmp_path / 'durations'}", "--collect-only")
    ran = doors.run(
        suite, "-n", "0", *path, "--splitting-algorithm", "least_duration", "--splits", "2", "--group", "1"
    )
    assert [line for line in ran.output.splitlines() if "::" in line] == [slow]


def test_no_record_no_durations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["durations", str(tmp_path)]) == 2
    assert "can't be read" in capsys.readouterr().err
