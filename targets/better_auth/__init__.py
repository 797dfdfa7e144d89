"""better-auth with its twoFactor plugin, behind small pages of our own (serve.mjs).

https://www.better-auth.com/docs/plugins/2fa
"""

from __future__ import annotations

import shutil
from pathlib import Path

from targets.common import Pages, StartedProduct, new_address, node_of, sign_up_by_script
from targets.port import Account, BackupCodes, Facts, Lock

SITE = Path(__file__).with_name("serve.mjs")


class BetterAuthPages(Pages):
    """The pages of serve.mjs: scripts send what is given, and the password is asked with each change."""

    code_page = "/login/code"
    backup_page = "/login/backup-code"
    settings_page = "/settings"
    set_up_page = "/settings/turn-on"
    codes_page = "/settings/backup-codes"
    turn_off_page = "/settings/turn-off"
    reset_page = "/forgot-password"
    private_pages = ("/", set_up_page, codes_page, turn_off_page, "/api/auth/list-sessions")
    menu = ("settings",)
    key_place = "#key"
    codes_place = "#backup-codes"


class BetterAuth(StartedProduct):
    """better-auth (twoFactor) with its default settings, which outside production limit no rates."""

    name = "better_auth"
    pages = BetterAuthPages
    ready = "/login"
    reset_place = "/reset-password/"
    facts = Facts(
        steps_back=1,
        steps_ahead=1,
        # Ten wrong codes lock the account. Only five are judged in one sign-in: the sixth ends it unread.
        lock=Lock(threshold=11, seconds=900, backup_way_open=False),
        backup_codes=BackupCodes(count=10, threshold=11),
        fresh_password_seconds=0,
        half_sign_in_seconds=600,
        password_change=False,  # it can do it; the pages here have no place for it
        same_key_on_reload=False,
        same_key_on_restart=False,
        ends_other_sessions=False,
        can_relink=False,
        activity=False,
        outbox=True,
    )

    def command(self, port: int, folder: Path) -> list[str]:
        node, packages = node_of(self.name)
        (folder / "node_modules").symlink_to(packages)  # Node looks for packages beside the file it runs
        return [node, str(shutil.copy2(SITE, folder)), str(port)]

    def environment(self) -> dict[str, str]:
        return {"SITE_FOLDER": str(self.folder), "NODE_ENV": "development"}

    def new_account(self, person: str) -> Account:
        account = new_address(person)
        sign_up_by_script(
            f"{self.address}/api/auth/sign-up/email",
            {"name": person, "email": account.email, "password": account.password},
        )
        return account


create = BetterAuth
