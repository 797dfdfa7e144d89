"""Changing a password while signed in, and what that does to other devices."""

from __future__ import annotations

from pytest_bdd import given, when

from harness.codes import code_of
from harness.phrases import parse
from harness.secrets import Secret
from harness.stage import Stage
from steps.standards.waiting import has_been_asked

NEXT_PASSWORD = Secret("another-horse-stapled-well-5", "next password")


@given(parse("{who:Person} has been asked for a code {where:Device}"))
def has_been_asked_elsewhere(stage: Stage, who: str, where: str) -> None:
    stage.act(who).take_up(where)
    has_been_asked(stage, who)


@given(parse("{who:Person} has changed her password on her first device"))
def has_changed_her_password(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.take_device(0)
    person.change_password(NEXT_PASSWORD)


@when(parse("{who:Person} enters the code from her phone on her second device"))
def enters_code_on_second_device(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.take_device(1)
    person.enter_code(code_of(person, "from her phone"))
