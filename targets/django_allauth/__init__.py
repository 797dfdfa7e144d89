"""django-allauth with its mfa app, as it is without settings of its own: https://docs.allauth.org"""

from __future__ import annotations

from pathlib import Path

from targets.common import Pages, StartedProduct, new_address, python_of, sign_up
from targets.port import Account, BackupCodes, Facts, Lock

SITE = Path(__file__).with_name("serve.py")


class AllauthPages(Pages):
    """The pages that django-allauth brings along, without a style."""

    home_page = "/email/"
    sign_in_page = "/login/"
    code_page = "/2fa/authenticate/"
    settings_page = "/2fa/"
    set_up_page = "/2fa/totp/activate/"
    codes_page = "/2fa/recovery-codes/generate/"
    turn_off_page = "/2fa/totp/deactivate/"
    sign_out_page = "/logout/"
    reset_page = "/password/reset/"
    password_page = "/password/change/"
    private_pages = (set_up_page, turn_off_page, "/2fa/recovery-codes/", "/email/")
    menu = ("two-factor authentication",)
    set_up_link = "^activate$"
    new_codes_link = "^generate$|^view$"
    errors = "ul.errorlist"
    messages = "div:has(> strong:text-is('Messages:')) li"
    on_sign = "text=app is active"
    key_place = "#authenticator_secret"
    codes_place = "#recovery_codes"
    backup_code = r"\d{8}"


class DjangoAllauth(StartedProduct):
    """django-allauth (mfa) with its default settings."""

    name = "django_allauth"
    pages = AllauthPages
    ready = AllauthPages.sign_in_page
    reset_place = "/password/reset/key/"
    facts = Facts(
        steps_back=0,
        steps_ahead=0,
        lock=Lock(threshold=5, seconds=300, backup_way_open=False),
        backup_codes=BackupCodes(count=10, threshold=5, bits=26),
        key_bits=160,
        fresh_password_seconds=0,  # it asks once more after each sign-in, and then not for 300 seconds
        same_key_on_reload=False,
        same_key_on_restart=False,
        ends_other_sessions=False,
        can_relink=False,
        activity=False,
        outbox=True,
        keeps_wanted_place=True,
        sign_in_names_place=True,
        password_change=True,
        rest_seconds=60,  # it counts the sign-ins of an address, and those that failed, for a minute
    )

    def command(self, port: int, folder: Path) -> list[str]:
        both = '"$0" "$1" migrate -v0 && exec "$0" "$1" runserver --noreload "$2"'
        return ["sh", "-c", both, python_of(self.name), str(SITE), str(port)]

    def environment(self) -> dict[str, str]:
        return {"SITE_FOLDER": str(self.folder)}

    def new_account(self, person: str) -> Account:
        account = new_address(person)
        sign_up(f"{self.address}/signup/", {"email": account.email, "password1": account.password})
        return account


create = DjangoAllauth
