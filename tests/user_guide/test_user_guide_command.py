"""`twofold user-guide`: what it writes and says, how it ends, and what it asks for where there is no run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli import main
from harness.record import RunRecord
from harness.verdicts import Verdict
from tests.report import runs
from tests.user_guide.scenes import a_run, judge


def keep(record: object, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def guide(run: Path, *options: str) -> int:
    return main(["user-guide", str(run), *options])


def test_a_green_run_gives_a_guide_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = keep(a_run(), tmp_path / "report")
    assert guide(run) == 0
    page = (run / "user-guide" / "index.html").read_text(encoding="utf-8")
    assert "Made for <strong>the reference server</strong>" in page
    told = capsys.readouterr().out
    assert "index.html: 10 tasks, 0 pictures" in told
    assert "There are no pictures of this run. Do this: act it out again with --pictures user-guide" in told


def test_the_run_may_be_named_by_its_record_and_the_guide_put_elsewhere(tmp_path: Path) -> None:
    run = keep(a_run(), tmp_path / "report")
    options = ("--into", str(tmp_path / "site"), "--product", "Acme", "--title", "Step two", "--build", "7.2")
    assert guide(run / "run.json", *options, "--contact", "Ask Jo") == 0
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    for said in ("<strong>Acme</strong>, 7.2,", "<h1>Step two</h1>", "Ask Jo"):
        assert said in page
    assert not (run / "user-guide").exists()


def test_the_build_is_the_run_s(tmp_path: Path) -> None:
    record: RunRecord = {**a_run(), "build": "2026.11"}
    run = keep(record, tmp_path)
    assert guide(run) == 0
    assert "</strong>, 2026.11," in (run / "user-guide" / "index.html").read_text(encoding="utf-8")


def test_what_did_not_hold_is_named_and_told_by_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = a_run()
    runs.end(record, "Reaching the limit", "failed", runs.UNMET)
    assert guide(keep(record, tmp_path)) == 1
    assert "Left out: When you are locked out: 'Reaching the limit' is fail" in capsys.readouterr().out


def test_what_is_not_offered_is_named_and_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = a_run()
    result = runs.end(record, "Reaching the limit", "skipped", why="not-offered: it does not lock")
    assert guide(keep(record, tmp_path)) == 0
    assert result["verdict"] == Verdict.NOT_APPLICABLE
    said = (
        "Not offered: When you are locked out: 'Reaching the limit' is not applicable: not-offered: it does"
    )
    assert said in capsys.readouterr().out


def test_a_partial_run_tells_what_it_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = a_run()
    runs.keep(record, "Reading the code off the phone", "A backup code for the first time")
    run = keep(record, tmp_path)
    assert guide(run) == 1
    told = capsys.readouterr().out
    assert "2 tasks" in told
    assert "Left out: Turn off two-factor authentication: 'Turning it off and signing in' did not run" in told
    assert "a run of some examples" in (run / "user-guide" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no run to be read"),
        ("{", "not JSON"),
        ("[]", "no record of a run"),
        ('{"results": 1, "began": ""}', "no record of a run"),
    ],
)
def test_where_there_is_no_run_it_says_what_to_do(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    assert guide(tmp_path) == 2
    told = capsys.readouterr().err
    assert f"user-guide: {tmp_path / 'run.json'}" in told
    assert said in told
    assert "Do this: " in told


def test_a_run_of_other_examples_gives_none_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = a_run()
    runs.keep(record, "Signing in to a new account")
    assert guide(keep(record, tmp_path)) == 2
    told = capsys.readouterr().err
    assert "this partial run of the profile 'all' shows none of the tasks" in told
    assert "Sign in with a code: 'Reading the code off the phone' did not run" in told
    assert "-m user_guide" in told
    assert not (tmp_path / "user-guide").exists()


def test_a_run_in_which_nothing_held_gives_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = a_run()
    for result in record["results"]:
        judge(record, result["example"], Verdict.FAIL)
    assert guide(keep(record, tmp_path)) == 2
    assert "this whole run" in capsys.readouterr().err


def test_a_folder_that_can_t_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = keep(a_run(), tmp_path / "report")
    (tmp_path / "site").write_text("in the way", encoding="utf-8")
    assert guide(run, "--into", str(tmp_path / "site")) == 2
    assert "site" in capsys.readouterr().err
