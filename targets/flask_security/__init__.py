"""Flask-Security with its two-factor pages as they are: https://flask-security.readthedocs.io"""

from __future__ import annotations

from pathlib import Path

from targets.common import Pages, StartedProduct, new_address, python_of, sign_up
from targets.port import Account, BackupCodes, Facts

HERE = Path(__file__).parent


class FlaskSecurityPages(Pages):
    """The pages that Flask-Security brings along."""

    code_page = "/tf-validate"
    backup_page = "/mf-recovery"
    settings_page = set_up_page = turn_off_page = "/tf-setup"
    own_page = "/change"  # the settings ask for the password again
    codes_page = offers_page = "/mf-recovery-codes"
    sign_out_page = "/"
    reset_page = "/reset"
    password_page = "/change"
    private_pages = ("/change", f"{codes_page}?show_codes=1")
    menu = ("two-factor setup",)
    set_up_choice = "input[value=authenticator]"
    backup_choice = "input[value=recovery_code]"
    turn_off_choice = on_sign = "input[value=disable]"
    new_codes_link = "^generate new"
    code_field = "#code"
    errors = ".fs-error-msg:not(.success, .info)"
    messages = ".flashes .success, .flashes .info"
    key_place = ".fs-center div:last-child"
    codes_place = "li.fs-div"
    backup_code = r"[0-9a-f]{4}(-[0-9a-f]{4}){2}"


class FlaskSecurity(StartedProduct):
    """Flask-Security with authenticator apps and recovery codes, else as it is by default."""

    name = "flask_security"
    pages = FlaskSecurityPages
    reset_place = "/reset/"
    facts = Facts(
        steps_back=4,
        steps_ahead=4,
        lock=None,
        backup_codes=BackupCodes(count=5, threshold=0, on_request=True, download=False, bits=48),
        key_bits=160,
        fresh_password_seconds=24 * 3600,
        same_key_on_reload=False,
        same_key_on_restart=False,
        ends_other_sessions=False,
        can_relink=True,
        activity=False,
        outbox=True,
        wrong_code_ends_set_up=True,
        password_change=True,
    )

    def command(self, port: int, folder: Path) -> list[str]:
        return [python_of("flask_security"), str(HERE / "serve.py"), str(port)]

    def environment(self) -> dict[str, str]:
        return {"SITE_FOLDER": str(self.folder), "PYTHONUNBUFFERED": "1"}

    def new_account(self, person: str) -> Account:
        account = new_address(person)
        twice = {"password": account.password, "password_confirm": account.password}
        sign_up(f"{self.address}/register", {"email": account.email, **twice})
        return account


create = FlaskSecurity
