"""Drawings of benchmarks show their figures: bars in proportion, from zero, each with its name and value."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from benchmarks.plot import COLOURS, barred, plotted

SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_as_long_as_their_values() -> None:
    drawn = ET.fromstring(
        barred("Seconds", {"one": [("ours", 10.0), ("theirs", 5.0)], "two": [("ours", 2.5)]})
    )
    _, *bars = drawn.iter(f"{SVG}rect")  # the first is the sheet
    widths = [int(bar.attrib["width"]) for bar in bars]
    assert widths[0] > 300
    assert widths == [widths[0], round(widths[0] / 2), round(widths[0] / 4)]
    assert [bar.attrib["fill"] == COLOURS[0] for bar in bars] == [True, False, True]


def test_each_bar_has_its_name_and_its_value_and_all_are_on_the_sheet() -> None:
    groups = {f"{number} workers": [("ours", 1.5), ("theirs", 3.0)] for number in (1, 2, 3)}
    drawn = ET.fromstring(barred("Seconds", groups))
    texts = list(drawn.iter(f"{SVG}text"))
    assert [text.text for text in texts[:6]] == ["Seconds", "1 workers", "ours", "1.5", "theirs", "3"]
    height = int(drawn.attrib["viewBox"].split()[-1])
    lowest = max(int(text.attrib["y"]) for text in texts)
    assert lowest < height < lowest + 80


def test_each_line_has_a_colour_of_its_own_and_none_is_left_out() -> None:
    lines = {f"line {number}": [(1.0, number), (10.0, 2.0 * number)] for number in range(1, len(COLOURS) + 1)}
    drawn = ET.fromstring(plotted("Rate", "processes", lines))
    assert [line.attrib["stroke"] for line in drawn.iter(f"{SVG}polyline")] == list(COLOURS)
    assert {name.text: name.attrib["fill"] for name in drawn.iter(f"{SVG}tspan")} == dict(
        zip(lines, COLOURS, strict=True)
    )
    with pytest.raises(ValueError, match="longer"):
        plotted("Rate", "processes", {**lines, "one too many": [(1.0, 1.0), (2.0, 2.0)]})


def test_no_line_crosses_the_names() -> None:
    drawn = ET.fromstring(
        plotted("Rate", "processes", {"low": [(1.0, 1.0), (10.0, 1.0)], "high": [(1.0, 10.0)]})
    )
    lowest = max(float(dot.attrib["cy"]) for dot in drawn.iter(f"{SVG}circle"))
    (names,) = [text for text in drawn.iter(f"{SVG}text") if text.find(f"{SVG}tspan") is not None]
    assert float(names.attrib["y"]) > lowest + 20
