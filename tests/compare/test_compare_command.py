"""`twofold compare` on the command line: what it prints, writes and returns, and what it does with no run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli import main
from harness.messages import envelopes as say
from harness.requirements import Requirements
from harness.verdicts import Verdict
from tests.compare.builds import SECOND, UNMET, end, keep, whole

LATER = "2026-03-02T09:05:00+00:00"


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    """A build that keeps every promise, and a later one that doesn't."""
    broken = end(whole(LATER), SECOND, Verdict.FAIL, error=UNMET)
    return keep(whole(), tmp_path / "old"), keep(broken, tmp_path / "new one")


def test_something_got_worse(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "compared"
    assert main(["compare", *map(str, builds), "--into", str(into)]) == 1
    told = capsys.readouterr().out
    assert "the reference server, 2 March 2026, 09:05 UTC: FAIL (whole run, profile guide)" in told
    assert f"Newly broken: G-16b, B19\n  ✘ {SECOND}: passed → failed\n" in told
    assert "Observed: signed in" in told
    assert "1 example got worse; 106 examples are as before." in told
    assert f"Written: {into / 'compare.html'}, {into / 'compare.json'}" in told


def test_the_other_way_round_nothing_got_worse(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(folder / "run.json") for folder in reversed(builds)]
    assert main(["compare", *files, "--into", str(tmp_path / "compared")]) == 0
    assert "Newly held: G-16b, B19" in capsys.readouterr().out


def test_the_data_say_the_same_and_lead_to_the_evidence(builds: tuple[Path, Path], tmp_path: Path) -> None:
    main(["compare", *map(str, builds), "--into", str(tmp_path / "compared")])
    told = json.loads((tmp_path / "compared" / "compare.json").read_text(encoding="utf-8"))
    assert told["got_worse"] is True
    changed = [(change["kind"], change["id"], change["worse"]) for change in told["changes"]]
    id_ = "a_backup_code_for_the_second_time"
    assert changed == [("newly broken", name, True) for name in ("G-16b", "B19", id_)]
    (example,) = [example for example in told["examples"] if example["id"] == id_]
    assert [run["verdict"] for run in example["runs"]] == ["PASS", "FAIL"]
    anchor = "chapters/a-lost-phone.html#a-lost-phone--a-backup-code-for-the-second-time"
    assert [run["evidence"] for run in example["runs"]] == [f"../old/{anchor}", f"../new%20one/{anchor}"]
    (behaviour,) = [promise for promise in told["promises"] if promise["id"] == "B19"]
    assert [run["standing"] for run in behaviour["runs"]] == ["held", "broken"]


def test_other_requirement_sets_are_said(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["compare", *map(str, builds), "--into", str(tmp_path / "compared")]
    main(arguments)
    assert "Which requirement set held isn't known of the run of 1 March 2026" in capsys.readouterr().out
    for folder, catalogue in zip(builds, ("one", "another"), strict=True):
        footer = say.attachment(say.FOOTER, {"catalogue_sha256": catalogue})
        (folder / say.LOG).write_text(f"{{}}\n{say.line(footer)}\n", encoding="utf-8")
    main(arguments)
    assert "Note: The requirement sets (catalogue/) differ" in capsys.readouterr().out
    for folder, number in zip(builds, ("1", "2"), strict=True):
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        record["requirements"] = Requirements(version="1", files=25, sha256=number * 64)
        (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    main(arguments)
    said = capsys.readouterr().out
    assert "Note: The requirement sets (catalogue and feature files) differ: not all was asked alike." in said
    assert "isn't known" not in said and "(catalogue/)" not in said


def test_products_are_named_and_neither_is_the_new_one(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.loads((builds[1] / "run.json").read_text(encoding="utf-8"))
    (builds[1] / "run.json").write_text(json.dumps({**record, "target": "shop"}), encoding="utf-8")
    assert main(["compare", *map(str, builds), "--into", str(tmp_path / "compared")]) == 1
    told = capsys.readouterr().out
    assert "Broken at shop, and not at the reference server: G-16b, B19" in told
    assert "1 worse and 0 better at shop than at the reference server; 106 examples ended alike" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "can't be read (No such file or directory) — run the guide first"),
        ("{", "not JSON"),
        ("[]", "no run record ('whole' and 'results' are expected)"),
        ('{"whole": true, "results": []}', "no run record ('target' is expected)"),
        ('{"whole": true, "results": [{"verdict": "PASS"}]}', "results[0] is no result of a test"),
    ],
)
def test_what_is_no_run_is_named(
    text: str | None, said: str, builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other" / "run.json"
    file.parent.mkdir()
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert main(["compare", str(builds[0]), str(file.parent)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"compare: {file}: ")
    assert said in error


def test_one_run_is_no_comparison(builds: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(builds[0])]) == 2
    assert "is one run — name two or more" in capsys.readouterr().err
