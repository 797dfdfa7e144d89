"""Too many wrong codes: reaching a limit, waiting it out, and the ways round it that must not exist."""

from __future__ import annotations

import re

from pytest_bdd import given, then, when

from harness.codes import code_of, wrong_backup_codes
from harness.expect import expect
from harness.people import Person
from harness.phrases import phrase
from harness.stage import Stage
from targets.port import Outcome

HOW_LONG = re.compile(r"\d+\s*(second|minute|hour)|a minute|an hour", re.IGNORECASE)


@given(phrase("{who:Person} has entered as many wrong codes as lock the way in"))
def has_locked_herself_out(stage: Stage, who: str) -> None:
    _enter_wrong_codes(stage.act(who), stage.lock.threshold)


@given(phrase("{who:Person} has entered one wrong code fewer than lock the way in"))
def has_stayed_below(stage: Stage, who: str) -> None:
    _enter_wrong_codes(stage.act(who), stage.lock.threshold - 1)


@given(phrase("{who:Person} has entered one more wrong code after giving her password again"))
def one_more_after_password(stage: Stage, who: str) -> None:
    stage.act(who).sign_in_with_password()
    _enter_wrong_codes(stage.person(who), 1)


@given(phrase("{who:Person} has entered one more wrong code {where:Device}"))
def one_more_elsewhere(stage: Stage, who: str, where: str) -> None:
    stage.act(who).take_up(where)
    _enter_wrong_codes(stage.person(who), 1)


@given(phrase("{who:Person} has entered more wrong codes half-way through the wait"))
def more_during_the_wait(stage: Stage, who: str) -> None:
    person = stage.act(who)
    stage.target.clock.advance(stage.lock.seconds / 2)
    for _ in range(stage.lock.threshold):
        answer = person.enter_code(person.phone.wrong_code())
        expect(answer.outcome is Outcome.LOCKED, "The lock still holds.", answer)


@given(phrase("{who:Person} has entered as many wrong backup codes as lock that way in"))
def has_locked_the_backup_way(stage: Stage, who: str) -> None:
    person = stage.act(who)
    for code in wrong_backup_codes(person, stage.backup_codes.threshold):
        _must_stay_out(person, person.enter_backup_code(code).outcome)
    person.locked_at = stage.target.clock.now()


@when(phrase("{who:Person} enters the code from her phone just {side:Side} the wait is over"))
def enters_code_near_the_end(stage: Stage, who: str, side: int) -> None:
    person = stage.act(who)
    end = person.locked_at + stage.lock.seconds
    stage.target.clock.advance(end + side - stage.target.clock.now())
    person.sign_in_with_password()
    person.enter_code(code_of(person, "from her phone"))


@then("the code is refused because of the lock")
def refused_because_of_lock(stage: Stage) -> None:
    _must_be_locked(stage.spotlight)


@then("the backup code is refused because of the lock")
def backup_refused_because_of_lock(stage: Stage) -> None:
    _must_be_locked(stage.spotlight)


@then(phrase("{who:Person} is told how long to wait"))
def is_told_how_long(stage: Stage, who: str) -> None:
    words = stage.person(who).answer.words
    expect(bool(HOW_LONG.search(words)), "The refusal says how long to wait.", repr(words))


@then(phrase("after the declared wait the next code from her phone lets {who:Person} in"))
def after_the_wait_code_lets_in(stage: Stage, who: str) -> None:
    person = _after_the_wait(stage, who)
    person.must_be_in(person.enter_code(code_of(person, "from her phone")))


@then(phrase("after the declared wait a backup code lets {who:Person} in"))
def after_the_wait_backup_code_lets_in(stage: Stage, who: str) -> None:
    person = _after_the_wait(stage, who)
    person.must_be_in(person.enter_backup_code(person.saved.take()))


@then(phrase("the backup code lets {who:Person} in or not, as the product declares"))
def backup_way_as_declared(stage: Stage, who: str) -> None:
    person = stage.person(who)
    if stage.lock.backup_way_open:
        return person.must_be_in(person.answer)
    return _must_be_locked(person)


def _after_the_wait(stage: Stage, who: str) -> Person:
    person = stage.person(who)
    stage.target.clock.advance(stage.lock.seconds + 1)
    person.sign_in_with_password()
    return person


def _enter_wrong_codes(person: Person, number: int) -> None:
    for _ in range(number):
        _must_stay_out(person, person.enter_code(person.phone.wrong_code()).outcome)
    person.locked_at = person.stage.target.clock.now()


def _must_stay_out(person: Person, outcome: Outcome) -> None:
    stopped = outcome in (Outcome.REJECTED, Outcome.LOCKED, Outcome.PASSWORD_ASKED)
    expect(stopped, "A wrong code is refused.", person.answer)


def _must_be_locked(person: Person) -> None:
    expect(person.answer.outcome is Outcome.LOCKED, "The way in is locked for now.", person.answer)
    expect(not person.browser.is_signed_in(), "Nothing private opens.", "the security settings open")
