"""What is left behind in a browser: what scripts read there, what outlasts it, what the way back shows."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.browser_state import close_browser, take_over_what_scripts_read
from harness.expect import expect
from harness.glimpses import Glimpse, look
from harness.kept import gives_away
from harness.people import Person
from harness.phrases import parse
from harness.spellings import is_in
from harness.stage import Stage
from harness.verdicts import Inconclusive, Why

AS_FAR = 4
"""How often the way back is taken: past the sign-out and past what was looked at."""


@when(parse("{stranger:Person} puts what a script can read in {owner:Person}'s browser into her own"))
def puts_into_her_own(stage: Stage, stranger: str, owner: str) -> None:
    thief, victim = stage.act(stranger), stage.person(owner)
    thief.account = victim.account
    victim.browser.visit_security_settings()
    take_over_what_scripts_read(thief, victim)


@when(parse("{who:Person} asks for her security settings after closing her browser"))
def asks_after_closing(stage: Stage, who: str) -> None:
    person = stage.act(who)
    close_browser(person)
    person.browser.visit_security_settings()


@when(parse("{who:Person} signs out"))
def signs_out(stage: Stage, who: str) -> None:
    stage.act(who).sign_out()


def _look_at_key(person: Person) -> None:
    person.begin_set_up()
    person.scan()
    _must_show(person, _shows_key(person, look(person.browser.page)))
    person.setting_up = False


def _look_at_codes(person: Person) -> None:
    person.begin_set_up()
    person.scan()
    person.confirm_set_up()
    _must_show(person, _shows_codes(person, look(person.browser.page)))


def _must_show(person: Person, shown: str) -> None:
    if not shown:
        words = f"what {person.name} is shown can't be found where she looks, so its absence proves nothing"
        raise Inconclusive(Why.CONTROL_BEFORE_FAILED, words)


def _shows_key(person: Person, seen: Glimpse) -> str:
    return seen.shows(person.phone.entry().key.secret.reveal())


def _shows_codes(person: Person, seen: Glimpse) -> str:
    found = sum(any(is_in(code, text) for text in seen.texts) for code in person.saved.codes)
    return f"{found} of {len(person.saved.codes)} are shown" if found else ""


SECRETS = {"the key of a set-up": _look_at_key, "her fresh backup codes": _look_at_codes}


@given(parse("{who:Person} has looked at {secret:Looked} and signed out", Looked=SECRETS))
def has_looked_and_left(stage: Stage, who: str, secret: Callable[[Person], None]) -> None:
    person = stage.act(who)
    secret(person)
    person.sign_out()


@when(parse("{who:Person} goes back as far as she can"), target_fixture="glimpse")
def goes_back_far(stage: Stage, who: str) -> Glimpse:
    person, seen = stage.act(who), Glimpse()
    for _ in range(AS_FAR):
        person.browser.go_back()
        seen += look(person.browser.page)
    return seen


@then("the key can't be seen any more")
def key_is_gone(stage: Stage, glimpse: Glimpse) -> None:
    shown = _shows_key(stage.spotlight, glimpse)
    expect(not shown, "Signing out takes the key away.", shown)


@then("her backup codes can't be seen any more")
def codes_are_gone(stage: Stage, glimpse: Glimpse) -> None:
    shown = _shows_codes(stage.spotlight, glimpse)
    expect(not shown, "Signing out takes the codes away.", shown)


@then("nothing that her browser keeps gives her key or her backup codes away")
def browser_keeps_no_secret(stage: Stage) -> None:
    person = stage.spotlight
    secrets = [person.phone.entry().key.secret.reveal(), *person.saved.codes]
    kept = person.browser.kept_by_browser()
    found = sum(any(gives_away(text, secret) for text in kept) for secret in secrets)
    expect(not found, "The browser keeps nothing of the set-up.", f"{found} of its secrets can be read there")
