"""Mallory, who knows a password that isn't hers, and what the owner learns of it."""

from __future__ import annotations

import re

from pytest_bdd import given, then, when

from harness.codes import AUTHENTICATOR_CODES
from harness.expect import expect
from harness.people import WRONG_PASSWORD
from harness.phrases import phrase
from harness.stage import Stage
from targets.port import Account

NEW_PASSWORD = "a-password-from-the-mail-4"
SIGNS_OF_A_TRY = re.compile(r"wrong|fail|tried|attempt|second step|your password", re.IGNORECASE)


@given(phrase("{stranger:Person} knows {owner:Person}'s password"))
def knows_the_password(stage: Stage, stranger: str, owner: str) -> None:
    stage.person(stranger).account = stage.person(owner).account
    stage.person(stranger).new_device()


@given(
    phrase("{stranger:Person} has tried more wrong passwords for {owner:Person} than codes lock the way in")
)
def has_tried_passwords(stage: Stage, stranger: str, owner: str) -> None:
    knows_the_password(stage, stranger, owner)
    for _ in range(stage.lock.threshold + 1):
        answer = stage.person(stranger).sign_in_with_password(WRONG_PASSWORD)
        expect(not stage.person(stranger).browser.is_signed_in(), "A wrong password opens nothing.", answer)


@when(phrase("{stranger:Person} signs in with {owner:Person}'s password"))
def signs_in_as_somebody_else(stage: Stage, stranger: str, owner: str) -> None:
    stage.act(stranger).sign_in_with_password(stage.person(owner).account.password)


@when(phrase("{stranger:Person} signs in with {owner:Person}'s password and {code:Code}"))
def signs_in_as_somebody_else_with_code(stage: Stage, stranger: str, owner: str, code: str) -> None:
    signs_in_as_somebody_else(stage, stranger, owner)
    person = stage.person(stranger)
    person.enter_code(AUTHENTICATOR_CODES[code](person))


@when(phrase("{stranger:Person} resets {owner:Person}'s password through her mail and signs in with it"))
def resets_the_password(stage: Stage, stranger: str, owner: str) -> None:
    thief, victim = stage.act(stranger), stage.person(owner)
    thief.browser.ask_for_reset(victim.account.email)
    thief.browser.reset_password(stage.target.reset_link(victim.account), NEW_PASSWORD)
    victim.account = thief.account = Account(victim.account.email, NEW_PASSWORD)
    thief.sign_in_with_password()


@then(phrase("nothing of {owner:Person}'s opens for {stranger:Person}"))
def nothing_opens(stage: Stage, owner: str, stranger: str) -> None:
    opened = stage.person(stranger).browser.private_pages_open()
    expect(not opened, f"Nothing of {owner}'s opens for {stranger}.", f"these open: {', '.join(opened)}")


@then(phrase("{owner:Person} finds the try among her notices or recent activity"))
def finds_the_try(stage: Stage, owner: str) -> None:
    person = stage.person(owner)
    told = [f"{notice.subject} {notice.text}" for notice in stage.target.notices(person.account)]
    if not any(SIGNS_OF_A_TRY.search(text) for text in told):
        person.new_device()
        person.sign_in()
        told += person.browser.activity()
    expect(any(SIGNS_OF_A_TRY.search(text) for text in told), f"{owner} can learn of the try.", told)
