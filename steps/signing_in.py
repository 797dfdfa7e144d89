"""Accounts, devices and signing in with a password and a code."""

from __future__ import annotations

from pytest_bdd import given, then, when

from harness.codes import AUTHENTICATOR_CODES, code_of
from harness.expect import expect
from harness.people import WRONG_PASSWORD, Person
from harness.phrases import phrase
from harness.stage import Stage
from targets.port import Outcome, Reason


@given(phrase("{who:Person} has an account"))
def has_an_account(stage: Stage, who: str) -> None:
    stage.act(who).open_account()


@given(phrase("{who:Person} has an account protected by two-factor authentication"))
def has_a_protected_account(stage: Stage, who: str) -> None:
    stage.act(who).protect_account()


@given(phrase("{who:Person} is signed in to a new account"))
def given_signed_in(stage: Stage, who: str) -> None:
    stage.act(who).sign_in()


@given(phrase("{who:Person} is signed in with two-factor authentication on"))
def given_signed_in_with_two_factors(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.protect_account()
    person.sign_in()


@given(phrase("{who:Person} is signed in to a new account on two devices"))
def given_signed_in_on_two_devices(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.new_device()
    person.sign_in()
    person.take_device(0)


@given(phrase("{who:Person} is asked for a code"))
def given_asked_for_a_code(stage: Stage, who: str) -> None:
    stage.act(who).stand_at_second_step()


@given(phrase("{who:Person} is asked for a code on two devices"))
def given_asked_on_two_devices(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.stand_at_second_step()
    person.new_device()
    person.stand_at_second_step()


@given(phrase("{who:Person} has mistyped her code"))
def has_mistyped(stage: Stage, who: str) -> None:
    person = stage.act(who)
    must_be_refused(person, person.enter_code(person.phone.wrong_code()).outcome)


@given(phrase("{who:Person} has signed in with a code and signed out again"))
def has_signed_in_and_out(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.must_be_in(person.enter_code(person.phone.code()))
    person.sign_out()


@when(phrase("{who:Person} signs in with her password"))
def signs_in_with_password(stage: Stage, who: str) -> None:
    stage.act(who).sign_in_with_password()


@when(phrase("{who:Person} signs in with a wrong password"))
def signs_in_with_wrong_password(stage: Stage, who: str) -> None:
    stage.act(who).sign_in_with_password(WRONG_PASSWORD)


@when(phrase("{who:Person} signs in with her password {where:Device}"))
def signs_in_elsewhere(stage: Stage, who: str, where: str) -> None:
    person = stage.act(who)
    person.take_up(where)
    person.sign_in_with_password()


@when(phrase("{who:Person} signs in with her password and {code:Code}"))
def signs_in_with_code(stage: Stage, who: str, code: str) -> None:
    person = stage.act(who)
    person.sign_in_with_password()
    person.enter_code(AUTHENTICATOR_CODES[code](person))


@when(phrase("{who:Person} signs in {where:Device} with her password and {code:Code}"))
def signs_in_elsewhere_with_code(stage: Stage, who: str, where: str, code: str) -> None:
    person = stage.act(who)
    person.take_up(where)
    person.enter_code(AUTHENTICATOR_CODES[code](person))


@when(phrase("{who:Person} enters {code:Code}"))
def enters_a_code(stage: Stage, who: str, code: str) -> None:
    person = stage.act(who)
    person.give_code(AUTHENTICATOR_CODES[code](person))


@when(phrase("{who:Person} enters one code on both at the same moment"))
def enters_one_code_twice(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.devices[0].race_codes(person.devices[1], person.phone.code(), backup=False)


@when(phrase("{who:Person} gives the sign-in up"))
def gives_up(stage: Stage, who: str) -> None:
    stage.act(who).browser.cancel_second_step()


@then(phrase("{who:Person} is signed in"))
def is_signed_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.must_be_in(person.answer)


@then(phrase("{who:Person} is still signed in on her first device"))
def is_still_signed_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    expect(
        person.take_device(0).is_signed_in(), "The first device stays signed in.", "it has to sign in again"
    )


@then(phrase("{who:Person} is not signed in"))
def is_not_signed_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    expect(person.answer.outcome is not Outcome.IN, f"{who} is not let in.", person.answer)
    expect(not person.browser.is_signed_in(), "Nothing private opens.", "the security settings open")


@then(phrase("{who:Person} is asked for a code"))
def is_asked_for_a_code(stage: Stage, who: str) -> None:
    person = stage.person(who)
    expect(person.answer.outcome is Outcome.CODE_ASKED, f"{who} is asked for a code.", person.answer)
    expect(
        not person.browser.is_signed_in(),
        "Nothing private opens before the code.",
        "the security settings open",
    )


@then(phrase("{who:Person} is asked to sign in first"))
def is_asked_to_sign_in(stage: Stage, who: str) -> None:
    browser = stage.person(who).browser
    expect(browser.where() is Outcome.PASSWORD_ASKED, f"{who} is asked to sign in.", browser.where().value)
    expect(not browser.is_signed_in(), "Nothing private opens.", "the security settings open")


@then("exactly one of the two devices is signed in")
def exactly_one_is_in(stage: Stage) -> None:
    inside = [device.is_signed_in() for device in stage.spotlight.devices]
    expect(
        sum(inside) == 1,
        "One code signs exactly one device in.",
        f"{sum(inside)} of {len(inside)} are signed in",
    )


@then("the code is refused")
def code_is_refused(stage: Stage) -> None:
    must_be_refused(stage.spotlight, stage.spotlight.answer.outcome)


@then("the code is refused as wrong")
def code_is_refused_as_wrong(stage: Stage) -> None:
    code_is_refused(stage)
    fitting = (Reason.WRONG, Reason.SKEWED, Reason.UNSPECIFIED)
    answer = stage.spotlight.answer
    expect(
        answer.reason in fitting,
        "The code is refused for being wrong.",
        f"{answer.reason.value}: {answer.words!r}",
    )


@then(phrase("the next code {origin:Origin} lets {who:Person} in"))
def next_code_lets_in(stage: Stage, who: str, origin: str) -> None:
    person = stage.person(who)
    person.must_be_in(person.enter_code(code_of(person, origin)))


@then(phrase("the next code {origin:Origin} is refused"))
def next_code_is_refused(stage: Stage, origin: str) -> None:
    person = stage.spotlight
    person.new_device()
    must_be_refused(person, person.enter_code(code_of(person, origin)).outcome)


@then(phrase("her password alone lets {who:Person} in"))
def password_alone_lets_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.new_device()
    person.must_be_in(person.sign_in_with_password())


@then(phrase("{who:Person}'s next sign-in asks for a code, and the right one lets her in"))
def next_sign_in_asks_for_a_code(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.new_device()
    answer = person.sign_in_with_password()
    expect(answer.outcome is Outcome.CODE_ASKED, "The password alone is not enough.", answer)
    person.must_be_in(person.enter_code(person.phone.code()))


def must_be_refused(person: Person, outcome: Outcome) -> None:
    """Expect the last code to have been judged as it was typed, refused, and to have opened nothing."""
    answer = person.answer
    expect(outcome is Outcome.REJECTED, "The code is refused.", answer)
    expect(
        answer.typed in (None, person.entered),
        "The code arrives as it was typed.",
        "it was changed on the way",
    )
    if not person.setting_up:
        expect(not person.browser.is_signed_in(), "Nothing private opens.", "the security settings open")
