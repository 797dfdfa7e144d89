"""Measures lives: of a sign-in that waits for its code, of a session that nobody uses, and of one in use.

Only where the product's time can be moved: a day can't be waited for.
"""

from __future__ import annotations

from harness.measures import Measure, between
from harness.measuring import edges
from harness.measuring.tries import must_get_in
from harness.people import Person
from harness.refusals import must_begin_again
from harness.words import rough_span
from targets.port import Facts, Outcome

LONGEST_PAUSE = 30 * 60
"""Seconds between two looks of somebody who keeps using the product, at most."""
SHORTEST_PAUSE = 60
MOST_LOOKS = 100
"""Looks at a session of which no limit on doing nothing is declared, however long it is to last."""


def half_sign_in(person: Person) -> list[Measure]:
    """How long after the password a right code still gets in."""
    clock, declared = person.stage.target.clock, person.stage.facts.half_sign_in_seconds

    def waits(seconds: float) -> bool:
        person.new_device()
        person.phone.wait_for_next_step(person.phone.entry())
        person.stand_at_second_step()
        clock.advance(seconds)
        person.entered = person.phone.code()
        person.answer = person.browser.enter_code(person.entered)
        if person.answer.outcome is Outcome.IN:
            person.must_be_in(person.answer)
            return True
        must_begin_again(person)
        return False

    edge = edges.find(waits, declared, clock)
    how = edges.told(edge, "a right code still got in", "it opened nothing, and one had to begin again")
    return [between("half_sign_in", *edges.number(edge, clock), how, declared)]


def idle(person: Person) -> list[Measure]:
    """How long somebody who does nothing is still signed in."""
    clock, declared = person.stage.target.clock, person.stage.facts.idle_seconds

    def stays(seconds: float) -> bool:
        _sign_in(person)
        clock.advance(seconds)
        return person.browser.is_signed_in()

    edge = edges.find(stays, declared, clock)
    how = edges.told(edge, "without doing anything she was still signed in", "she had to sign in again")
    return [between("idle", *edges.number(edge, clock), how, declared)]


def overall(person: Person) -> list[Measure]:
    """How long somebody who keeps using the product stays signed in, in one session followed to its end."""
    clock, facts = person.stage.target.clock, person.stage.facts
    pause = _pause(facts)
    marks = edges.around(facts.overall_seconds, clock) if facts.overall_seconds else ()
    _sign_in(person)
    begun, seen, ended = clock.now(), 0.0, None
    for moment in _moments(pause, marks):
        clock.advance(begun + moment - clock.now())
        if not person.browser.is_signed_in():
            ended = moment
            break
        seen = moment
    told = edges.told((seen, ended), "she was still signed in", "she had to sign in again")
    how = f"She used it every {rough_span(pause)}. {told}"
    return [between("overall", *edges.number((seen, ended), clock), how, facts.overall_seconds)]


def _sign_in(person: Person) -> None:
    person.new_device()
    person.phone.wait_for_next_step(person.phone.entry())
    must_get_in(person)


def _pause(facts: Facts) -> int:
    """So often that no limit on doing nothing ends the session, as far as one is declared."""
    if facts.idle_seconds is None:
        return max(LONGEST_PAUSE, (facts.overall_seconds or 0) // MOST_LOOKS)
    return max(min(facts.idle_seconds // 2, LONGEST_PAUSE), SHORTEST_PAUSE)


def _moments(pause: int, marks: tuple[int, ...]) -> list[int]:
    """When to look, in seconds from the sign-in; the marks are where the end is declared."""
    return sorted({*range(pause, max(edges.MOST, *marks, 0) + 1, pause), *marks})
