"""Writes the file with which somebody points Twofold at a product of their own, and tells the next step.

What has to be filled in is written as `...` there; everything else is a default that fits many products.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from targets.port import TargetError

NAME = re.compile(r"[a-z][a-z0-9_]*")
TEMPLATE = '''\
"""{title}: what Twofold has to know to test it."""

from targets.common import Pages, Product, Settings, new_address, sign_up
from targets.port import Account, BackupCodes, Facts, Lock

SETTINGS = Settings("{name}", __file__)  # TWOFOLD_{upper}_URL, or url = "..." in {name}.toml beside this file


class {title}Pages(Pages):
    """Where things are and what they are called. targets/common/pages.py lists all that has a default."""

    sign_in_page = ...  # such as "/login"
    settings_page = ...  # the page that says whether 2FA is on; it must need a sign-in
    on_sign = ...  # a CSS selector of what can be seen there only while 2FA is on, such as "text=is on"
    # menu = ("account", "security")  # what the links from the first page to the settings are called
    # code_page = "/login/code"  # the second step, where it has an address of its own
    # set_up_page = ""  # where the QR code is; empty: by the link below
    # set_up_link = "^turn on"  # names of links and buttons are regular expressions
    # turn_off_link = "^turn off"
    # relink_link = ""  # links a new phone while 2FA is on; empty: where it is set up
    # new_codes_link = "new codes"
    # codes_place = "#backup-codes"  # what holds the backup codes when they are shown
    # backup_code = r"[a-z0-9]{{4}}-[a-z0-9]{{4}}"  # what one looks like
    # backup_link = "use a backup code"  # and backup_field, where they go into a field of their own
    # errors = "[role=alert]"  # what holds a refusal


class {title}(Product):
    """{title}, as it is declared here."""

    name = "{name}"
    pages = {title}Pages
    address = SETTINGS["url"]
    destructive = False  # True where accounts may be locked and requests sent in a burst
    # consent = Consent("who owns it", "what they wrote", date(2026, 1, 31))  # needed away from this machine
    facts = Facts(
        steps_back=...,  # codes are taken this many steps of 30 seconds late (RFC 6238 5.2)
        steps_ahead=...,  # and this many early
        lock=...,  # Lock(threshold=5, seconds=900, backup_way_open=True), or None
        backup_codes=...,  # BackupCodes(count=10, threshold=5), or None
        fresh_password_seconds=...,  # a change asks for the password if it is older than this; None: never
        same_key_on_reload=...,  # loading the set-up again shows the same key
        same_key_on_restart=...,  # leaving it and beginning it again does
        ends_other_sessions=...,  # turning 2FA on signs other devices out
        can_relink=...,  # a new phone can be linked without turning 2FA off
        activity=...,  # the settings list recent events; then Pages needs activity_place
        outbox=False,  # what the product sends can be read here; then write notices() and reset_link()
    )

    def new_account(self, person: str) -> Account:
        """An account without 2FA: by the sign-up form here; a Pool or a call of your own does as well."""
        account = new_address(person)
        sign_up(f"{{self.address}}/register", {{"email": account.email, "password": account.password}})
        return account


create = {title}
'''


def write(name: str, folder: Path) -> Path:
    """Write the file NAME.py in a folder, unless it is there; the folder is made as well.

    Raises TargetError for a name that won't do, and where nothing can be written.
    """
    if not NAME.fullmatch(name):
        raise TargetError(
            f"{name!r} can't be a target's name: small letters, digits and _ only, a letter first.\n"
            f"  Do this: twofold new-target {re.sub('[^a-z0-9]+', '_', name.lower()).strip('_') or 'shop'}"
        )
    file = folder / f"{name}.py"
    if not file.exists():
        title = name.title().replace("_", "")
        text = TEMPLATE.format(name=name, upper=name.upper(), title=title)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise TargetError(f"{file} can't be written: {error.strerror}.") from error
    return file


def next_step(file: Path) -> str:
    """What is to be done next with a target's file, in a sentence or a list."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError as error:
        return f"{file}:{error.lineno}: this is no Python: {error.msg}. Mend it, and run this again."
    left = [f"  {file}:{line}: {what}" for line, what in _left(tree)]
    if left:
        return "\n".join([f"Fill in what is written as ... ({len(left)} to go), and run this again:", *left])
    return (
        "Everything is filled in. Next, with your product running:\n"
        f"  twofold doctor --target {file}   sees whether file and product fit, in under a minute\n"
        f"  twofold guide --target {file}    acts the guide out and says what holds"
    )


def _left(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and name of each `...` that stands for a value."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_open(node.value):
            found += [(node.lineno, target.id) for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.keyword) and _is_open(node.value):
            found.append((node.value.lineno, node.arg or ""))
    return sorted(found)


def _is_open(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is ...
