"""Setting two-factor authentication up: the QR code, the key beside it, and the code that confirms it."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.codes import code_of, entry_of
from harness.expect import expect, expect_to_work
from harness.otpauth import KeyUri, normalise_key
from harness.people import Person
from harness.phrases import parse
from harness.stage import Stage
from harness.verdicts import NotApplicable
from targets.port import Outcome

MINIMUM_BITS = 128
"""RFC 4226 section 4, R6."""


def scan_set_up(person: Person) -> None:
    """Sign in and scan the QR code of a set-up."""
    person.sign_in()
    person.begin_set_up()
    person.scan()


def _scan_again(person: Person) -> None:
    person.leave_set_up()
    person.begin_set_up()
    person.scan()
    _must_be_another_key(person, may_stay=person.stage.facts.same_key_on_restart)


def _scan_on_second_device(person: Person) -> None:
    person.new_device()
    scan_set_up(person)
    facts = person.stage.facts  # the first set-up was not left: this may be its page, loaded elsewhere
    _must_be_another_key(person, may_stay=facts.same_key_on_restart or facts.same_key_on_reload)


def _must_be_another_key(person: Person, *, may_stay: bool) -> None:
    """Where a set-up keeps its key until it is confirmed, both entries give the same codes: none is older."""
    newer, older = person.phone.entry(), person.phone.entry(back=1)
    if newer.key.secret != older.key.secret:
        return
    expect(may_stay, "A set-up that is begun again shows a new key, as the product declares.", "the same key")
    raise NotApplicable(
        f"{person.stage.target.name} declares that such a set-up shows the same key: no entry is older"
    )


def _scan_for_new_phone(person: Person) -> None:
    person.sign_in()
    person.begin_relink(person.new_phone())
    person.scan()


SET_UPS = {
    "of a set-up": scan_set_up,
    "again after starting over": _scan_again,
    "of another set-up on a second device": _scan_on_second_device,
    "for her new phone": _scan_for_new_phone,
}


@given(parse("{who:Person} has scanned the QR code {set_up:SetUp}", SetUp=SET_UPS))
def has_scanned(stage: Stage, who: str, set_up: Callable[[Person], None]) -> None:
    set_up(stage.act(who))


@when(parse("{who:Person} starts to set up two-factor authentication"))
def starts_to_set_up(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.answer = person.browser.begin_set_up()
    person.setting_up = person.answer.outcome is Outcome.DONE


@when(parse("{who:Person} leaves the set-up"))
def leaves_the_set_up(stage: Stage, who: str) -> None:
    stage.act(who).leave_set_up()


@when(parse("{who:Person} loads the set-up once more"))
def loads_the_set_up_again(stage: Stage, who: str) -> None:
    stage.act(who).load_set_up_again()


@then(parse("the QR code holds a time-based key for {who:Person}'s account"))
def qr_code_holds_a_key(stage: Stage, who: str) -> None:
    person = stage.person(who)
    key, facts = person.come_to_key().key, stage.facts
    promised = (facts.digits, facts.period, facts.algorithm)
    expect(
        person.account.email in key.account, f"The key is labelled for {person.account.email}.", key.account
    )
    expect(bool(key.issuer), "The key names who issued it.", "it names nobody")
    expect(
        (key.digits, key.period, key.algorithm) == promised,
        f"Codes are made as declared: {promised}.",
        _how(key),
    )


def _how(key: KeyUri) -> str:
    return f"{key.digits} digits, {key.period} seconds, {key.algorithm}"


@then("the key is at least 128 bits long")
def key_is_long_enough(stage: Stage) -> None:
    bits = stage.spotlight.phone.entry().key.bits
    expect(bits >= MINIMUM_BITS, f"The key has {MINIMUM_BITS} bits or more.", f"{bits} bits")


@then("the key written beside the QR code is the key inside it")
def written_key_equals_scanned(stage: Stage) -> None:
    person = stage.spotlight
    scanned = person.come_to_key().key.secret.reveal()
    expect(
        normalise_key(person.browser.setup_key()) == scanned,
        "The written key is the one in the QR code.",
        "they differ",
    )


@then("the set-up shows the same key or a new one, as the product declares")
def key_after_reload(stage: Stage) -> None:
    person = stage.spotlight
    before, after = person.phone.entry(), person.come_to_key()
    promised = "the same key" if stage.facts.same_key_on_reload else "a new key"
    seen = "the same key" if before == after else "a new key"
    expect(seen == promised, f"The set-up shows {promised}.", seen)


@then(parse("the next code {origin:Origin} turns two-factor authentication on for {who:Person}"))
def next_code_turns_on(stage: Stage, who: str, origin: str) -> None:
    person = stage.person(who)
    person.resume_set_up()
    answer = person.finish_set_up(code_of(person, origin))
    expect_to_work(answer.outcome is Outcome.DONE, "The right code confirms the set-up.", answer)
    expect_to_work(
        person.browser.two_factor_is_on(), "Two-factor authentication is on.", "the settings say it is off"
    )


@then("the new key differs from the old one")
def new_key_differs(stage: Stage) -> None:
    person = stage.spotlight
    old, new = person.former_phone.entry(), entry_of(person, "from her new phone")
    expect(old.key.secret != new.key.secret, "Linking again makes a new key.", "the old key was shown again")


@then(parse("her password takes {who:Person} to the QR code"))
def password_takes_to_qr_code(stage: Stage, who: str) -> None:
    person = stage.person(who)
    answer = person.browser.confirm_password(person.account.password.reveal())
    expect(answer.outcome is Outcome.DONE, "The password opens the set-up.", answer)
    person.scan()
