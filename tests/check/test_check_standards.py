"""Rules on profiles and reach: each is seen to find what it is for, and finds nothing in what is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness import profile_data, reach
from harness.catalogue import FOLDER, Behaviour, Catalogue, Clause
from harness.check import Suite, findings
from harness.check.standards import RULES
from harness.gherkin import Chapter, Example, Rule
from harness.profile_data import LeftOut, Part, Profile, Profiles
from harness.reach import Reach, Unseen

DOORS = (
    Clause("D-1", "Doors", "1", "MUST", "Doors shut."),
    Clause("D-2", "Doors", "2", "MAY", "Doors creak.", observable="proxy"),
    Clause("L-1", "Locks", "1", "L1", "Locks hold."),
)
CATALOGUE = Catalogue(
    sentences=(),
    behaviours=(Behaviour("B01", "Doors shut", "must", (), ("D-1",)),),
    clauses=tuple(clause.id for clause in DOORS),
    standards=DOORS,
)
PROFILE = Profile(
    "doors", "Doors", "Doors.", "Doors, 2020", False, False, (Part("Doors"),), DOORS[:2], {"B01": "must"}
)
ASKED = Profiles(
    {"doors": PROFILE},
    (LeftOut(Part("Locks"), "Nobody locks."),),
    {"MUST": "must", "MAY": "extra", "L1": "must"},
)
REACH = Reach({}, {"D-2": ("a look behind it",)}, {"L-1": "Nothing is locked."})
EXAMPLE = Example("Shutting a door", 4, ("B01",), ())


def suite(example: Example = EXAMPLE, asked: Profiles = ASKED, reached: Reach = REACH) -> Suite:
    rule = Rule("Doors shut", 3, example.tags, (example,))
    chapter = Chapter(Path("/doors/features/01_doors.feature"), "Doors", 1, (), (rule,))
    return Suite(Path("/doors"), CATALOGUE, (chapter,), asked=asked, reach=reached)


def with_parts(*parts: Part) -> Suite:
    return suite(asked=replace(ASKED, by_id={"doors": replace(PROFILE, parts=parts)}))


WRONG: list[tuple[str, Callable[[], Suite], str]] = [
    (
        "behaviour-without-example",
        lambda: suite(replace(EXAMPLE, tags=())),
        "no example shows B01 (Doors shut)",
    ),
    (
        "behaviour-without-example",
        lambda: suite(reached=replace(REACH, unseen={"B01": Unseen("It hides.", ("a mole",), 3)})),
        "reach.yaml:3: B01 is said to be unseen",
    ),
    ("unknown-in-profile", lambda: with_parts(Part("Gates")), "names the standard 'Gates'"),
    ("unknown-in-profile", lambda: with_parts(Part("Doors", ("L9",))), "names the level 'L9'"),
    (
        "unknown-in-profile",
        lambda: with_parts(Part("Doors", without=("L-1",))),
        "names L-1, which is no clause",
    ),
    (
        "level-without-strength",
        lambda: suite(asked=replace(ASKED, strengths={"MUST": "must", "L1": "must"})),
        "a clause of the level 'MAY'",
    ),
    (
        "clause-in-no-profile",
        lambda: suite(asked=replace(ASKED, left_out=())),
        "no standard's profile scores L-1",
    ),
    (
        "clause-in-no-profile",
        lambda: suite(asked=replace(ASKED, by_id={"doors": replace(PROFILE, clauses=DOORS)})),
        "L-1 is left out, and doors score it",
    ),
    (
        "unknown-in-reach",
        lambda: suite(reached=replace(REACH, unseen={"B77": Unseen("It hides.", ("a mole",), 3)})),
        "there is no behaviour B77",
    ),
    (
        "unknown-in-reach",
        lambda: suite(reached=replace(REACH, untried={"X-1": "Nobody knows it."})),
        "there is no clause X-1",
    ),
    (
        "clause-half-seen",
        lambda: suite(reached=replace(REACH, rest={})),
        "nothing says who could check the rest",
    ),
    (
        "clause-half-seen",
        lambda: suite(reached=replace(REACH, rest={"D-1": ("a mole",), "D-2": ("a mole",)})),
        "the rest of D-1, which a browser sees all of",
    ),
    (
        "untried-clause-shown",
        lambda: suite(replace(EXAMPLE, tags=("B01", "L-1"))),
        "'Shutting a door' is tagged L-1",
    ),
]


def told(of: Suite) -> Iterator[tuple[str, str]]:
    return ((finding.rule, str(finding)) for finding in findings(of, RULES))


def test_a_suite_without_a_fault_gives_no_finding() -> None:
    assert list(told(suite())) == []


@pytest.mark.parametrize(
    ("rule", "make", "words"), WRONG, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_fault_is_found(rule: str, make: Callable[[], Suite], words: str) -> None:
    [(found, sentence)] = told(make())
    assert found == rule
    assert words in sentence


def test_each_rule_is_seen_to_fail_here() -> None:
    assert {rule for rule, _, _ in WRONG} == {rule.id for rule in RULES}


def test_a_line_of_the_file_is_named() -> None:
    lines = (FOLDER / "reach.yaml").read_text(encoding="utf-8").splitlines()
    assert [lines[its.line - 1] for its in reach.load().unseen.values()] == [
        "- behaviour: B40",
        "- behaviour: B41",
    ]
    lines = (FOLDER / "profiles.yaml").read_text(encoding="utf-8").splitlines()
    assert [lines[p.line - 1] for p in profile_data.load().by_id.values()] == [
        f"- id: {name}" for name in profile_data.load().by_id
    ]
    assert all("why:" in lines[left.line - 1] for left in profile_data.load().left_out)
