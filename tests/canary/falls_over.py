"""The examples that fail on purpose, saying all the secrets they know in every spelling and way they can.

Not collected by itself: the gate names this file on its command line. What the truth is, `cage` keeps.
"""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import given, scenarios, then

from harness.people import Person
from harness.stage import Stage
from tests.canary import cage
from tests.canary.saying import say

scenarios("features/canary.feature")

PLACES = ("#setup-key", "#backup-codes code", ".qr", "input[name=code]")


@given("Alice stands at her set-up")
def stands_at_set_up(stage: Stage) -> None:
    alice = stage.act("Alice")
    alice.sign_in()
    alice.begin_set_up()
    entry = alice.scan()
    alice.browser.page.get_by_label("Authentication code").fill(alice.phone.code())
    cage.know(key=entry.key.secret.reveal(), password=alice.account.password.reveal())


@given("Alice is shown her backup codes")
def is_shown_codes(stage: Stage) -> None:
    alice = stage.act("Alice")
    alice.sign_in()
    alice.begin_set_up()
    entry = alice.scan()
    code = alice.phone.code()
    alice.finish_set_up(code)
    cage.know(key=entry.key.secret.reveal(), code=code)
    # Read past the harness: these codes it has to find on the page by itself.
    for number, shown in enumerate(alice.browser.page.locator("#backup-codes code").all_inner_texts()):
        cage.know(**{f"backup code {number + 1}": shown})


@then("the canary falls over at the set-up")
def falls_over_at_set_up(stage: Stage) -> None:
    alice = stage.spotlight
    code = alice.browser.page.get_by_label("Authentication code").input_value()
    cage.know(code=code)
    _fall_over(
        alice, [code, alice.account.password.reveal(), alice.phone.entry().key.secret.reveal()], "qr-code"
    )


@then("the canary falls over at the backup codes")
def falls_over_at_codes(stage: Stage) -> None:
    _fall_over(stage.spotlight, [stage.spotlight.entered], "backup-codes")


def _fall_over(alice: Person, secrets: list[str], example: str) -> None:
    page = alice.browser.page
    for cookie in page.context.cookies():
        cage.know(cookie=cookie["value"])
        secrets.append(cookie["value"])
    cage.measure(page, PLACES, example)
    say(secrets)
    qr_drawing, everything = page.locator(".qr").all_inner_texts(), page.content()
    assert qr_drawing is not None, everything
    expect(page.locator("main")).to_have_text("nothing like this", timeout=100)
