"""What the seeded faults claim: real classes, examples that exist, and no behaviour left out."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
import yaml

from faults.fault import Fault
from faults.register import ALIKE, FAULTS, NOT_SEEDED, SUBJECTS
from harness import catalogue
from harness.check import read_suite
from harness.prove import campaign
from harness.prove.examples import Example, examples_of, named

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def examples() -> dict[str, Example]:
    return examples_of(read_suite(ROOT))


@pytest.mark.parametrize("target", SUBJECTS)
def test_every_name_means_an_example(target: str, examples: dict[str, Example]) -> None:
    faults: list[campaign.Fault] = list(SUBJECTS[target].faults.values())
    jobs = campaign.planned(faults, examples, full=False)
    assert len(jobs) == len(faults)


def classes() -> dict[str, int]:
    entries = yaml.safe_load((catalogue.FOLDER / "faults.yaml").read_text(encoding="utf-8"))
    return {entry["id"]: entry["tier"] for entry in entries}


def test_every_class_is_seeded_or_said_not_to_be() -> None:
    seeded = {fault.defect for fault in FAULTS.values()}
    assert not seeded - classes().keys()
    assert not seeded & NOT_SEEDED.keys()
    assert classes().keys() - seeded == NOT_SEEDED.keys()


def test_every_class_of_the_first_tier_is_seeded() -> None:
    first = {name for name, tier in classes().items() if tier == 1}
    assert first
    assert not first & NOT_SEEDED.keys()


def test_every_behaviour_that_must_hold_and_has_examples_has_a_fault(examples: dict[str, Example]) -> None:
    known = catalogue.load()
    must = {behaviour.id for behaviour in known.behaviours if behaviour.rank == "must"}
    told = {b for example in examples.values() for b in example.behaviours}
    broken = {b for fault in FAULTS.values() for e in _must(fault, examples) for b in e.behaviours}
    assert must & told
    assert not (must & told) - broken


def test_those_that_are_alike_are_tried_with_what_must_notice_the_others(
    examples: dict[str, Example],
) -> None:
    faults: list[campaign.Fault] = list(FAULTS.values())
    jobs = {job.fault: job for job in campaign.planned(faults, examples, full=False, alike=ALIKE)}
    for group in ALIKE:
        for one, other in permutations(group, 2):
            mine, theirs = (set(_must(FAULTS[id], examples)) for id in (one, other))
            assert mine != theirs, f"{one} looks as {other} does"
            assert theirs - mine <= set(jobs[one].controls)


def _must(fault: Fault, examples: dict[str, Example]) -> list[Example]:
    return named(fault.caught_by, examples)[0]


def test_faults_are_told_in_sentences() -> None:
    assert [fault.id for fault in FAULTS.values() if not fault.breaks.endswith(".")] == []


def test_the_server_has_no_switch_for_faults() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "server").rglob("*.py")]
    assert not [source for source in sources if "TWOFOLD_FAULT" in source or "import faults" in source]
