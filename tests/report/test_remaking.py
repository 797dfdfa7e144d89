"""`twofold report`: the pages of a run made anew from its record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from harness.cli import main
from harness.report import FEATURES
from tests.report import runs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run's folder with nothing but its record and one picture."""
    record = runs.run_of()
    picture = runs.deed("picture", picture="pictures/one.png")
    runs.does(record, "Signing in to a new account", picture)
    (tmp_path / "pictures").mkdir()
    Image.effect_noise((400, 300), 60).save(tmp_path / "pictures" / "one.png")
    (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return tmp_path


def test_pages_come_from_the_record_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder)]) == 0
    assert capsys.readouterr().out == f"report: written: {folder / 'index.html'}\n"
    assert "47 of 47" in (folder / "index.html").read_text(encoding="utf-8")
    assert len(list(folder.glob("chapters/*.html"))) == len(list(FEATURES.rglob("*.feature")))
    assert "phrases" in (folder / "glossary.html").read_text(encoding="utf-8")


def test_one_file_tells_its_size_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "all.html"
    assert main(["report", str(folder), "--single-file", str(file)]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("report: one file of about ") and first.endswith(" of it 1 picture")
    assert last.startswith(f"report: written: {file}, ")
    text = file.read_text(encoding="utf-8")
    assert "data:image/png;base64," in text and "pictures/one.png" not in text
    assert not (folder / "index.html").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "can't be read"), ("{", "not JSON"), ("{}", "no run record"), ("[]", "no run record")],
)
def test_what_is_no_record_is_told(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    assert main(["report", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_features_that_cannot_be_parsed_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = folder / "suite"
    (root / "features").mkdir(parents=True)
    (root / "features" / "one.feature").write_text("Feature: One\n  Example: It\n    Given a thing\n    nonsense\n", encoding="utf-8")
    assert main(["report", str(folder), "--root", str(root)]) == 2
    assert "one.feature:4" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder), "--single-file", str(folder / "nowhere" / "all.html")]) == 2
    assert "No such file or directory" in capsys.readouterr().err
