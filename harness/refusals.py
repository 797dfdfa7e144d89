"""Judges refusals: whether the product refused what was typed, for the reason tested, and opened nothing.

What proves nothing is Inconclusive, what opens something or lets somebody in is Unmet.
"""

from __future__ import annotations

import re

from harness.expect import expect
from harness.people import Person
from harness.verdicts import Inconclusive, Why
from targets.port import Answer, Outcome, Reason

FOR_ANY_REASON = (Reason.WRONG, Reason.REPLAYED, Reason.SKEWED, Reason.UNSPECIFIED)
AS_WRONG = (Reason.WRONG, Reason.SKEWED, Reason.UNSPECIFIED)
_SEPARATORS = re.compile(r"[\s-]+")


def must_be_refused(person: Person, kind: str = "code", fitting: tuple[Reason, ...] = FOR_ANY_REASON) -> None:
    """Expect the last code to have been judged as it was typed, refused, and to have opened nothing."""
    answer = person.answer
    _must_have_arrived(person)
    expect(answer.outcome not in (Outcome.IN, Outcome.DONE), f"The {kind} is refused.", answer)
    _must_open_nothing(person)
    _must_be_an_answer(answer)
    fits = answer.outcome is Outcome.REJECTED and answer.reason in fitting
    if not fits:
        raise Inconclusive(Why.CONTRADICTING_REASON, f"a refusal as wrong was due, not: {answer}")


def must_be_locked(person: Person, kind: str = "code") -> None:
    """Expect the last code not to have been judged at all, for the lock, and to have opened nothing."""
    answer = person.answer
    _must_have_arrived(person)
    expect(answer.outcome is not Outcome.IN, f"The {kind} is refused: the way in is locked for now.", answer)
    _must_open_nothing(person)
    _must_be_an_answer(answer)
    if answer.outcome is not Outcome.LOCKED:
        raise Inconclusive(Why.CONTRADICTING_REASON, f"a refusal for the lock was due, not: {answer}")


def must_stay_out(person: Person) -> None:
    """Expect a wrong code to have been refused, whether it was judged or met a lock."""
    answer = person.answer
    _must_have_arrived(person)
    expect(answer.outcome is not Outcome.IN, "A wrong code is refused.", answer)
    if answer.outcome is not Outcome.PASSWORD_ASKED:  # some products end a sign-in with its last wrong code
        _must_be_an_answer(answer)


def must_begin_again(person: Person) -> None:
    """Expect a right code to have opened nothing, because the sign-in that it was given to has ended."""
    answer = person.answer
    _must_have_arrived(person)
    expect(
        answer.outcome is not Outcome.IN, "The sign-in has ended, so even a right code opens nothing.", answer
    )
    _must_open_nothing(person)
    if answer.outcome in (Outcome.OTHER, Outcome.CODE_ASKED):
        raise Inconclusive(Why.NO_ANSWER, f"neither a yes nor a no that the product's driver knows: {answer}")
    if answer.outcome is Outcome.LOCKED or answer.reason in (Reason.REPLAYED, Reason.SKEWED):
        raise Inconclusive(
            Why.CONTRADICTING_REASON, f"the sign-in was to have ended, and this came: {answer}"
        )


def must_not_be_in(person: Person) -> None:
    """Expect a try that may not even be sent, such as no code at all, to have opened nothing."""
    answer = person.answer
    expect(answer.outcome is not Outcome.IN, f"{person.name} is not let in.", answer)
    _must_open_nothing(person)
    if answer.outcome is Outcome.LOCKED:
        raise Inconclusive(Why.CONTRADICTING_REASON, f"nothing had been locked, and this came: {answer}")
    if answer.outcome is Outcome.OTHER:
        raise Inconclusive(Why.NO_ANSWER, f"neither a yes nor a no that the product's driver knows: {answer}")


def _must_have_arrived(person: Person) -> None:
    """What was typed is read back: the product can't be judged for what it never got."""
    answer = person.answer
    if answer.outcome is Outcome.NOT_SENT:
        raise Inconclusive(Why.ENTRY_NOT_SENT, f"the browser said {answer.words!r}")
    if answer.typed is not None and _bare(answer.typed) != _bare(person.entered):
        lengths = f"{len(person.entered)} characters were typed, {len(answer.typed)} were sent"
        raise Inconclusive(Why.ENTRY_CHANGED, f"{lengths}, and they differ")


def _bare(code: str) -> str:
    """A code without the gaps that pages may set for the eye."""
    return _SEPARATORS.sub("", code)


def _must_open_nothing(person: Person) -> None:
    if not person.setting_up:
        expect(not person.browser.is_signed_in(), "Nothing private opens.", "the security settings open")


def _must_be_an_answer(answer: Answer) -> None:
    if answer.outcome in (Outcome.OTHER, Outcome.CODE_ASKED):
        raise Inconclusive(Why.NO_ANSWER, f"neither a yes nor a no that the product's driver knows: {answer}")
    if answer.outcome is Outcome.PASSWORD_ASKED or answer.reason is Reason.SESSION_GONE:
        raise Inconclusive(Why.SESSION_GONE, f"the sign-in had ended: {answer}")
