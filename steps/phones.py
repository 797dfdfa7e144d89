"""Phones: clocks that run off, phones that are lost, new phones, and several entries on one phone."""

from __future__ import annotations

import re

from pytest_bdd import given, then, when

from harness.codes import code_of
from harness.expect import expect
from harness.people import Person
from harness.phrases import phrase
from harness.stage import Stage
from steps.signing_in import must_be_refused

ABOUT_THE_CLOCK = re.compile(
    r"\b(clock|time automatically|automatic(ally)? time|phone'?s? time|time (on|of) your)\b", re.I
)


@given(phrase("{who:Person}'s phone is {skew:Duration} {direction:Direction}"))
def phone_is_off(stage: Stage, who: str, skew: float, direction: int) -> None:
    stage.person(who).phone.run_off(skew * direction)


@given(phrase("{who:Person}'s phone is as {direction:Direction} as the product tolerates"))
def phone_is_off_within_window(stage: Stage, who: str, direction: int) -> None:
    stage.person(who).phone.run_off(_tolerated_steps(stage, direction) * stage.facts.period * direction)


@given(phrase("{who:Person}'s phone is one step more {direction:Direction} than the product tolerates"))
def phone_is_off_beyond_window(stage: Stage, who: str, direction: int) -> None:
    stage.person(who).phone.run_off((_tolerated_steps(stage, direction) + 1) * stage.facts.period * direction)


def _tolerated_steps(stage: Stage, direction: int) -> int:
    return stage.facts.steps_back if direction < 0 else stage.facts.steps_ahead


@given(phrase("{who:Person}'s code has been refused for it"))
def code_was_refused(stage: Stage, who: str) -> None:
    person = stage.act(who)
    must_be_refused(person, person.enter_code(person.phone.code()).outcome)


@given(phrase("{who:Person}'s phone shows a code that begins with a zero"))
def phone_shows_leading_zero(stage: Stage, who: str) -> None:
    stage.person(who).phone.wait_for_leading_zero()


@given(phrase("{who:Person} has lost her phone"))
def has_lost_her_phone(stage: Stage, who: str) -> None:
    stage.person(who).phone.lost = True


@given(phrase("{who:Person} has moved to a new phone"))
def has_moved(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.turn_off()
    person.replace_phone()
    person.link_phone()
    person.sign_out()


@given(phrase("{who:Person} has linked a new phone with a backup code"))
def has_linked_with_backup_code(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.must_be_in(person.enter_backup_code(person.saved.take()))
    links_a_new_phone(stage, who)
    person.sign_out()


@given(phrase("{who:Person} has scanned the QR code for her new phone"))
def has_scanned_for_new_phone(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.begin_relink(person.new_phone())
    person.scan()


@given(phrase("{who:Person} has linked the account again on the same phone"))
def has_linked_again(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.relink_phone()
    person.sign_out()


@when(phrase("{who:Person} scans the QR code of a new set-up with her new phone"))
def scans_with_new_phone(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.replace_phone()
    person.begin_set_up()
    person.scan()


@when(phrase("{who:Person} links a new phone"))
def links_a_new_phone(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.replace_phone()
    person.relink_phone()


@when(phrase("{who:Person} sets her phone's clock right and enters its code"))
def sets_clock_right(stage: Stage, who: str) -> None:
    _with_right_clock(stage.act(who))


@then(phrase("after setting her phone's clock right the next code lets {who:Person} in"))
def right_clock_lets_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    _with_right_clock(person)
    person.must_be_in(person.answer)


def _with_right_clock(person: Person) -> None:
    person.phone.set_clock_right()
    person.enter_code(code_of(person, "from her phone"))


@then(phrase("{who:Person} is told about her phone's clock, where the product promises that"))
def is_told_about_the_clock(stage: Stage, who: str) -> None:
    answer = stage.person(who).answer
    must_be_refused(stage.person(who), answer.outcome)
    if stage.facts.clock_hint:
        expect(
            bool(ABOUT_THE_CLOCK.search(answer.words)),
            "The refusal names the phone's clock.",
            repr(answer.words),
        )


@then("nothing is said about her phone's clock")
def nothing_about_the_clock(stage: Stage) -> None:
    words = stage.spotlight.answer.words
    expect(not ABOUT_THE_CLOCK.search(words), "A plain wrong code isn't blamed on the clock.", repr(words))
