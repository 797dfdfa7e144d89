"""What profiles are made of: their clauses, how strong behaviours are in them, and what can't be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness import profile_data, reach
from harness.catalogue import FOLDER, CatalogueError, load
from harness.profile_data import Profile

PROFILES = profile_data.load().by_id


def test_there_are_those_that_teams_are_held_to() -> None:
    assert list(PROFILES) == [
        *("guide", "rfc6238", "nist-800-63b", "asvs-l1", "asvs-l2", "wcag", "pci", "psd2", "all"),
    ]


def test_all_takes_every_clause_and_the_ranks_of_the_catalogue() -> None:
    assert PROFILES["all"].scored == set(load().clauses)
    assert PROFILES["all"].strengths == load().ranks
    assert PROFILES["guide"].scored == set()


@pytest.mark.parametrize(
    "profile", [p for p in PROFILES.values() if not p.has_guide], ids=lambda p: str(p.id)
)
def test_a_standard_s_profile_scores_what_its_own_clauses_became_and_nothing_else(profile: Profile) -> None:
    became = {behaviour for clause in profile.clauses for behaviour in clause.behaviours}
    assert set(profile.strengths) == became
    assert profile.clauses


def test_level_2_of_asvs_holds_level_1_and_neither_holds_level_3() -> None:
    assert PROFILES["asvs-l1"].scored < PROFILES["asvs-l2"].scored
    assert "A5-6.5.8" not in PROFILES["asvs-l2"].scored


def test_a_behaviour_is_as_strong_as_the_strongest_of_the_profile_s_own_clauses() -> None:
    assert PROFILES["rfc6238"].strengths["B12"] == "should"  # RFC 4226 7.3 recommends a ceiling
    assert PROFILES["pci"].strengths["B12"] == "must"  # PCI DSS 8.3.4 asks for one
    assert PROFILES["all"].strengths["B15"] == "should"


def test_an_example_is_as_strong_as_the_strongest_of_its_behaviours() -> None:
    profile = PROFILES["rfc6238"]
    assert profile.strength(["B12", "needs-lock"], is_beyond_guide=False) == "should"
    assert profile.strength(["B12", "B10"], is_beyond_guide=True) == "must"
    assert profile.strength(["B30", "G-1"], is_beyond_guide=False) is None


def test_what_a_profile_contradicts_is_not_scored_by_it() -> None:
    assert PROFILES["asvs-l2"].strength(["B09", "G-17c"], is_beyond_guide=False) is None
    assert PROFILES["asvs-l2"].strength(["B09"], is_beyond_guide=False) == "must"
    assert PROFILES["rfc6238"].strength(["B09", "G-17c"], is_beyond_guide=False) == "should"
    assert PROFILES["all"].strength(["B09", "G-17c"], is_beyond_guide=False) == "must"


def test_what_the_guide_says_is_a_must_where_the_guide_counts() -> None:
    assert PROFILES["guide"].strength(["B15"], is_beyond_guide=False) == "must"
    assert PROFILES["guide"].strength(["B15"], is_beyond_guide=True) is None
    assert PROFILES["all"].strength(["B15"], is_beyond_guide=False) == "must"
    assert PROFILES["all"].strength(["B15"], is_beyond_guide=True) == "should"
    assert PROFILES["all"].strength(["B44"], is_beyond_guide=True) == "extra"


def test_what_an_edition_took_the_place_of_is_left_out_for_that_reason() -> None:
    known = {clause.id: clause for clause in load().standards}
    assert profile_data.load().why_left_out(known["A4-2.2.1"]) == "ASVS 5.0.0 took its place in May 2025."
    assert profile_data.load().why_left_out(known["A5-2.3.1"]) == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("profiles.yaml", "  name: PCI DSS 4.0.1\n", "", "(pci): field 'name' has no text"),
        ("profiles.yaml", "  clauses: []", "  clauses: none", "(guide): field 'clauses' is not a list"),
        (
            "profiles.yaml",
            "  - standard: WCAG 2.2\n",
            "  - WCAG 2.2\n",
            "(wcag), clauses 1: field 'standard'",
        ),
        (
            "profiles.yaml",
            "  should: [",
            "  shall: [",
            "profiles.yaml: strengths: field 'should' is not a list",
        ),
        ("reach.yaml", "who: [code]", "who: [nobody]", "rest, entry 1: nobody is called 'nobody'"),
        ("reach.yaml", "who: [code]", "who: []", "rest, entry 1: field 'who' names nobody"),
        ("reach.yaml", "checkers:", "checks:", "reach.yaml: 'checkers' has to say"),
        ("reach.yaml", "R6238-4.2", "R4226-7.4", "R4226-7.4 stands there twice"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "catalogue")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        profile_data.load(folder)
        reach.load(folder)
    assert message in str(raised.value)
