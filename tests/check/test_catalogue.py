"""The catalogue is read whole, and an entry that is wrong is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.catalogue import FOLDER, CatalogueError, load


def test_all_of_the_catalogue_is_there() -> None:
    catalogue = load()
    assert len(catalogue.sentences) == 19
    assert len(catalogue.statements) == 47
    assert list(catalogue.ranks) == [f"B{number:02}" for number in range(1, 45)]
    assert len(catalogue.clauses) == 339
    assert len(catalogue.faults) == 74  # 73 that were reported, and our own


def test_a_statement_knows_its_text_sentence_and_line() -> None:
    statement = load().statements["G-16b"]
    assert statement.text == "password plus unused code: in, code spent"
    assert statement.sentence == "G-16"
    lines = (FOLDER / "guide.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[statement.line - 1].strip() == "- id: G-16b"


def test_it_is_read_once() -> None:
    assert load() is load()


def test_what_sentences_and_behaviours_name_is_there() -> None:
    catalogue = load()
    named = {behaviour for sentence in catalogue.sentences for behaviour in sentence.behaviours}
    assert named <= set(catalogue.ranks)
    sentences = {sentence.id for sentence in catalogue.sentences}
    assert {id_ for behaviour in catalogue.behaviours for id_ in behaviour.guide} <= sentences
    assert {id_ for behaviour in catalogue.behaviours for id_ in behaviour.clauses} <= set(catalogue.clauses)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("guide.yaml", "  place: intro, 2\n", "", "guide.yaml: entry 2 (G-2): field 'place' has no text"),
        ("guide.yaml", "  testable: []", "  testable: none", "guide.yaml: entry 3 (G-3): field 'testable'"),
        ("guide.yaml", "id: G-2a", "id: ", "guide.yaml: entry 2 (G-2), testable 1: field 'id' has no text"),
        ("guide.yaml", "- id: G-2\n", "- id: G-1\n", "guide.yaml: entry 2 (G-1): the id stands there twice"),
        (
            "behaviours.yaml",
            "  rank: must",
            "  rank: high",
            "behaviours.yaml: entry 1 (B01): rank 'high' is unknown",
        ),
        (
            "behaviours.yaml",
            "  guide:\n  - G-8\n",
            "  guide: G-8\n",
            "(B01): field 'guide' is not a list of ids",
        ),
        (
            "clauses.yaml",
            "\nclauses:\n",
            "\nphrases:\n",
            "clauses.yaml: a list under 'clauses' of entries is expected",
        ),
        ("faults.yaml", "- id: A1", "- id: [A1", "faults.yaml: not YAML"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "catalogue")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        load(folder)
    assert message in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"guide\.yaml: can't be read"):
        load(tmp_path)
