"""Checks of declared facts about time: made where the product's time can be moved."""

from __future__ import annotations

from collections.abc import Callable

from harness.doctor.facts import fact, judge
from harness.doctor.finding import NotTested
from harness.doctor.visit import Visit
from targets.port import Answer, Outcome, Reason

MARGIN = 20
"""Seconds before the end of something at which it has to hold still; tasks on a running clock take some."""
NEVER_SECONDS = 1800
"""A password that is never asked for again isn't after half an hour."""


def must_be_movable(visit: Visit) -> None:
    """Raise NotTested in real time."""
    if not visit.target.clock.movable:
        raise NotTested("the product's time can't be moved, and a visit doesn't wait")


def window(name: str, back: int) -> Callable[[Visit], str]:
    """The code at the edge of the window gets in, the one beyond doesn't. back: 1 for the past, -1 ahead."""

    def check(visit: Visit) -> str:
        must_be_movable(visit)
        steps = int(getattr(visit.facts, name))
        beyond = _code_of_step(visit, back * (steps + 1))
        visit.skewed_answer = beyond
        said = f"a code of {steps + 1} steps {'ago' if back > 0 else 'ahead'}"
        judge(visit, name, beyond.outcome is not Outcome.IN, f"{said} gets in.")
        edge = _code_of_step(visit, back * steps)
        said = f"a code of {steps} steps {'ago' if back > 0 else 'ahead'}"
        return judge(visit, name, edge.outcome is Outcome.IN, f"{said} is refused ({edge}).")

    return check


def _code_of_step(visit: Visit, steps_ago: int) -> Answer:
    visit.fresh_step()
    alice = visit.alice
    alice.stand_at_second_step()
    return alice.browser.enter_code(alice.phone.code_from_the_past(steps_ago))


def clock_hint(visit: Visit) -> str:
    """What the product said to a code just beyond the window."""
    if visit.skewed_answer is None:
        raise NotTested("no code of another time was entered")
    is_hint = visit.skewed_answer.reason is Reason.SKEWED
    found = f"to such a code it says: {visit.skewed_answer}."
    return judge(visit, "clock_hint", is_hint == visit.facts.clock_hint, found)


def half_sign_in(visit: Visit) -> str:
    """A sign-in waits for its code as long as declared, and no longer."""
    seconds = visit.facts.half_sign_in_seconds
    if seconds is None:
        raise NotTested("it is not declared")
    must_be_movable(visit)
    for wait, is_open in ((max(seconds - MARGIN, 0), True), (seconds + 1, False)):
        visit.fresh_step()
        alice = visit.alice
        alice.stand_at_second_step()
        visit.target.clock.advance(wait)
        answer = alice.browser.enter_code(alice.phone.code())
        found = f"a right code after {wait} seconds: {answer}."
        judge(visit, "half_sign_in_seconds", (answer.outcome is Outcome.IN) == is_open, found)
    return "confirmed"


def fresh_password(visit: Visit) -> str:
    """A change asks for a password that was given too long ago, and for no other."""
    seconds = visit.facts.fresh_password_seconds
    must_be_movable(visit)
    waits = [(0, False), (NEVER_SECONDS, False)]
    if seconds is not None:
        waits = [(max(seconds - MARGIN, 0), seconds == 0), (seconds + 1, True)]
    for wait, is_asked in waits:
        begun = visit.limits.spent
        answer = _change_after(visit, wait)
        found = f"a set-up begun {wait} seconds after the password: {answer}."
        asked = answer.outcome is Outcome.PASSWORD_ASKED
        if asked != is_asked and visit.target.clock.running and visit.limits.spent - begun > MARGIN:
            raise NotTested(f"the product took over {MARGIN} seconds to answer, while its time went on")
        judge(visit, "fresh_password_seconds", asked == is_asked, found)
    return "confirmed"


def _change_after(visit: Visit, seconds: float) -> Answer:
    visit.fresh_step()
    bob = visit.stage.act("Bob")
    bob.new_device()
    if (answer := bob.sign_in_with_password()).outcome is not Outcome.IN:
        raise NotTested(f"Bob, who turned 2FA off, isn't let in by his password: {answer}")
    visit.target.clock.advance(seconds)
    return bob.browser.begin_set_up()


CHECKS = (
    fact("steps_back", window("steps_back", 1)),
    fact("clock_hint", clock_hint),
    fact("steps_ahead", window("steps_ahead", -1)),
    fact("half_sign_in_seconds", half_sign_in),
    fact("fresh_password_seconds", fresh_password),
)
