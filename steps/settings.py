"""The security settings: finding them, what they say, turning two-factor authentication off."""

from __future__ import annotations

from pytest_bdd import given, then, when

from harness.expect import expect
from harness.people import WRONG_PASSWORD
from harness.phrases import phrase
from harness.stage import Stage
from targets.port import Outcome


@given(phrase("{who:Person} gave her password longer ago than a change allows"))
def gave_password_long_ago(stage: Stage, who: str) -> None:
    stage.target.clock.advance(stage.password_life + 1)
    expect(
        stage.person(who).browser.is_signed_in(),
        f"{who} stays signed in meanwhile.",
        "she has to sign in again",
    )


@given(phrase("{who:Person} has turned two-factor authentication off"))
def has_turned_off(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.turn_off()


@when(phrase("{who:Person} asks for her security settings"))
def asks_for_settings(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.setting_up = False
    person.browser.visit_security_settings()


@when(phrase("{who:Person} follows the menus to her security settings"))
def follows_the_menus(stage: Stage, who: str) -> None:
    stage.act(who).browser.walk_to_security_settings()


@when(phrase("{who:Person} turns two-factor authentication off"))
def turns_off(stage: Stage, who: str) -> None:
    stage.act(who).turn_off()


@when(phrase("{who:Person} asks to turn two-factor authentication off"))
def asks_to_turn_off(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.answer = person.browser.turn_off()


@then(phrase("{who:Person} sees whether two-factor authentication is on"))
def sees_the_state(stage: Stage, who: str) -> None:
    person = stage.person(who)
    expect(
        person.browser.shows_security_settings(),
        "The menus lead to the security settings.",
        person.browser.where(),
    )
    expect(not person.browser.two_factor_is_on(), "The settings of a new account say 'off'.", "they say 'on'")


@then(phrase("two-factor authentication is on for {who:Person}"))
def two_factor_is_on(stage: Stage, who: str) -> None:
    expect(stage.person(who).browser.two_factor_is_on(), "The settings say 'on'.", "they say 'off'")


@then(phrase("two-factor authentication is off for {who:Person}"))
def two_factor_is_off(stage: Stage, who: str) -> None:
    expect(not stage.person(who).browser.two_factor_is_on(), "The settings say 'off'.", "they say 'on'")


@then(phrase("{who:Person} is offered to turn two-factor authentication on"))
def is_offered_to_turn_on(stage: Stage, who: str) -> None:
    expect(stage.person(who).browser.offers_to_turn_on(), "The settings offer to turn it on.", "they don't")


@then(phrase("{who:Person} is asked for her password again"))
def is_asked_for_password(stage: Stage, who: str) -> None:
    answer = stage.person(who).answer
    expect(answer.outcome is Outcome.PASSWORD_ASKED, f"{who} is asked for her password.", answer)


@then(phrase("a wrong password leaves two-factor authentication on for {who:Person}"))
def wrong_password_leaves_it_on(stage: Stage, who: str) -> None:
    browser = stage.person(who).browser
    answer = browser.confirm_password(WRONG_PASSWORD)
    expect(answer.outcome is Outcome.REJECTED, "A wrong password is refused.", answer)
    expect(browser.two_factor_is_on(), "The settings say 'on'.", "they say 'off'")


@then(phrase("her password turns two-factor authentication off for {who:Person}"))
def password_turns_it_off(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.turn_off()
    expect(not person.browser.two_factor_is_on(), "The settings say 'off'.", "they say 'on'")


@then("her second device is signed out or stays, as the product declares")
def second_device_as_declared(stage: Stage) -> None:
    promised = "signed out" if stage.facts.ends_other_sessions else "still signed in"
    seen = "still signed in" if stage.spotlight.devices[1].is_signed_in() else "signed out"
    expect(seen == promised, f"The second device is {promised}.", f"it is {seen}")
