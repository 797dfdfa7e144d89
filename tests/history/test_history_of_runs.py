"""Runs that keep their history: what the next one says of the last, and what `twofold history` tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.cli import main
from harness.history.store import FOLDER
from tests.long import mostly_long
from tests.messages import doors

OPENS, SHUT = "the door is open\n", "the door is locked\n"
RIGHT = "Turning the right key"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return doors.write(tmp_path)


def kept(suite: Path) -> list[Path]:
    return sorted((suite / FOLDER).glob("*/*.json"))


def spoil(suite: Path) -> None:
    """Let the example of the right key expect what the door doesn't do, move it, and rename its file."""
    feature = suite / "features" / "01_opening.feature"
    text = feature.read_text(encoding="utf-8")
    at = text.index(RIGHT)
    assert OPENS in text[at:]
    spoilt = text[:at] + text[at:].replace(OPENS, SHUT, 1)
    feature.unlink()
    (suite / "features" / "01_renamed.feature").write_text(f"# moved\n\n{spoilt}", encoding="utf-8")
    (suite / "acts" / "test_01.py").write_text(doors.BINDING.format("01_renamed"), encoding="utf-8")


@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "0"))
def test_a_run_says_what_changed_since_the_last(suite: Path, workers: str) -> None:
    first = doors.run(suite, "-n", workers)
    assert "Since the run of" not in first.output
    same = doors.run(suite, "-n", workers)
    assert "Since the run of" not in same.output, "nothing changed, so there is nothing to say"
    assert "Nothing got worse or better" in (same.report / "compare.html").read_text(encoding="utf-8")
    spoil(suite)
    third = doors.run(suite, "-n", workers)
    (line,) = [line for line in third.output.splitlines() if line.startswith("Since the run of")]
    assert line.endswith(f"newly broken: {RIGHT}.")
    page = (third.report / "compare.html").read_text(encoding="utf-8")
    assert "1 example got worse" in page
    assert 'href="chapters/' in page
    assert len(kept(suite)) == 3
    assert sorted(path.name for path in (suite / FOLDER).rglob("*.unfinished")) == []


def test_what_changed_since_the_last_build_is_three_clicks_away(suite: Path, page: Page) -> None:
    doors.run(suite, "--build", "1.4")
    spoil(suite)
    page.goto((doors.run(suite, "--build", "1.5").report / "index.html").as_uri())
    page.get_by_role("link", name="What changed since the run before").click()
    expect(page.locator("body")).to_contain_text("Newly broken 1 example")
    build = page.locator(".kind.broken dt").last
    expect(build).to_contain_text("build 1.5")
    page.get_by_role("link", name=f"evidence of {RIGHT} at build 1.5").first.click()
    expect(page.locator(".run[open]", has_text=RIGHT).locator(".ended")).to_contain_text("failed")


def test_without_a_history_nothing_is_kept_or_said(suite: Path) -> None:
    doors.run(suite)
    spoil(suite)
    second = doors.run(suite, "--no-history")
    assert "Since the run of" not in second.output
    assert not (second.report / "compare.html").exists(), "it was the last run's"
    assert len(kept(suite)) == 1


def test_a_broken_file_costs_a_run_nothing_but_a_warning(suite: Path) -> None:
    first = doors.run(suite)
    (path,) = kept(suite)
    path.write_text("{", encoding="utf-8")
    second = doors.run(suite)
    assert second.status == first.status
    assert f"History: {path}: can't be read (" in second.output
    assert path.with_name(f"{path.name}.broken").exists()


def test_a_folder_that_can_t_be_written_costs_a_run_nothing(suite: Path) -> None:
    (suite / "history").write_text("a file", encoding="utf-8")
    run = doors.run(suite, "--history", "history")
    assert run.status == 1
    assert "so this run has no history" in run.output
    assert (run.report / "index.html").is_file()


@pytest.fixture
def two_runs(suite: Path) -> Path:
    """A suite with two runs behind it, the second of which found something."""
    doors.run(suite)
    spoil(suite)
    doors.run(suite)
    return suite


def test_history_tells_runs_examples_and_ids(two_runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(two_runs)]
    assert main(["history", *root]) == 0
    newest, since, oldest = capsys.readouterr().out.splitlines()
    assert "reference, profile guide, whole: FAIL; " in newest
    assert f"newly broken: {RIGHT}." in since
    assert " passed, " in oldest
    assert main(["history", "right KEY", *root]) == 0
    title, newest, oldest = capsys.readouterr().out.splitlines()
    assert title.startswith(f"{RIGHT} (")
    assert "✘ failed: Expected: " in newest
    assert oldest.endswith("✔ passed")


def test_what_is_unknown_is_said(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(suite)]
    assert main(["history", *root]) == 2
    assert "no run is kept there — run the guide first" in capsys.readouterr().err
    doors.run(suite)
    assert main(["history", "Flying", *root]) == 2
    assert "no example or id in the last 1 runs is called 'Flying'" in capsys.readouterr().err
    assert main(["history", "--target", "shop", *root]) == 2
    assert "no run of shop is kept there" in capsys.readouterr().err
