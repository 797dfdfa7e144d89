"""Devices that a product remembers, so that their owners are not asked for a code there."""

from __future__ import annotations

from pytest_bdd import given, when

from harness.browser_state import hand_back, lend_device
from harness.expect import expect, expect_to_work
from harness.phrases import parse
from harness.stage import Stage
from steps.standards.passwords import NEXT_PASSWORD
from targets.port import Outcome

DAY = 86400


@given(parse("{who:Person} has had her device remembered"))
def has_had_it_remembered(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.stand_at_second_step()
    answer = person.browser.enter_code_and_be_remembered(person.phone.code())
    expect_to_work(answer.outcome is Outcome.IN, f"{who} is signed in, and her device remembered.", answer)
    person.sign_out()


@given(parse("{who:Person} has had {owner:Person}'s device remembered too"))
def has_had_hers_remembered(stage: Stage, who: str, owner: str) -> None:
    person, hers = stage.act(who), stage.person(owner)
    lend_device(hers, person)
    has_had_it_remembered(stage, who)
    hand_back(person, hers)


@given(parse("{who:Person} has signed in there with her password alone"))
def has_signed_in_there(stage: Stage, who: str) -> None:
    person = stage.act(who)
    answer = person.sign_in_with_password()
    expect(answer.outcome is Outcome.IN, f"{who} is signed in by her password alone.", answer)
    person.sign_out()


@given("the days for which a device is remembered have passed")
def days_have_passed(stage: Stage) -> None:
    stage.target.clock.advance(stage.remembered_days * DAY + 1)


@given(parse("{who:Person} has turned two-factor authentication off and on again elsewhere"))
def has_turned_off_and_on(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.new_device()
    person.sign_in()
    person.turn_off()
    person.link_phone()
    person.sign_out()


@given(parse("{who:Person} has changed her password elsewhere"))
def has_changed_password_elsewhere(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.new_device()
    person.sign_in()
    person.change_password(NEXT_PASSWORD)
    person.sign_out()


@when(parse("{who:Person} signs in with her password where she was remembered"))
def signs_in_where_remembered(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.take_device(0)
    person.sign_in_with_password()


@when(parse("{who:Person} signs in with his password on {owner:Person}'s device"))
def signs_in_on_her_device(stage: Stage, who: str, owner: str) -> None:
    person = stage.act(who)
    lend_device(stage.person(owner), person)
    person.sign_in_with_password()
