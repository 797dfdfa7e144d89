"""Sign-ins that stand half-way: how long they wait for their code, how they end, what must not end them."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.browser_state import close_browser
from harness.codes import code_of
from harness.expect import expect
from harness.people import Person
from harness.phrases import parse
from harness.refusals import must_begin_again
from harness.spans import says_how_long
from harness.stage import Stage
from steps.locks import SIDES, just
from targets.port import Aside, Outcome


def _after_closing(person: Person) -> Outcome:
    close_browser(person)
    return person.browser.ask_for_second_step()


WAYS_BACK: dict[str, Callable[[Person], Outcome]] = {
    "by going back": lambda person: person.browser.go_back_to_second_step(),
    "by asking for it directly": lambda person: person.browser.ask_for_second_step(),
    "after closing her browser": _after_closing,
}
SLOW_HANDS = 200
"""Seconds: ten times the least warning before a limit that people can extend (WCAG 2.2, 2.2.1)."""
ASIDES = {what.value: what for what in Aside}


@given(parse("{who:Person} has been asked for a code"))
def has_been_asked(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.stand_at_second_step()
    person.waiting_since = stage.target.clock.now()


@given(parse("{who:Person} has given up her sign-in when asked for a code"))
def has_given_up(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.stand_at_second_step()
    person.browser.cancel_second_step()


@given(parse("{who:Person}'s browser has asked for {what:Aside} meanwhile", Aside=ASIDES))
def has_asked_aside(stage: Stage, who: str, what: Aside) -> None:
    stage.act(who).browser.ask_aside(what)


@when(
    parse(
        "{who:Person} enters the code from her phone just {side:Side} the sign-in has waited too long",
        Side=SIDES,
    )
)
def enters_code_near_the_end(stage: Stage, who: str, side: int) -> None:
    person, clock = stage.act(who), stage.target.clock
    end = person.waiting_since + stage.half_sign_in_seconds
    clock.advance(end + side * just(clock) - clock.now())
    person.enter_code(code_of(person, "from her phone"))


@when(parse("{who:Person} enters the code from her phone after more than three minutes"))
def enters_code_slowly(stage: Stage, who: str) -> None:
    person = stage.act(who)
    stage.target.clock.advance(SLOW_HANDS)
    person.enter_code(code_of(person, "from her phone"))


@given(parse("{who:Person} has given her password there"))
def has_given_her_password_there(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.answer = person.browser.sign_in_here(person.account.email, person.account.password.reveal())
    person.waiting_since = stage.target.clock.now()


@then(parse("{who:Person} is told how long her sign-in waits"))
def is_told_how_long(stage: Stage, who: str) -> None:
    told = says_how_long(stage.person(who).browser.page_text(), stage.half_sign_in_seconds)
    expect(told, f"It says that there are {stage.half_sign_in_seconds} seconds, or as minutes.", "it doesn't")


@then(parse("signing in there once more leads {who:Person} to her security settings"))
def leads_to_settings_after_all(stage: Stage, who: str) -> None:
    person = stage.person(who)
    has_given_her_password_there(stage, who)
    person.must_be_in(person.enter_code(code_of(person, "from her phone")))
    shown = person.browser.shows_security_settings()
    expect(shown, f"{who} is at her security settings.", f"at {person.browser.path()}")


@when(parse("{who:Person} comes back to it {way:Way} and enters the code from her phone", Way=WAYS_BACK))
def comes_back(stage: Stage, who: str, way: Callable[[Person], Outcome]) -> None:
    person = stage.act(who)
    person.enter_code_if_asked(way(person), code_of(person, "from her phone"))


@then(parse("{who:Person} has to begin her sign-in again"))
def has_to_begin_again(stage: Stage, who: str) -> None:
    must_begin_again(stage.person(who))


@then(parse("{who:Person} is asked for the code from her phone first"))
def is_asked_for_the_phone_first(stage: Stage, who: str) -> None:
    person = stage.person(who)
    asked = person.answer.outcome is Outcome.CODE_ASKED
    expect(asked, f"{who} is asked for a code.", person.answer)
    seen = "for a backup code" if person.browser.asks_for_backup_code() else ""
    expect(not seen, "The code from the phone is asked for first.", f"she is asked {seen}")
