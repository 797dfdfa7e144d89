"""The benchmark of the report measures what it says, at sizes that take no time; no figure is asserted."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import suite
from benchmarks.report import main
from harness import profiles


def test_it_tells_each_size_in_table_data_and_drawing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--sizes", "10", "110", "--no-search", "--into", str(tmp_path)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:3]]
    measured = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["sizes"]
    assert [row[0] for row in rows] == ["10", "110"]
    assert [its["examples"] for its in measured] == [10, 110]
    assert all(its["seconds"] > 0 and its["memory_mb"] > 0 and its["index_kb"] > 0 for its in measured)
    drawing = ElementTree.parse(tmp_path / "report.svg").getroot()
    lines = drawing.findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [2, 2]


@pytest.mark.parametrize("examples", [1, 100, 230])
def test_a_synthetic_run_is_whole(examples: int, tmp_path: Path) -> None:
    suite.make(tmp_path, examples)
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    places = {(result["file"], result["line"]) for result in record["results"]}
    written = {
        (chapter.path.relative_to(tmp_path).as_posix(), example.line)
        for chapter in profiles.chapters(tmp_path, profiles.GUIDE)
        for example in chapter.examples
    }
    assert places == written
    assert len(places) == examples
