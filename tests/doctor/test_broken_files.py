"""Broken target files: for each the doctor names the line to mend, says what to do, and whose fault it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.doctor.visits import PLENTY, Visited, changed, visit
from tests.long import mostly_long


@dataclass(frozen=True)
class Broken:
    """A change of the good file, and what the doctor has to say: which check, which line, what to do.

    line: a text that stands once in the changed file, in the line to mend.
    """

    change: tuple[str, str]
    check: str
    line: str
    found: str
    do: str
    code: int = 1


TARGET = "    def new_account(self, person: str) -> Account:\n"
DRIVER = "    def sign_out(self) -> None:\n"
BROKEN = {
    "wrong URL": Broken(
        (
            "    def __init__(self) -> None:\n",
            "    address = 'http://127.0.0.1:9'\n\n    def __init__(self) -> None:\n",
        ),
        "its address answers",
        "address = 'http",
        "refused",
        "correct the address in this line",
    ),
    "wrong page": Broken(
        ('sign_in_page = "/sign-in"', 'sign_in_page = "/login"'),
        "a wrong password is refused",
        'sign_in_page = "/login"',
        "The product has no page at /login",
        "correct the address of that page",
    ),
    "wrong selector": Broken(
        ('code_field = "input[autocomplete=one-time-code]"', 'code_field = "#otp"'),
        "the set-up shows a QR code",
        'code_field = "#otp"',
        "something else",
        "see the code's field there",
    ),
    "wrong selector of a field": Broken(
        ('password_field = "input[name=password]"', 'password_field = "#pass"'),
        "a wrong password is refused",
        'password_field = "#pass"',
        "no field '#pass' to be seen",
        "name the field by a CSS selector that fits",
    ),
    "misspelt page": Broken(
        ('settings_page = "/settings/security"', 'settings_page = "/settings/safety"'),
        "the right password gets in without a code",
        "settings_page =",
        "Asked for /settings/safety, the page that tells who is in, the product answers with status 404.",
        "settings_page: give the address of a page that opens for its owner at once (status 200)",
    ),
    "page that leads elsewhere": Broken(
        ('settings_page = "/settings/security"', 'settings_page = "/"'),
        "the right password gets in without a code",
        "settings_page =",
        "with status 303 and leads to /home",
        "settings_page: give the address",
    ),
    "a menu of other names": Broken(
        (DRIVER, '    menu = ("profile", "safety")\n\n' + DRIVER),
        "the menus lead to the settings",
        "menu =",
        "no link or button named like 'safety'",
        "menu: in the target's Pages, give its name",
    ),
    "swapped fields": Broken(
        (
            'name_field = "input[name=email]"\n    password_field = "input[name=password]"',
            'name_field = "input[name=password]"\n    password_field = "input[name=email]"',
        ),
        "a wrong password is refused",
        'name_field = "input[name=password]"',
        "types the name into 'password' and the password into 'email'",
        "swapped: change them over",
    ),
    "too few accounts": Broken(
        (
            "        return super().new_account(person)\n",
            "        self.pool.take()\n        return super().new_account(person)\n\n"
            "    pool = Pool(Path(__file__).with_name('pool.csv'))\n",
        ),
        "there are accounts for a whole cast",
        "self.pool.take()",
        "all 1 accounts of the pool are taken",
        "add accounts",
    ),
    "a pool too small": Broken(
        (TARGET, "    accounts_at_hand = 2\n\n" + TARGET),
        "there are accounts enough for a visit",
        "accounts_at_hand = 2",
        "The target has 2 at hand",
        "add accounts without two-factor authentication",
        code=2,
    ),
    "missing member": Broken(
        ("class Shop(ReferenceProduct):", "class Shop:"),
        "the target forgets nothing that the port asks for",
        "class Shop:",
        "It lacks ",
        "add address, ",
        code=2,
    ),
    "syntax error": Broken(
        ('    name = "shop"', '    name = "shop'),
        "the target's file can be loaded",
        'name = "shop',
        "SyntaxError: unterminated string literal",
        "mend this line",
        code=2,
    ),
    "a stranger's product": Broken(
        ('    name = "shop"\n', '    name = "shop"\n    address = "https://shop.example"\n'),
        "the product may be tested",
        "address = ",
        "holds no consent",
        "declare an address on loopback",
        code=2,
    ),
    "answers IN to everything": Broken(
        (
            DRIVER,
            "    def answer(self, asked: object) -> Answer:\n        return Answer(Outcome.IN)\n\n" + DRIVER,
        ),
        "a wrong password is refused",
        "def answer(self",
        "sign_in() answers IN, and is_signed_in() says that nobody is",
        "let sign_in() read its answer off the page",
    ),
    "takes everybody for signed in": Broken(
        (DRIVER, "    def is_signed_in(self) -> bool:\n        return True\n\n" + DRIVER),
        "a browser that nobody has used is not signed in",
        "def is_signed_in",
        "is_signed_in() says that it is",
        "ask the product for a page that only its owner may open",
    ),
    "lies about what was typed": Broken(
        (
            DRIVER,
            "    def enter_code(self, code: str) -> Answer:\n"
            "        return replace(super().enter_code(code[::-1]), typed=code)\n\n" + DRIVER,
        ),
        "a wrong code is refused, as it was typed, and opens nothing",
        "def enter_code",
        "something else than the field held",
        "read the field back before it is sent",
    ),
    "crashes": Broken(
        (DRIVER, "    def setup_key(self) -> str:\n        return {}['key']\n\n" + DRIVER),
        "the key written beside it is the same",
        "return {}['key']",
        "KeyError: 'key'",
        "mend the target's code in this line",
    ),
    "hangs": Broken(
        (
            DRIVER,
            "    def two_factor_is_on(self) -> bool:\n        while True: pass\n\n" + DRIVER,
        ),
        "the settings say that 2FA is off",
        "while True: pass",
        "two_factor_is_on() hangs",
        "let two_factor_is_on() end",
    ),
    "waits for ever": Broken(
        (
            DRIVER,
            "    def setup_key(self) -> str:\n"
            "        return str(self.page.wait_for_function('() => false', timeout=0))\n\n" + DRIVER,
        ),
        "the key written beside it is the same",
        "def setup_key",
        "setup_key() hangs",
        "let setup_key() end",
    ),
    "says a secret as it crashes": Broken(
        (
            DRIVER,
            "    def setup_key(self) -> str:\n        raise ValueError(super().setup_key())\n\n" + DRIVER,
        ),
        "the key written beside it is the same",
        "raise ValueError",
        "ValueError: ‹key of ",
        "mend the target's code in this line",
    ),
    "answers with nothing": Broken(
        (
            DRIVER,
            "    def sign_in(self, email, password):\n        super().sign_in(email, password)\n\n" + DRIVER,
        ),
        "a wrong password is refused",
        "def sign_in",
        "It answers with NoneType",
        "return Answer from sign_in()",
    ),
}
IMPORTS = (
    "from targets.common import Pages\nfrom targets.port import Account, BackupCodes, Facts, Lock\n",
    "from dataclasses import replace\nfrom pathlib import Path\n"
    "from targets.common import Pages, Pool\n"
    "from targets.port import Account, Answer, BackupCodes, Facts, Lock, Outcome\n",
)


@pytest.mark.parametrize("name", mostly_long(BROKEN, "wrong URL", "wrong selector"))
def test_a_broken_file(name: str, tmp_path: Path) -> None:
    broken = BROKEN[name]
    (tmp_path / "pool.csv").write_text("email,password\none@example.com,spare-staple-battery-1\n")
    visited = visit(changed(tmp_path / "shop.py", IMPORTS, broken.change), tmp_path)
    block = visited.block(broken.check)
    assert visited.code == broken.code, visited.printed
    assert block["Mend"].startswith(f"{visited.line(broken.line)}"), visited.printed
    assert broken.found in block["Found"], visited.printed
    assert broken.do in block["Do this"], visited.printed
    assert "the target" in block["At fault"] or "its target" in block["At fault"]
    in_the_way = "(not tested): not as long as this is wrong"
    in_one_line = re.findall(rf"(?m)^– [1-9]\d* more {re.escape(in_the_way)}", visited.printed)
    assert visited.printed.count(in_the_way) == len(in_one_line) <= 1, visited.printed


WRONG_FACTS = {
    "wrong_code_ends_set_up": (
        "self.facts = Facts(",
        "self.facts = Facts(\n            wrong_code_ends_set_up=True,",
        "after a wrong code a right one finished it",
    ),
    "digits": ("digits=6", "digits=8", "the scanned key says 6"),
    "steps_back": ("steps_back=1", "steps_back=2", "a code of 2 steps ago is refused"),
    "steps_ahead": ("steps_ahead=1", "steps_ahead=0", "a code of 1 steps ahead gets in"),
    "lock.threshold": ("threshold=5, seconds", "threshold=7, seconds", "a right code after 6 wrong ones"),
    "backup_codes.count": ("count=10", "count=8", "10 are shown, 10 of them different"),
    "same_key_on_reload": ("same_key_on_reload=True", "same_key_on_reload=False", "the key is the same"),
    "same_key_on_restart": (
        "same_key_on_restart=True",
        "same_key_on_restart=False",
        "left and begun again shows the same key",
    ),
    "fresh_password_seconds": (
        "fresh_password_seconds=900",
        "fresh_password_seconds=60",
        "a set-up begun 61 seconds after the password: done",
    ),
    "half_sign_in_seconds": (
        "half_sign_in_seconds=600",
        "half_sign_in_seconds=700",
        "a right code after 680",
    ),
    "ends_other_sessions": ("ends_other_sessions=True", "ends_other_sessions=False", "is signed out"),
    "can_relink": ("can_relink=True", "can_relink=False", "a QR code with a new key is shown"),
    "clock_hint": ("clock_hint=True", "clock_hint=False", "to such a code it says"),
    "activity": ("activity=True", "activity=False", "the driver reads"),
    "outbox": ("outbox=True", "outbox=False", "notices() reads"),
}


@pytest.fixture(scope="module")
def boaster(tmp_path_factory: pytest.TempPathFactory) -> Visited:
    """A file all of whose facts are wrong."""
    folder = tmp_path_factory.mktemp("boaster")
    changes = [(old, new) for old, new, _ in WRONG_FACTS.values()]
    return visit(changed(folder / "shop.py", *changes), folder, *PLENTY)


@pytest.mark.long
@pytest.mark.parametrize("fact", WRONG_FACTS)
def test_a_wrong_fact(fact: str, boaster: Visited) -> None:
    _, declared, found = WRONG_FACTS[fact]
    block = boaster.block(fact)
    assert block["Mend"].startswith(boaster.line(declared.rpartition("\n")[2].strip())), boaster.printed
    assert found in block["Found"], boaster.printed
    assert f"declare {fact} as the product is" in block["Do this"]


@pytest.mark.long
def test_wrong_facts_keep_nothing_else_from_being_tested(boaster: Visited) -> None:
    assert (boaster.code, sorted(boaster.wrong)) == (1, sorted(WRONG_FACTS)), boaster.printed
