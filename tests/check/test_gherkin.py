"""Feature files become records with their lines, kinds of steps, inherited tags and rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.gherkin import Chapter, FeatureFileError, Note, Tag, parse_feature, parse_folder
from tests.check.tiny import FEATURE


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    path = tmp_path / "01_opening_a_door.feature"
    path.write_text(FEATURE, encoding="utf-8")
    return parse_feature(path)


def test_a_chapter_has_title_prose_and_rules(chapter: Chapter) -> None:
    assert (chapter.title, chapter.line, chapter.tags) == ("Opening a door", 2, ("needs-lock",))
    assert chapter.prose == ("A key opens the door that it was made for.", "Nobody else's key does.")
    assert [rule.title for rule in chapter.rules] == [
        "The right key opens the door",
        "A wrong key leaves the door closed",
    ]
    assert chapter.strays == ()


def test_an_example_has_its_own_its_rules_and_its_chapters_tags(chapter: Chapter) -> None:
    assert chapter.examples[1].tags == ("G-1b", "should", "G-1", "B01", "needs-lock")
    assert chapter.rules[0].tags == ("G-1", "B01")
    assert Tag("G-1b", 18) in chapter.all_tags


def test_and_takes_its_kind_from_the_step_before(chapter: Chapter) -> None:
    steps = chapter.examples[1].steps
    assert [step.keyword for step in steps] == ["given", "when", "then", "then"]
    assert steps[3].table == (("thing",), ("chair",), ("table",))
    assert [step.text for step in chapter.examples[1].background] == ["a door is locked"]


def test_a_mistyped_first_step_is_kept_as_a_note(tmp_path: Path) -> None:
    path = tmp_path / "x.feature"
    path.write_text("Feature: A\n  Rule: B\n    Example: C\n      Gaven d\n      Then e\n", encoding="utf-8")
    assert parse_feature(path).notes == (Note("Gaven d", 3),)


def test_an_outline_has_rows_that_fill_its_steps(chapter: Chapter) -> None:
    outline = chapter.examples[2]
    assert outline.rows == ({"other": "garden"}, {"other": "cellar"})
    assert outline.steps[1].parameters == {"other"}
    assert outline.steps[1].filled(outline.rows[1]).text == "Alice turns the cellar key"
    assert chapter.examples[0].rows == ({},)


def test_chapters_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("02_b.feature", "01_a.feature"):
        (tmp_path / name).write_text(f"Feature: {name}\n", encoding="utf-8")
    assert [chapter.title for chapter in parse_folder(tmp_path)] == ["01_a.feature", "02_b.feature"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("Feature: A\n  Rule: B\n    Example: C\n      Given d\n      Thin e\n", 5, "not Gherkin"),
        ("# language: xx\nFeature: A\n", 1, "not Gherkin: Language not supported: xx"),
        ("", 1, "there is no feature in it"),
        ("Feature: A\n  Example: C\n    * d\n", 3, "the first step starts with '*'"),
        ("Feature: A\n  Scenario Outline: C\n    Given <d>\n    Examples:\n", 4, "Examples without a table"),
    ],
)
def test_a_file_that_can_not_be_parsed_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = tmp_path / "x.feature"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FeatureFileError) as raised:
        parse_feature(path)
    assert str(raised.value).startswith(f"{path}:{line}: {what}")
