"""One target file drives products of many habits: each is gone through from sign-up to a backup code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import BrowserContext

from harness.expect import Unmet
from harness.ledger import Ledger
from harness.people import Person
from harness.stage import Stage
from harness.verdicts import NotApplicable
from steps.set_up import SET_UPS
from targets.common import Pages, StartedProduct, new_address, sign_up
from targets.port import Account, BackupCodes, Outcome, Reason
from tests.common.shop import HABITS
from tests.long import mostly_long
from tests.plain import plain

PROJECT = Path(__file__).resolve().parents[2]


class ShopPages(Pages):
    """The shop's pages, whatever its habits."""

    settings_page = "/account"
    menu = ("account",)
    code_page = "/login/code"
    on_sign = "#state"
    codes_place = "#backup-codes"
    private_pages = ("/account/2fa",)


class KeyedPages(ShopPages):
    """Fields that look at key events."""

    types_keys = True


class ItselfPages(ShopPages):
    """A form that sends itself."""

    sends_itself = True


class OtherFieldPages(ShopPages):
    """Backup codes in a field of their own."""

    backup_field = "input[name=spare]"


class OtherPagePages(ShopPages):
    """Backup codes on a page of their own."""

    backup_page = "/login/backup"


class ChoicesPages(ShopPages):
    """One form with radio buttons for both wishes."""

    set_up_page = turn_off_page = ShopPages.settings_page
    set_up_choice = "input[value=on]"
    turn_off_choice = "input[value=off]"


class MovesPages(ShopPages):
    """A link of its own for a new phone."""

    relink_link = "new phone"


class CheckboxPages(ShopPages):
    """A box to tick beside the code."""

    def finish_set_up(self, code: str) -> Any:
        """With the box ticked."""
        self.page.get_by_label("I am sure").check()
        return super().finish_set_up(code)


OTHERWISE = (
    ("silent", Outcome.CODE_ASKED),
    ("sends-back", Outcome.PASSWORD_ASKED),
    ("breaks", Outcome.OTHER),
)
NEW_KEYS: dict[str, dict[str, Any]] = {
    "again after starting over": {"same_key_on_restart": False},
    "of another set-up on a second device": {"same_key_on_restart": False, "same_key_on_reload": False},
}
"""What a product declares that shows a new key there."""
PAGES = {
    "keys": KeyedPages,
    "itself": ItselfPages,
    "other-field": OtherFieldPages,
    "other-page": OtherPagePages,
    "choices": ChoicesPages,
    "moves": MovesPages,
    "checkbox": CheckboxPages,
}


class Shop(StartedProduct):
    """The shop with one habit."""

    name = "shop"

    def __init__(self, habit: str) -> None:
        super().__init__()
        self.habit = habit
        self.pages = PAGES.get(habit, ShopPages)
        codes = BackupCodes(8, 0, habit == "on-click", download=False, renewable=habit != "no-new-codes")
        self.facts = plain(backup_codes=codes, same_key_on_restart=habit != "drops")

    def command(self, port: int, folder: Path) -> list[str]:
        """By its own module."""
        return [sys.executable, "-m", "tests.common.shop", str(port), *self.habit.split()]

    def environment(self) -> dict[str, str]:
        """It runs in a folder of its own."""
        return {"PYTHONPATH": str(PROJECT)}

    def new_account(self, person: str) -> Account:
        """By its own form."""
        account = new_address(person)
        sign_up(f"{self.address}/register", {"email": account.email, "password": account.password})
        return account


@pytest.fixture(params=mostly_long(["plain", *HABITS], "plain", "on-click", "other-page"))
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """One shop after the other."""
    started = Shop(request.param)
    started.start()
    yield started
    started.stop()


@pytest.fixture
def stage(shop: Shop, new_context: Callable[..., BrowserContext]) -> Stage:
    """A stage at that shop."""
    return Stage(shop, new_context, ledger=Ledger())


def test_people_get_through_whatever_the_habit(stage: Stage, shop: Shop) -> None:
    alice = stage.person("Alice")
    alice.sign_in()
    assert not alice.browser.two_factor_is_on()
    assert alice.browser.offers_to_turn_on()
    alice.begin_set_up()
    entry = alice.scan()
    assert alice.browser.setup_key().replace(" ", "") == entry.key.secret.reveal()
    assert entry.key.bits == (80 if shop.habit == "short-key" else 160)
    refused = alice.finish_set_up(alice.phone.wrong_code())
    assert (refused.outcome, refused.reason) == (Outcome.REJECTED, Reason.WRONG)
    alice.confirm_set_up()
    assert len(alice.saved.codes) == 8
    alice.browser.finish_saving()
    assert alice.browser.two_factor_is_on()
    assert alice.browser.backup_codes_left() == 8
    alice.sign_out()
    assert not alice.browser.is_signed_in()
    wrong = alice.enter_code(alice.phone.wrong_code())
    assert (wrong.outcome, wrong.words) == (Outcome.REJECTED, "That code is not right.")
    assert wrong.typed == alice.entered or shop.habit == "itself"
    alice.must_be_in(alice.enter_code(alice.phone.code()))
    get_new_codes(alice)
    alice.browser.finish_saving()
    alice.sign_out()
    alice.must_be_in(alice.enter_backup_code(alice.saved.take()))
    assert alice.browser.backup_codes_left() == 7
    alice.turn_off()
    assert not alice.browser.two_factor_is_on()


def get_new_codes(person: Person) -> None:
    """As the product has it: by asking for them, else by turning 2FA off and on again."""
    former = person.saved.codes
    if person.stage.backup_codes.renewable:
        person.make_new_codes()
    else:
        person.turn_off()
        person.link_phone()
    assert len(person.saved.codes) == 8 and not set(person.saved.codes) & set(former)


@pytest.mark.parametrize(
    ("shop", "outcome"),
    mostly_long(OTHERWISE, OTHERWISE[0]),
    indirect=["shop"],
)
def test_a_wrong_code_may_be_answered_otherwise(stage: Stage, outcome: Outcome) -> None:
    alice = stage.person("Alice")
    alice.protect_account()
    answer = alice.enter_code(alice.phone.wrong_code())
    assert (answer.outcome, answer.typed) == (outcome, alice.entered)
    assert answer.words == ("the product answered with status 500" if outcome is Outcome.OTHER else "")
    alice.new_device()
    alice.must_be_in(alice.enter_code(alice.phone.code()))


@pytest.mark.long
@pytest.mark.parametrize("shop", ["by-address"], indirect=True)
def test_a_lock_of_an_address_keeps_the_owner_out_for_as_long_as_it_lasts(stage: Stage, shop: Shop) -> None:
    mallory, alice = stage.person("Mallory"), stage.person("Alice")
    mallory.protect_account()
    alice.protect_account()
    for _ in range(3):
        mallory.enter_code(mallory.phone.wrong_code())
    locked = alice.enter_code(alice.phone.code())
    assert (locked.outcome, locked.words) == (
        Outcome.LOCKED,
        "Too many wrong codes. Try again in 60 seconds.",
    )
    shop.clock.advance(60)
    alice.must_be_in(alice.enter_code(alice.phone.code()))


@pytest.mark.parametrize("shop", ["throttle"], indirect=True)
def test_too_many_requests_is_a_lock(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.protect_account()
    for _ in range(3):
        assert alice.enter_code(alice.phone.wrong_code()).outcome is Outcome.REJECTED
    locked = alice.enter_code(alice.phone.wrong_code())
    assert (locked.outcome, locked.reason) == (Outcome.LOCKED, Reason.LOCKED)
    assert "10 seconds" in locked.words


@pytest.mark.parametrize("shop", ["plain"], indirect=True)
def test_what_the_browser_keeps_back_was_never_sent(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.protect_account()
    alice.stand_at_second_step()
    assert alice.browser.enter_code("").outcome is Outcome.NOT_SENT


@pytest.mark.parametrize("shop", ["plain"], indirect=True)
def test_no_code_at_all_reaches_the_product_past_the_browsers_check(stage: Stage) -> None:
    """Else a product that takes it for a right one would look as if it refused."""
    alice = stage.person("Alice")
    alice.protect_account()
    assert alice.enter_code("").outcome is Outcome.REJECTED


@pytest.mark.parametrize("shop", ["other-page"], indirect=True)
def test_after_a_backup_code_a_code_goes_where_codes_are_given(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it is typed into the other page's field, and its refusal says nothing."""
    monkeypatch.setattr(ShopPages, "code_page", "")
    alice = stage.person("Alice")
    alice.protect_account()
    alice.stand_at_second_step()
    for enter, code, path in (
        (alice.browser.enter_backup_code, "0000-0000", "/login/backup"),
        (alice.browser.enter_code, alice.phone.wrong_code(), "/login/code"),
    ):
        assert enter(code).outcome is Outcome.REJECTED
        assert cast(Pages, alice.browser).path() == path


@pytest.mark.parametrize("again", mostly_long(NEW_KEYS, "again after starting over"))
@pytest.mark.parametrize("shop", ["plain"], indirect=True)
def test_a_set_up_that_keeps_its_key_has_no_older_entry(stage: Stage, shop: Shop, again: str) -> None:
    """Else the code of the older entry is the newer one's, and a product that takes it is accused."""
    alice = stage.person("Alice")
    SET_UPS["of a set-up"](alice)
    with pytest.raises(NotApplicable, match="shop declares that such a set-up shows the same key"):
        SET_UPS[again](alice)
    shop.facts = replace(shop.facts, **NEW_KEYS[again])
    with pytest.raises(Unmet, match="A set-up that is begun again shows a new key"):
        SET_UPS[again](alice)


@pytest.mark.parametrize("shop", ["drops"], indirect=True)
def test_a_set_up_that_was_left_is_scanned_again_where_it_shows_a_new_key(stage: Stage) -> None:
    """However its key outlives a reload: else the code is one of the key that was dropped."""
    alice = stage.person("Alice")
    SET_UPS["of a set-up"](alice)
    alice.leave_set_up()
    alice.resume_set_up()
    alice.confirm_set_up()


@pytest.mark.parametrize("backup", mostly_long([False, True], False), ids=["code", "backup-code"])
@pytest.mark.parametrize("shop", ["itself"], indirect=True)
def test_forms_that_send_themselves_race_for_one_code(stage: Stage, *, backup: bool) -> None:
    """A backup code is not sent by itself there: its form has to be."""
    alice = stage.person("Alice")
    alice.protect_account()
    both = []
    for _ in range(2):
        both.append(alice.new_device())
        assert alice.sign_in_with_password().outcome is Outcome.CODE_ASKED
    code = alice.saved.take() if backup else alice.phone.code()
    both[0].race_codes(both[1], code, backup=backup)
    assert sorted(device.is_signed_in() for device in both) == [False, True]


@pytest.mark.parametrize("shop", ["itself"], indirect=True)
def test_forms_that_send_themselves_are_sent_in_a_burst(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.protect_account()
    alice.stand_at_second_step()
    answers = alice.browser.enter_codes_at_once([alice.phone.wrong_code(), alice.phone.wrong_code()])
    assert [answer.outcome for answer in answers] == [Outcome.REJECTED, Outcome.REJECTED]
    alice.must_be_in(alice.enter_code(alice.phone.code()))


@pytest.mark.parametrize("shop", ["drops"], indirect=True)
def test_loading_a_set_up_again_asks_the_product_for_nothing_else(stage: Stage) -> None:
    """A look at the settings that no person takes dropped the key."""
    alice = stage.person("Alice")
    SET_UPS["of a set-up"](alice)
    alice.load_set_up_again()
    alice.come_to_key()
    alice.confirm_set_up()


@pytest.mark.parametrize("shop", ["moves"], indirect=True)
def test_a_new_phone_is_linked_by_a_link_of_its_own(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.sign_in_with_password()
    alice.link_phone()
    alice.phone = alice.new_phone()
    alice.relink_phone()
    assert len(alice.saved.codes) == 8 and not set(alice.saved.codes) & set(alice.old_saved.codes)


@pytest.mark.parametrize("shop", ["on-click"], indirect=True)
def test_codes_made_on_request_are_not_made_anew_by_moving(stage: Stage) -> None:
    """Else a product that keeps old ones would be spared the question whether they still work."""
    alice = stage.person("Alice")
    alice.protect_account()
    kept = list(alice.saved.codes)
    alice.sign_in()
    alice.turn_off()
    alice.link_phone()
    assert (len(kept), alice.old_saved.codes, alice.saved.codes) == (8, kept, [])
