"""Sweeps the acceptance window: codes of a phone that runs from far back to far ahead, a time step at a time.

Only the phone's clock is set wrong (RFC 6238 section 6). Every code tried is of a later step than any that
was
taken, so that no guard against a second use (5.2) refuses it, and right codes in between keep locks away.
"""

from __future__ import annotations

from collections.abc import Iterable

from harness.counting import counted
from harness.ledger import let_pass
from harness.measures import Measure, Tried, between
from harness.measuring.tries import must_get_in
from harness.people import Person
from harness.refusals import AS_WRONG, must_be_refused
from harness.verdicts import Inconclusive, Why
from targets.port import Facts, Outcome

BEYOND = 6
"""Time steps that are tried beyond what is declared, on each side."""
MOST_REFUSED = 4
"""Refusals in a row after which a right code is due; some products end a sign-in after more."""
STALE = 120
"""Seconds after which a sign-in that waits for its code is begun anew."""
WAIT = "a code that was tried before, or one of before that, would be refused for that"


def sweep(person: Person) -> list[Measure]:
    """How late and how early codes are taken, and how long one code could be used by that."""
    facts = person.stage.facts
    sweeper = Sweeper(person)
    if person.stage.target.clock.movable:
        tried = [sweeper.tried(steps) for steps in _all_steps(facts)]
    else:
        found = {its["steps"]: its for its in edges_of(sweeper, facts)}
        tried = [found[steps] for steps in sorted(found)]
    sweeper.come_back()
    return _measures(tried, facts)


def _all_steps(facts: Facts) -> range:
    return range(-facts.steps_back - BEYOND, facts.steps_ahead + BEYOND + 1)


class Sweeper:
    """One person who tries codes at many distances from the product's own time step."""

    def __init__(self, person: Person) -> None:
        facts = person.stage.facts
        self.person, self.clock, self.period = person, person.stage.target.clock, facts.period
        self.entry = person.phone.entry()
        self.latest = person.phone.step(self.entry)
        """The latest step whose code may have been taken: no code of it or before is tried."""
        self.in_a_row = 0
        self.most = min(facts.lock.threshold - 1, MOST_REFUSED) if facts.lock else MOST_REFUSED
        self.asked_at: float = -STALE

    def tried(self, steps: int) -> Tried:
        """Try the code of a phone that is so many steps off: negative, it is slow."""
        if self.in_a_row >= self.most:
            self.come_back()
        code = self._code(steps)
        accepted = self._give(code)
        if accepted:
            self._is_in(code)
        else:
            must_be_refused(self.person, fitting=AS_WRONG)
            self.in_a_row += 1
        return Tried(steps=steps, accepted=accepted)

    def come_back(self) -> None:
        """A right code gets in: no lock was behind the refusals before, and none of them counts any more."""
        phone = self.person.phone
        phone.set_clock_right()
        self._pass_what_was_taken()
        if rest := self.person.stage.facts.rest_seconds:
            let_pass(self.clock, rest, "the product counts the requests of an address")
        self._stand_at_second_step()
        must_get_in(self.person)
        self._is_in(self.person.entered)

    def _code(self, steps: int) -> str:
        """A code that no other step in reach of the product shows, not even by chance."""
        phone = self.person.phone
        phone.skew = steps * self.period
        self._pass_what_was_taken()
        self._stand_at_second_step()
        code = phone.code(self.entry)
        while self._is_shown_elsewhere(code, steps):
            code = phone.code(self.entry)
        return code

    def _is_shown_elsewhere(self, code: str, steps: int) -> bool:
        shown = self.person.phone.shown[code].step
        reach = range(shown - abs(steps) - 2 * BEYOND, shown + abs(steps) + 2 * BEYOND + 1)
        return any(self.entry.code_at_step(step) == code for step in reach if step != shown)

    def _pass_what_was_taken(self) -> None:
        behind = self.latest + 1 - self.person.phone.step(self.entry)
        if behind > 0:
            let_pass(self.clock, behind * self.period, WAIT)

    def _stand_at_second_step(self) -> None:
        if self.clock.now() - self.asked_at >= STALE:
            self.person.sign_in_with_password()
            self.asked_at = self.clock.now()
        self.person.stand_at_second_step()

    def _give(self, code: str) -> bool:
        person = self.person
        person.entered = code
        person.answer = person.browser.enter_code(code)
        if person.answer.outcome is Outcome.IN:
            person.must_be_in(person.answer)
        return person.answer.outcome is Outcome.IN

    def _is_in(self, code: str) -> None:
        self.latest = max(self.latest, self.person.phone.shown[code].step)
        self.in_a_row, self.asked_at = 0, -STALE
        self.person.new_device()


def edges_of(sweeper: Sweeper, facts: Facts) -> Iterable[Tried]:
    """In real time: no more than tell both edges, where they are as declared; else on until they are
    found."""
    for declared, side in ((facts.steps_back, -1), (facts.steps_ahead, 1)):
        steps = declared
        yield (found := sweeper.tried(side * steps))
        outwards = 1 if found["accepted"] else -1
        while 0 <= steps + outwards <= declared + BEYOND:
            steps += outwards
            yield (beyond := sweeper.tried(side * steps))
            if beyond["accepted"] != found["accepted"]:
                break


def _measures(tried: list[Tried], facts: Facts) -> list[Measure]:
    accepted = [its["steps"] for its in tried if its["accepted"]]
    if not accepted:
        raise Inconclusive(Why.CONTROL_BEFORE_FAILED, "no code was taken, however late or early it was")
    first, last = min(accepted), max(accepted)
    how = _how(tried, accepted)
    back_open, ahead_open = first == tried[0]["steps"], last == tried[-1]["steps"]
    back = between("window_back", -first, None if back_open else -first, how, facts.steps_back)
    back["tried"] = tried
    ahead = between("window_ahead", last, None if ahead_open else last, how, facts.steps_ahead)
    life, declared = (last - first + 1) * facts.period, facts.steps_back + facts.steps_ahead + 1
    is_open = back_open or ahead_open
    steps = f"{counted(last - first + 1, 'time step')} of {facts.period} seconds, in which it was taken."
    return [
        back,
        ahead,
        between("code_life", life, None if is_open else life, steps, declared * facts.period),
    ]


def _how(tried: list[Tried], accepted: list[int]) -> str:
    first, last = tried[0]["steps"], tried[-1]["steps"]
    told = (
        f"Codes of a phone whose clock was {_signed(first)} to {_signed(last)} time steps off, {len(tried)} "
        "tries, with right codes in between that got in."
    )
    holes = [its["steps"] for its in tried if min(accepted) < its["steps"] < max(accepted)]
    missing = [_signed(steps) for steps in holes if steps not in accepted]
    return told + (f" Refused in between: {', '.join(missing)}." if missing else "")


def _signed(steps: int) -> str:
    return f"{steps:+d}".replace("-", "−")
