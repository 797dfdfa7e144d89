"""What a step can ask to be measured, in its words, and who finds it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness import measures
from harness.expect import RightEntryRefused
from harness.measures import Measure
from harness.measuring import locks, sessions, strength, window
from harness.people import Person
from harness.verdicts import Inconclusive, Why

MEASURED: Mapping[str, Callable[[Person], list[Measure]]] = {
    measures.WINDOW: window.sweep,
    measures.THRESHOLD: locks.threshold,
    measures.LOCK: locks.duration,
    measures.GROWTH: locks.growth,
    measures.SCOPE: locks.scope,
    measures.HALF: sessions.half_sign_in,
    measures.IDLE: sessions.idle,
    measures.OVERALL: sessions.overall,
    measures.BACKUP: strength.backup_codes,
    measures.KEY: strength.key,
    measures.REPEATS: strength.repeats,
}


def take(person: Person, measuring: Callable[[Person], list[Measure]]) -> None:
    """Measure, and keep what was found out. Raises Inconclusive where something right did not work
    meanwhile."""
    try:
        found = measuring(person)
    except RightEntryRefused as error:
        seen = " ".join(str(error).split()).removeprefix("The product does not keep its word. ")
        raise Inconclusive(Why.CONTROL_BEFORE_FAILED, seen) from error
    for measure in found:
        person.stage.found(measure)
