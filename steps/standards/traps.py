"""Mallory's traps: what she has learnt to send, sent in Alice's name or in her own."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.expect import expect, expect_to_work
from harness.framing import SITES, shows_inside
from harness.overheard import Sent, catch, overhear, send_instead
from harness.people import Person
from harness.phrases import parse
from harness.stage import Stage
from harness.traps import TRAPS, Trap, spring
from targets.port import Outcome


def _turn_off(person: Person) -> None:
    person.turn_off()
    off = not person.browser.two_factor_is_on()
    expect_to_work(off, f"{person.name} can turn two-factor authentication off.", "the settings say 'on'")


CHANGES = {
    "two-factor authentication is turned off": _turn_off,
    "new backup codes are made": Person.make_new_codes,
}


@given(
    parse("{stranger:Person} has learnt from an account of her own how {change:Change}", Change=CHANGES),
    target_fixture="learnt",
)
def has_learnt(stage: Stage, stranger: str, change: Callable[[Person], None]) -> tuple[Sent, ...]:
    person = stage.person(stranger)
    person.protect_account()
    person.sign_in()
    return overhear(person.browser.page, lambda: change(person))


@when(parse("{who:Person} falls for {trap:Trap}", Trap=TRAPS))
def falls_for(stage: Stage, who: str, trap: Trap, learnt: tuple[Sent, ...]) -> None:
    for sent in learnt:
        spring(trap, sent, stage.act(who).browser.page.context)


@given(
    parse("{stranger:Person} has caught what signs {who:Person}'s second device out, before it arrived"),
    target_fixture="caught",
)
def has_caught(stage: Stage, stranger: str, who: str) -> Sent:
    browser = stage.person(who).browser
    return catch(browser.page, browser.sign_out_other_device)


@when(parse("{stranger:Person} sends it in place of what signs her own second device out"))
def sends_it_instead(stage: Stage, stranger: str, caught: Sent) -> None:
    browser = stage.act(stranger).browser
    send_instead(browser.page, browser.sign_out_other_device, caught)


@then(parse("{who:Person} is still signed in on her second device"))
def is_in_on_second_device(stage: Stage, who: str) -> None:
    is_in = stage.person(who).devices[1].is_signed_in()
    expect(is_in, f"{who}'s second device stays signed in.", "it has to sign in again")


@then(parse("{who:Person} can sign her second device out herself"))
def can_sign_it_out(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.browser.sign_out_other_device()
    is_out = not person.devices[1].is_signed_in()
    expect_to_work(is_out, f"{who} can sign her second device out.", "it is still signed in")


@when(
    parse("{who:Person} visits {site:Site} that shows her security settings inside itself", Site=SITES),
    target_fixture="framed",
)
def visits_a_site_around(stage: Stage, who: str, site: Callable[[str], str]) -> bool:
    person = stage.act(who)
    place = person.browser.visit_security_settings()
    expect_to_work(place is Outcome.IN, "Her own browser shows the settings.", place.value)
    return shows_inside(person.browser.page, site)


@then("her security settings can't be seen there")
def settings_are_not_seen(framed: bool) -> None:
    expect(not framed, "The settings are not shown inside another site.", "they are")
