"""Promises that are numbers: measured from edge to edge, and set beside what the product declares."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import then, when

from harness.expect import expect
from harness.measures import Measure, agrees, declared_as, shown, title
from harness.measuring.asked import MEASURED, take
from harness.people import Person
from harness.phrases import parse
from harness.stage import Stage


@when(parse("it is measured on {who:Person}'s account {what:Measured}", Measured=MEASURED))
def is_measured(stage: Stage, who: str, what: Callable[[Person], list[Measure]]) -> None:
    take(stage.act(who), what)


@then("what was measured is what the product declares")
def is_as_declared(stage: Stage) -> None:
    wrong = [measure for measure in stage.measured if agrees(measure) is False]
    promised = "; ".join(f"{title(measure)}: {declared_as(measure)}" for measure in wrong)
    seen = "; ".join(f"{shown(measure)}. {measure['how']}" for measure in wrong)
    expect(not wrong, f"{promised}, as it declares.", seen)
