"""Guessing the password where it is asked again before a change."""

from __future__ import annotations

from pytest_bdd import given, then, when

from harness.expect import expect, expect_to_work
from harness.people import WRONG_PASSWORD
from harness.phrases import parse
from harness.stage import Stage
from targets.port import Outcome


@given(parse("{who:Person} has given enough wrong passwords to be stopped before a change"))
def has_guessed(stage: Stage, who: str) -> None:
    person = stage.person(who)
    asked = person.browser.turn_off()
    expect_to_work(asked.outcome is Outcome.PASSWORD_ASKED, f"{who} is asked for her password.", asked)
    for _ in range(stage.password_limit.threshold):
        answer = person.browser.confirm_password(WRONG_PASSWORD)
        stopped = answer.outcome in (Outcome.REJECTED, Outcome.LOCKED)
        expect(stopped, "A wrong password is refused.", answer)


@when(parse("{who:Person} gives her password before the change"))
def gives_her_password(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.answer = person.browser.confirm_password(person.account.password.reveal())


@then("the change is held back because of the limit")
def change_is_held_back(stage: Stage) -> None:
    person = stage.spotlight
    expect(person.answer.outcome is Outcome.LOCKED, "More tries have to wait.", person.answer)
    is_on = person.browser.two_factor_is_on()
    expect(is_on, "Two-factor authentication stays on.", "the settings say it is off")


@then(parse("after the wait her password turns two-factor authentication off for {who:Person}"))
def password_works_after_the_wait(stage: Stage, who: str) -> None:
    person = stage.person(who)
    stage.target.clock.advance(stage.password_limit.seconds + 1)
    if not person.browser.is_signed_in():  # for many a product the wait is longer than one may do nothing
        person.sign_in()
        stage.target.clock.advance(stage.password_life + 1)  # else she isn't asked for it
    person.turn_off()
    is_on = person.browser.two_factor_is_on()
    expect_to_work(not is_on, "The right password works again.", "the settings say it is on")
