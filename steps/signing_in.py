"""Accounts, devices and signing in with a password and a code."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.codes import Code, code_of
from harness.expect import expect
from harness.letters import name_like_a_command
from harness.people import Person
from harness.phrases import parse
from harness.refusals import AS_WRONG, must_be_locked, must_be_refused, must_not_be_in
from harness.stage import Stage
from targets.port import Outcome

Password = Callable[[Person], str]

ACCOUNTS = {
    "an account": Person.open_account,
    "an account protected by two-factor authentication": Person.protect_account,
}


@given(parse("{who:Person} has {account:Account}", Account=ACCOUNTS))
def has_an_account(stage: Stage, who: str, account: Callable[[Person], None]) -> None:
    account(stage.act(who))


def _sign_in_on_two_devices(person: Person) -> None:
    person.sign_in()
    person.new_device()
    person.sign_in()
    person.take_device(0)


def _sign_in_with_two_factors(person: Person) -> None:
    person.protect_account()
    person.sign_in()


def _sign_in_with_such_a_name(person: Person) -> None:
    person.account = person.stage.target.new_account(name_like_a_command(person.name))
    person.sign_in()


SIGNED_IN = {
    "to a new account": Person.sign_in,
    "to a new account on two devices": _sign_in_on_two_devices,
    "with two-factor authentication on": _sign_in_with_two_factors,
    "to a new account whose name looks like a command": _sign_in_with_such_a_name,
}


@given(parse("{who:Person} is signed in {how:How}", How=SIGNED_IN))
def given_signed_in(stage: Stage, who: str, how: Callable[[Person], None]) -> None:
    how(stage.act(who))


@given(parse("{who:Person} is asked for a code on two devices"))
def given_asked_on_two_devices(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.stand_at_second_step()
    person.new_device()
    person.stand_at_second_step()


@given(parse("{who:Person} has been turned away with {code:Code}"))
def has_been_turned_away(stage: Stage, who: str, code: Code) -> None:
    person = stage.act(who)
    code.enter(person)
    must_be_refused(person)


@given(parse("{who:Person} has signed in with {code:Code}"))
def has_signed_in(stage: Stage, who: str, code: Code) -> None:
    person = stage.act(who)
    person.must_be_in(code.enter(person))


@given(parse("{who:Person} has signed in with {code:Code} and signed out again"))
def has_signed_in_and_out(stage: Stage, who: str, code: Code) -> None:
    has_signed_in(stage, who, code)
    stage.person(who).sign_out()


@when(parse("{who:Person} signs in with {password:Password}"))
def signs_in(stage: Stage, who: str, password: Password) -> None:
    person = stage.act(who)
    person.sign_in_with_password(password(person))


@when(parse("{who:Person} signs in with {password:Password} {where:Device}"))
def signs_in_elsewhere(stage: Stage, who: str, password: Password, where: str) -> None:
    stage.act(who).take_up(where)
    signs_in(stage, who, password)


@when(parse("{who:Person} signs in with {password:Password} and {code:Code}"))
def signs_in_with_code(stage: Stage, who: str, password: Password, code: Code) -> None:
    signs_in(stage, who, password)
    person = stage.person(who)
    expect(person.answer.outcome is not Outcome.IN, "The password alone is not enough.", person.answer)
    code.enter(person)


@when(parse("{who:Person} signs in with {password:Password}, and gives {code:Code} where one is asked"))
def signs_in_as_far_as_asked(stage: Stage, who: str, password: Password, code: Code) -> None:
    signs_in(stage, who, password)
    person = stage.person(who)
    if person.answer.outcome is Outcome.CODE_ASKED:
        code.enter(person)


@when(parse("{who:Person} signs in with her password, but gives up when asked for a code"))
def gives_up(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.stand_at_second_step()
    person.browser.cancel_second_step()


@when(parse("{who:Person} enters {code:Code}"))
def enters_a_code(stage: Stage, who: str, code: Code) -> None:
    code.enter_where_asked(stage.act(who))


@when(parse("{who:Person} enters one {kind:CodeKind} on both devices at the same moment"))
def enters_one_code_twice(stage: Stage, who: str, kind: str) -> None:
    person, backup = stage.act(who), kind == "backup code"
    code = person.saved.take() if backup else person.phone.code()
    person.devices[0].race_codes(person.devices[1], code, backup=backup)


@then(parse("{who:Person} is signed in"))
def is_signed_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.must_be_in(person.answer)


@then(parse("{who:Person} is still signed in on her first device"))
def is_still_signed_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    expect(
        person.take_device(0).is_signed_in(), "The first device stays signed in.", "it has to sign in again"
    )


@then(parse("{who:Person} is not signed in"))
def is_not_signed_in(stage: Stage, who: str) -> None:
    must_not_be_in(stage.person(who))


def _must_be_asked_for_a_code(person: Person) -> None:
    asked = person.answer.outcome is Outcome.CODE_ASKED
    expect(asked, f"{person.name} is asked for a code.", person.answer)


def _must_be_asked_to_sign_in(person: Person) -> None:
    where = person.browser.where()
    expect(where is Outcome.PASSWORD_ASKED, f"{person.name} is asked to sign in.", where.value)


DEMANDS = {
    "for a code": _must_be_asked_for_a_code,
    "to sign in": _must_be_asked_to_sign_in,
    "to sign in first": _must_be_asked_to_sign_in,
}


@then(parse("{who:Person} is asked {demand:Demand}", Demand=DEMANDS))
def is_asked(stage: Stage, who: str, demand: Callable[[Person], None]) -> None:
    person = stage.person(who)
    demand(person)
    expect(not person.browser.is_signed_in(), "Nothing private opens yet.", "the security settings open")


@then("exactly one of the two devices is signed in")
def exactly_one_is_in(stage: Stage) -> None:
    inside = [device.is_signed_in() for device in stage.spotlight.devices]
    expect(
        sum(inside) == 1,
        "One code signs exactly one device in.",
        f"{sum(inside)} of {len(inside)} are signed in",
    )


@then(parse("the {kind:CodeKind} is refused"))
def is_refused(stage: Stage, kind: str) -> None:
    must_be_refused(stage.spotlight, kind)


def _must_be_refused_as_wrong(person: Person, kind: str) -> None:
    must_be_refused(person, kind, AS_WRONG)


REASONS = {"as wrong": _must_be_refused_as_wrong, "because of the lock": must_be_locked}


@then(parse("the {kind:CodeKind} is refused {reason:Reason}", Reason=REASONS))
def is_refused_for(stage: Stage, kind: str, reason: Callable[[Person, str], None]) -> None:
    reason(stage.spotlight, kind)


@then(parse("the next code {origin:Origin} lets {who:Person} in"))
def next_code_lets_in(stage: Stage, who: str, origin: str) -> None:
    person = stage.person(who)
    person.must_be_in(person.enter_code(code_of(person, origin)))


@then(parse("the next code {origin:Origin} is refused"))
def next_code_is_refused(stage: Stage, origin: str) -> None:
    person = stage.spotlight
    person.enter_code(code_of(person, origin))
    must_be_refused(person)


@then(parse("her password alone lets {who:Person} in"))
def password_alone_lets_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.new_device()
    person.must_be_in(person.sign_in_with_password())


@then(parse("{who:Person}'s next sign-in asks for a code, and the right one lets her in"))
def next_sign_in_asks_for_a_code(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.new_device()
    answer = person.sign_in_with_password()
    expect(answer.outcome is Outcome.CODE_ASKED, "The password alone is not enough.", answer)
    person.must_be_in(person.enter_code(person.phone.code()))
