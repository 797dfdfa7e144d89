"""A target file as one would write it for the reference server; the tests break a line of it at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from targets.common import Pages
from targets.port import Account, BackupCodes, Facts, Lock
from targets.reference.product import ReferenceProduct

if TYPE_CHECKING:
    from playwright.sync_api import Page


class ShopPages(Pages):
    """The reference server's pages, told by attributes."""

    home_page = "/home"
    sign_in_page = "/sign-in"
    code_page = "/sign-in/code"
    backup_page = "/sign-in/backup-code"
    settings_page = "/settings/security"
    set_up_page = "/settings/security/two-factor/set-up"
    codes_page = "/settings/security/backup-codes/new"
    relink_page = "/settings/security/two-factor/move"
    turn_off_page = "/settings/security/two-factor/turn-off"
    reset_page = "/forgot-password"
    name_field = "input[name=email]"
    password_field = "input[name=password]"
    code_field = "input[autocomplete=one-time-code]"
    backup_field = "input[name=code]"
    errors = "[role=alert]"
    key_place = "#setup-key"
    codes_place = "#backup-codes"
    on_sign = "[data-testid=two-factor-status]:text-is('On')"
    activity_place = "[data-testid=activity] li"

    def sign_out(self) -> None:
        self.open(self.home_page)
        self.page.get_by_label("Account menu").click()
        self.follow("^Sign out$")


class Shop(ReferenceProduct):
    """The reference server, taken for a shop."""

    name = "shop"

    def __init__(self) -> None:
        super().__init__()
        self.facts = Facts(
            digits=6,
            steps_back=1,
            steps_ahead=1,
            lock=Lock(threshold=5, seconds=900, backup_way_open=True),
            backup_codes=BackupCodes(count=10, threshold=5),
            fresh_password_seconds=900,
            half_sign_in_seconds=600,
            same_key_on_reload=True,
            same_key_on_restart=True,
            ends_other_sessions=True,
            clock_hint=True,
            can_relink=True,
            activity=True,
            outbox=True,
        )

    def new_account(self, person: str) -> Account:
        return super().new_account(person)

    def driver(self, page: Page) -> ShopPages:  # type: ignore[override]
        return ShopPages(page, self.address)


create = Shop
