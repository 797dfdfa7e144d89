"""What clauses ask of measured numbers: each judged by itself, and only as exactly as was measured."""

from __future__ import annotations

import pytest

from harness import catalogue, limits
from harness.limits import Limit, Standing
from harness.measures import QUANTITIES, Measure, agrees, between, exactly, in_words

FIVE = Limit("RTS-4.3b", "lock_threshold", "must", "tries", at_most=5)
LONG = Limit("PCI-8.3.4b", "lock_seconds", "must", "seconds", at_least=1800)
OWN = Limit("A5-7.3.1", "idle", "must", as_declared=True)


@pytest.mark.parametrize(
    ("limit", "measure", "standing"),
    [
        (FIVE, exactly("lock_threshold", 5, ""), Standing.WITHIN),
        (FIVE, exactly("lock_threshold", 6, ""), Standing.OUTSIDE),
        (FIVE, between("lock_threshold", 12, None, ""), Standing.OUTSIDE),
        (FIVE, between("lock_threshold", 4, None, ""), Standing.UNDECIDED),
        (FIVE, between("lock_threshold", 4, 6, ""), Standing.UNDECIDED),
        (FIVE, None, Standing.NOT_MEASURED),
        (LONG, exactly("lock_seconds", 1799, ""), Standing.OUTSIDE),
        (LONG, between("lock_seconds", 1800, None, ""), Standing.WITHIN),
        (LONG, between("lock_seconds", 1790, 1810, ""), Standing.UNDECIDED),
        (OWN, exactly("idle", 900, ""), Standing.NOT_MEASURED),
        (OWN, exactly("idle", 900, "", declared=900), Standing.WITHIN),
        (OWN, exactly("idle", 901, "", declared=900), Standing.OUTSIDE),
    ],
)
def test_how_a_number_stands_to_a_limit(limit: Limit, measure: Measure | None, standing: Standing) -> None:
    assert limit.stands(measure) is standing


@pytest.mark.parametrize(
    ("measure", "answer"),
    [
        (exactly("lock_seconds", 900, ""), None),
        (exactly("lock_seconds", 900, "", declared=900), True),
        (exactly("lock_seconds", 899, "", declared=900), False),
        (between("lock_seconds", 880, 920, "", declared=900), True),
        (between("lock_seconds", 1000, None, "", declared=900), False),
        (exactly("key_bits", 256, "", declared=160), True),
        (exactly("key_bits", 80, "", declared=160), False),
        (in_words("lock_scope", "the account", "", declared="the account"), True),
        (in_words("lock_scope", "everybody", "", declared="the account"), False),
    ],
)
def test_whether_a_measure_is_what_was_declared(measure: Measure, answer: bool | None) -> None:
    assert agrees(measure) is answer


def test_the_limits_name_clauses_of_eight_standards_and_quantities_that_are_measured() -> None:
    known, read = catalogue.load(), limits.load()
    assert not [wrong for limit in read for wrong in limits.wrong_with(limit, known)]
    standards = {clause.standard for clause in known.standards if clause.id in {its.clause for its in read}}
    assert len(standards) >= 8, standards
    assert {limit.measure for limit in read} <= set(QUANTITIES)


def test_a_limit_knows_its_line() -> None:
    lines = (catalogue.FOLDER / limits.FILE).read_text(encoding="utf-8").splitlines()
    for limit in limits.load():
        assert lines[limit.line - 1] == f"- clause: {limit.clause}"


@pytest.mark.parametrize("measure", ["lock_threshold", "idle"])
def test_standards_that_disagree_are_judged_apart(measure: str) -> None:
    bounds = {limit.at_most for limit in limits.of(measure, limits.load()) if limit.at_most}
    assert len(bounds) > 2


def test_what_a_limit_asks_for_is_said_in_words() -> None:
    assert FIVE.asks == "Wrong codes that lock: at most 5 wrong codes"
    assert OWN.asks == "How long one stays signed in without doing anything: as the product declares"
