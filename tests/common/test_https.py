"""A product over https with a self-signed certificate: a line of its target allows it, and is named."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.secrets import Secret
from targets.common import StartedProduct, new_address, sign_up, sign_up_by_script
from targets.port import BackupCodes, TargetError
from tests.common.certificate import self_signed
from tests.common.test_habits import ShopPages
from tests.doctor.visits import visit
from tests.plain import plain

PROJECT = Path(__file__).resolve().parents[2]
SETTING = 'browser_settings = {"ignore_https_errors": True}'
TARGET = """from pathlib import Path

from targets.common import new_address, sign_up
from targets.port import Account
from tests.common.test_https import SecureShop


class Shop(SecureShop):
    pem = Path(__file__).with_name("shop.pem")
    SETTING

    def new_account(self, person: str) -> Account:
        account = new_address(person)
        fields = {"email": account.email, "password": account.password}
        sign_up(f"{self.address}/register", fields, browser_settings=self.browser_settings)
        return account


create = Shop
"""
CHAPTER_3 = "reading_the_code_off or a_wrong_password_before or correcting_a_mistyped"


class SecureShop(StartedProduct):
    """The shop of tests.common over https."""

    name = "shop"
    scheme = "https"
    pages = ShopPages
    pem = Path()
    facts = plain(
        backup_codes=BackupCodes(8, 0, download=False),
        ends_other_sessions=False,
        can_relink=False,
        activity=False,
        outbox=False,
    )

    def command(self, port: int, folder: Path) -> list[str]:
        """By its own module."""
        return [sys.executable, "-m", "tests.common.shop", str(port)]

    def environment(self) -> dict[str, str]:
        """It runs in a folder of its own."""
        return {"PYTHONPATH": str(PROJECT), "SHOP_PEM": str(self.pem)}


def target(folder: Path, setting: str = SETTING) -> Path:
    """A file beside its product's certificate."""
    self_signed(folder / "shop.pem")
    file = folder / "shop.py"
    file.write_text(TARGET.replace("SETTING", setting or "pass"), encoding="utf-8")
    return file


def act_out(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A few examples of chapter 3."""
    command = [sys.executable, "-m", "pytest", "steps/test_03_signing_in_with_a_code.py", "-k", CHAPTER_3]
    return subprocess.run(
        [
            *command,
            f"--target={file}",
            "--report-dir",
            str(file.parent / "report"),
            "--no-history",
            "-n",
            "0",
            *options,
        ],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.mark.long
def test_examples_are_acted_out(tmp_path: Path) -> None:
    run = act_out(target(tmp_path))
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    assert re.search(r"\b3 passed", run.stdout), run.stdout[-2000:]


@pytest.mark.long
def test_the_doctor_goes_through_all_of_it(tmp_path: Path) -> None:
    visited = visit(target(tmp_path), tmp_path, "--seconds", "240")
    assert (visited.code, visited.wrong) == (0, []), visited.printed


@pytest.mark.parametrize("options", [(), ("--no-doctor",)], ids=["doctor", "no doctor"])
def test_a_run_without_the_setting_names_the_line(options: tuple[str, ...], tmp_path: Path) -> None:
    run = act_out(target(tmp_path, setting=""), *options)
    assert run.returncode == 7, run.stdout[-3000:]
    told = run.stdout
    assert re.search(r"The certificate of https://127\.0\.0\.1:\d+ is not trusted: self-signed", told), told
    assert SETTING in told
    assert re.search(r"At fault:  the (product or its )?target", told), told


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureShop]:
    """The shop, running, and trusted."""
    shop = SecureShop()
    shop.pem = self_signed(tmp_path_factory.mktemp("certificate") / "shop.pem")
    shop.browser_settings = {"ignore_https_errors": True}
    shop.start()
    yield shop
    shop.stop()


def test_a_product_that_cannot_be_asked_is_not_left_running(tmp_path: Path) -> None:
    shop = SecureShop()
    shop.pem = self_signed(tmp_path / "shop.pem")
    with pytest.raises(TargetError, match="is not trusted"):
        shop.start()
    with socket.socket() as probe:
        port = int(shop.address.rpartition(":")[2])
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "its port is still open"


THERE_ALREADY = """from targets.common.product import Product
from tests.common.test_habits import ShopPages
from tests.plain import plain


class There(Product):
    name = "there"
    address = "ADDRESS"
    pages = ShopPages
    facts = plain()


create = There
"""


def test_the_doctor_names_the_line_for_a_product_that_is_there_already(
    shop: SecureShop, tmp_path: Path
) -> None:
    file = tmp_path / "there.py"
    file.write_text(THERE_ALREADY.replace("ADDRESS", shop.address), encoding="utf-8")
    visited = visit(file, tmp_path, "--short")
    block = visited.block("its address answers")
    assert f"The certificate of {shop.address} is not trusted: self-signed" in block["Found"]
    assert SETTING in block["Do this"]
    assert "the target" in block["At fault"]
    assert block["Mend"].startswith(visited.line("class There"))


def test_signing_up_needs_the_setting_as_well(shop: SecureShop) -> None:
    account = new_address("Alice")
    fields: dict[str, str | Secret] = {"email": account.email, "password": account.password}
    for way in (sign_up, sign_up_by_script):
        with pytest.raises(TargetError, match=r"sign_up\(\.\.\., browser_settings=self\.browser_settings\)"):
            way(f"{shop.address}/register", fields)
        way(f"{shop.address}/register", fields, browser_settings=shop.browser_settings)
