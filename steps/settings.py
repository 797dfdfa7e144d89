"""The security settings: finding them, what they say, turning two-factor authentication on and off."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.expect import expect
from harness.people import WRONG_PASSWORD, Person
from harness.phrases import parse
from harness.stage import Stage
from targets.port import Outcome

TURNED = {"on": True, "off": False}
STATES = {**TURNED, "still on": True, "still off": False}


@given(parse("{who:Person} gave her password longer ago than the product allows for changes"))
def gave_password_long_ago(stage: Stage, who: str) -> None:
    stage.target.clock.advance(stage.password_life + 1)
    expect(
        stage.person(who).browser.is_signed_in(),
        f"{who} stays signed in meanwhile.",
        "she has to sign in again",
    )


@given(parse("{who:Person} has turned two-factor authentication {on:Turned}", Turned=TURNED))
def has_turned(stage: Stage, who: str, on: bool) -> None:
    person = stage.act(who)
    if on:
        person.confirm_set_up()
        person.browser.finish_saving()
        return person.sign_out()
    person.sign_in()
    return person.turn_off()


@when(parse("{who:Person} turns two-factor authentication {on:Turned}", Turned=TURNED))
def turns(stage: Stage, who: str, on: bool) -> None:
    person = stage.act(who)
    return person.link_phone() if on else person.turn_off()


def _visit_settings(person: Person) -> None:
    person.setting_up = False
    person.browser.visit_security_settings()


def _begin_turning_off(person: Person) -> None:
    person.answer = person.browser.turn_off()


def _begin_new_backup_codes(person: Person) -> None:
    person.answer = person.browser.begin_new_backup_codes()


WISHES = {
    "for her security settings": _visit_settings,
    "to turn two-factor authentication off": _begin_turning_off,
    "for new backup codes": _begin_new_backup_codes,
}


@when(parse("{who:Person} asks {wish:Wish}", Wish=WISHES))
def asks(stage: Stage, who: str, wish: Callable[[Person], None]) -> None:
    wish(stage.act(who))


@when(parse("{who:Person} follows the menus to her security settings"))
def follows_the_menus(stage: Stage, who: str) -> None:
    stage.act(who).browser.walk_to_security_settings()


@then(parse("{who:Person} sees whether two-factor authentication is on"))
def sees_the_state(stage: Stage, who: str) -> None:
    person = stage.person(who)
    expect(
        person.browser.shows_security_settings(),
        "The menus lead to the security settings.",
        person.browser.where(),
    )
    expect(not person.browser.two_factor_is_on(), "The settings of a new account say 'off'.", "they say 'on'")


@then(parse("two-factor authentication is {on:State} for {who:Person}", State=STATES))
def two_factor_is(stage: Stage, who: str, on: bool) -> None:
    promised, other = ("on", "off") if on else ("off", "on")
    seen = stage.person(who).browser.two_factor_is_on()
    expect(seen is on, f"The settings say '{promised}'.", f"they say '{other}'")


@then(parse("{who:Person} is asked for her password again, and a wrong one takes her no further"))
def is_asked_for_password(stage: Stage, who: str) -> None:
    person = stage.person(who)
    asked = person.answer.outcome is Outcome.PASSWORD_ASKED
    expect(asked, f"{who} is asked for her password.", person.answer)
    answer = person.browser.confirm_password(WRONG_PASSWORD)
    expect(answer.outcome is Outcome.REJECTED, "A wrong password is refused.", answer)


@then(parse("her password turns two-factor authentication off for {who:Person}"))
def password_turns_it_off(stage: Stage, who: str) -> None:
    stage.person(who).turn_off()
    two_factor_is(stage, who, on=False)


@then("her second device is signed out or stays signed in, as the product declares")
def second_device_as_declared(stage: Stage) -> None:
    promised = "signed out" if stage.facts.ends_other_sessions else "still signed in"
    seen = "still signed in" if stage.spotlight.devices[1].is_signed_in() else "signed out"
    expect(seen == promised, f"The second device is {promised}.", f"it is {seen}")
