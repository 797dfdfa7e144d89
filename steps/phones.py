"""Phones: clocks that run off, phones that are lost, new phones, and several entries on one phone."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.codes import code_of
from harness.people import Person
from harness.phrases import parse
from harness.stage import Stage
from targets.port import Facts


@given(parse("{who:Person}'s phone is {skew:Skew}"))
def phone_is_off(stage: Stage, who: str, skew: Callable[[Facts], float]) -> None:
    stage.person(who).phone.run_off(skew(stage.facts))


@given(parse("{who:Person}'s phone shows a code that begins with a zero"))
def phone_shows_leading_zero(stage: Stage, who: str) -> None:
    stage.person(who).phone.wait_for_leading_zero()


@given(parse("{who:Person} has lost her phone"))
def has_lost_her_phone(stage: Stage, who: str) -> None:
    stage.person(who).phone.lost = True


@given(parse("{who:Person} has moved to a new phone"))
def has_moved(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.turn_off()
    person.replace_phone()
    person.link_phone()
    person.sign_out()


def _link_with_backup_code(person: Person) -> None:
    person.must_be_in(person.enter_backup_code(person.saved.take()))
    _link_new_phone(person)
    person.sign_out()


def _link_again(person: Person) -> None:
    person.sign_in()
    person.relink_phone()
    person.sign_out()


def _link_new_phone(person: Person) -> None:
    person.replace_phone()
    person.relink_phone()


LINKS = {
    "a new phone with a backup code": _link_with_backup_code,
    "the same phone again": _link_again,
}


@given(parse("{who:Person} has linked {link:Link}", Link=LINKS))
def has_linked(stage: Stage, who: str, link: Callable[[Person], None]) -> None:
    link(stage.act(who))


@when(parse("{who:Person} scans the QR code of a new set-up with her new phone"))
def scans_with_new_phone(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.replace_phone()
    person.begin_set_up()
    person.scan()


@when(parse("{who:Person} links a new phone"))
def links_a_new_phone(stage: Stage, who: str) -> None:
    _link_new_phone(stage.act(who))


@then(parse("after setting her phone's clock right the next code lets {who:Person} in"))
def right_clock_lets_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.phone.set_clock_right()
    person.must_be_in(person.enter_code(code_of(person, "from her phone")))
