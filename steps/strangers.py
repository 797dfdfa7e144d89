"""Mallory, who knows a password that isn't hers, and how far she gets with it."""

from __future__ import annotations

from pytest_bdd import given, then, when

from harness.expect import expect
from harness.people import WRONG_PASSWORD
from harness.phrases import parse
from harness.secrets import Secret
from harness.stage import Stage
from targets.port import Account, Answer, Outcome

NEW_PASSWORD = Secret("a-password-from-the-mail-4", "new password")


@given(parse("{stranger:Person} knows {owner:Person}'s password"))
def knows_the_password(stage: Stage, stranger: str, owner: str) -> None:
    victim = stage.person(owner)
    victim.news_before = victim.news()
    stage.person(stranger).account = victim.account
    stage.person(stranger).new_device()


@given(
    parse("{stranger:Person} has tried more wrong passwords for {owner:Person} than wrong codes are allowed")
)
def has_tried_passwords(stage: Stage, stranger: str, owner: str) -> None:
    knows_the_password(stage, stranger, owner)
    for _ in range(stage.lock.threshold + 1):
        answer = stage.person(stranger).sign_in_with_password(WRONG_PASSWORD)
        expect(not stage.person(stranger).browser.is_signed_in(), "A wrong password opens nothing.", answer)


@when(parse("{stranger:Person} resets {owner:Person}'s password through her mail and signs in with it"))
def resets_the_password(stage: Stage, stranger: str, owner: str) -> None:
    thief, victim = stage.act(stranger), stage.person(owner)
    thief.browser.ask_for_reset(victim.account.email)
    thief.browser.reset_password(stage.target.reset_link(victim.account), NEW_PASSWORD.reveal())
    victim.account = thief.account = Account(victim.account.email, NEW_PASSWORD)
    if thief.browser.is_signed_in():  # by the link alone: no need to sign in, and nothing asked for
        thief.answer = Answer(Outcome.IN)
    else:
        thief.sign_in_with_password()


@then(parse("nothing of {owner:Person}'s opens for {stranger:Person}"))
def nothing_opens(stage: Stage, owner: str, stranger: str) -> None:
    opened = stage.person(stranger).browser.private_pages_open()
    expect(not opened, f"Nothing of {owner}'s opens for {stranger}.", f"these open: {', '.join(opened)}")
