"""What measuring tries again and again: wrong codes that have to be refused, right ones that have to get
in."""

from __future__ import annotations

from harness.people import Person
from harness.refusals import must_be_locked, must_stay_out
from targets.port import Outcome


def enter_wrong_codes(person: Person, number: int) -> None:
    """That many wrong codes; where a product ends a sign-in with one, the next goes to a new sign-in."""
    for _ in range(number):
        person.enter_code(person.phone.wrong_code())
        must_stay_out(person)
        person.gave_wrong_code()


def right_code_gets_in(person: Person) -> bool:
    """Whether a right code gets in after the password; False where it is refused because of a lock.

    Raises Inconclusive where it is refused for anything else.
    """
    if person.sign_in_with_password().outcome is not Outcome.LOCKED:
        person.enter_code(person.phone.code())
    if person.answer.outcome is Outcome.IN:
        person.must_be_in(person.answer)
        return True
    must_be_locked(person)
    return False


def must_get_in(person: Person) -> None:
    """A right code gets in: the control around what is measured. Raises RightEntryRefused."""
    person.must_be_in(person.enter_code(person.phone.code()))


class Fresh:
    """Accounts for one measurement: the one at hand first, then one that nobody has used, each time it
    begins."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._has_begun = False

    def begin(self) -> None:
        """Come to an account without a wrong try, in a time step whose code has not been handed out."""
        person = self.person
        if self._has_begun or not person.phone.entries:
            person.start_afresh()
        self._has_begun = True
        if person.stage.target.clock.movable:
            person.phone.wait_for_next_step(person.phone.entry())
