"""The tricks of the chapters beyond the guide work on a shop that has no defence against them.

Where they didn't, a product would pass because nothing was ever tried.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from re import findall

import pytest
from playwright.sync_api import BrowserContext

from harness import hands
from harness.glimpses import look, open_each
from harness.ledger import Ledger
from harness.overheard import FORM, Sent, catch, overhear, send_instead
from harness.people import Person
from harness.stage import Stage
from harness.trail import Trail
from harness.traps import TRAPS, spring
from harness.verdicts import Inconclusive, NotApplicable
from targets.common import Pages
from targets.port import Outcome
from tests.common.test_habits import Shop

FOREIGN, NEIGHBOUR, LINK = TRAPS


@pytest.fixture
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """The shop, with the habit that the test names or none."""
    started = Shop(getattr(request, "param", "plain"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def stage(shop: Shop, new_context: Callable[..., BrowserContext]) -> Stage:
    """A stage at that shop."""
    return Stage(shop, new_context, ledger=Ledger())


def signed_in(stage: Stage, name: str) -> Person:
    """Somebody with 2FA on, and in since before: to sign in anew would be to wait for another code."""
    person = stage.person(name)
    person.sign_in_with_password()
    person.link_phone()
    return person


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_changes_what_nothing_protects(stage: Stage, trap: str) -> None:
    mallory, alice = signed_in(stage, "Mallory"), signed_in(stage, "Alice")
    (sent,) = overhear(mallory.browser.page, mallory.turn_off)
    assert (sent.method, sent.url.rpartition("/")[2]) == ("POST", "off")
    assert spring(TRAPS[trap], sent, alice.browser.page.context) < 400
    assert not alice.browser.two_factor_is_on()


def test_what_was_caught_has_changed_nothing_and_does_its_work_in_another_place(stage: Stage) -> None:
    alice, bob = signed_in(stage, "Alice"), signed_in(stage, "Bob")
    caught = catch(alice.browser.page, alice.browser.turn_off)
    assert alice.browser.two_factor_is_on()
    send_instead(bob.browser.page, bob.browser.sign_out, caught)
    assert bob.browser.is_signed_in()
    assert not bob.browser.two_factor_is_on()
    assert alice.browser.two_factor_is_on()


def test_a_change_that_only_looks_is_learnt_by_its_addresses(stage: Stage) -> None:
    alice = signed_in(stage, "Alice")
    learnt = overhear(alice.browser.page, alice.browser.visit_security_settings)
    assert [(sent.method, sent.url.rpartition("/")[2]) for sent in learnt] == [("GET", "account")]
    with pytest.raises(Inconclusive, match="entry-not-sent"):
        catch(alice.browser.page, alice.browser.visit_security_settings)


@pytest.mark.parametrize("shop", ["throttle"], indirect=True)
def test_codes_given_at_once_are_answered_one_by_one(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.protect_account()
    alice.stand_at_second_step()
    answers = alice.browser.enter_codes_at_once([alice.phone.wrong_code() for _ in range(6)])
    told = [answer.outcome for answer in answers]
    assert (told.count(Outcome.REJECTED), told.count(Outcome.LOCKED)) == (3, 3)


def test_a_key_is_seen_as_text_and_as_a_picture(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.trail = Trail()
    alice.sign_in()
    alice.begin_set_up()
    key = alice.scan().key.secret.reveal()
    seen = look(alice.browser.page)
    assert seen.shows(key) == "it is written there"
    assert type(seen)((), seen.pictures).shows(key) == "its QR code is shown"
    assert open_each(alice.browser.page.context, alice.trail.looked_at).shows(key)
    alice.browser.abandon_set_up()
    assert not look(alice.browser.page).shows(key)


def test_a_secret_in_an_address_is_found_where_a_script_puts_it_there(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.trail = Trail()
    alice.sign_in()
    secret = ("4711-0815-abcd", "a backup code")
    assert alice.trail.found([secret]) == []
    alice.browser.page.evaluate("location.hash = '47110815ABCD'")
    alice.browser.visit_security_settings()
    assert alice.trail.found([secret]) == ["a backup code"]


def test_a_trap_keeps_every_field_and_its_signs() -> None:
    sent = Sent("POST", "http://127.0.0.1:1/off?a=1", "name=%3Cb%3E%22&empty=", FORM)
    page = TRAPS[FOREIGN].page(sent)
    assert findall('name="(.*?)" value="(.*?)"', page) == [("name", "&lt;b&gt;&quot;"), ("empty", "")]
    assert 'href="http://127.0.0.1:1/off?a=1&amp;name=%3Cb%3E%22&amp;empty="' in TRAPS[LINK].page(sent)


@pytest.mark.parametrize("body", [{}, {"password": 'a"=b', "all": True}])
def test_a_trap_sends_json_as_text(body: dict[str, object]) -> None:
    page = TRAPS[FOREIGN].page(Sent("POST", "http://127.0.0.1:1/off", json.dumps(body), "application/json"))
    ((name, value),) = findall('name="(.*?)" value="(.*?)"', page)
    assert 'enctype="text/plain"' in page
    assert {**json.loads(f"{unescape(name)}={unescape(value)}"), "sent": None} == {**body, "sent": None}


def test_no_neighbour_is_put_up_beside_a_product_elsewhere() -> None:
    with pytest.raises(NotApplicable, match="no neighbour"):
        TRAPS[NEIGHBOUR].host("shop.example")
    assert TRAPS[FOREIGN].host("shop.example") in ("localhost", "127.0.0.1")
    assert TRAPS[FOREIGN].host("localhost") == "127.0.0.1"


@pytest.mark.parametrize("shop", ["plain", "keys", "itself", "script", "other-field"], indirect=True)
def test_codes_are_given_by_hand_whatever_the_habit(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.protect_account()
    alice.stand_at_second_step()
    refused = alice.browser.enter_by_hand(partial(hands.paste, text=alice.phone.wrong_code()))
    assert refused.outcome is Outcome.REJECTED
    backup = alice.saved.take()
    if isinstance(alice.browser, Pages) and not alice.browser.sends_itself:
        alice.must_be_in(alice.browser.enter_by_hand(partial(hands.type_in, text=backup), backup=True))


def test_what_a_product_does_not_take_by_hand_is_not_sent(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.protect_account()
    alice.stand_at_second_step()
    alice.browser.page.evaluate("document.forms[0].addEventListener('submit', e => e.preventDefault())")
    assert alice.browser.enter_by_hand(partial(hands.paste, text="123456")).outcome is Outcome.NOT_SENT
