"""The chapter on TLS against the reference server over https, and against a shop that only half does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.open_way import OpenAnswer, given_away, too_far
from tests.common.acting import verdicts
from tests.common.certificate import self_signed

CHAPTER = "steps/standards/test_24_a_way_that_nobody_can_listen_to.py"
REFERENCE = """from pathlib import Path

from targets.reference.product import ReferenceProduct


class Closed(ReferenceProduct):
    name = "closed"
    tls = Path(__file__).with_name("lantern.pem")
    browser_settings = {"ignore_https_errors": True}


create = Closed
"""
SHOP = """from pathlib import Path

from targets.common import new_address, sign_up
from tests.common.test_https import SecureShop


class Shop(SecureShop):
    pem = Path(__file__).with_name("shop.pem")
    browser_settings = {"ignore_https_errors": True}

    def new_account(self, person):
        account = new_address(person)
        fields = {"email": account.email, "password": account.password}
        sign_up(f"{self.address}/register", fields, browser_settings=self.browser_settings)
        return account


create = Shop
"""
BY_OPEN_WAY = "Asking for the sign-in by the open way"
LEARNS = "What a browser learns at the sign-in"
ADDRESSES = "Addresses on the way in"
SENDS = "What a browser sends along"
GIVES_AWAY = "What a browser could be made to give away"


def _file(folder: Path, name: str, text: str) -> Path:
    self_signed(folder / name)
    file = folder / f"{Path(name).stem}.py"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.long
def test_the_reference_server_keeps_to_the_closed_way(tmp_path: Path) -> None:
    found = verdicts(CHAPTER, _file(tmp_path, "lantern.pem", REFERENCE))
    assert found == dict.fromkeys((BY_OPEN_WAY, LEARNS, ADDRESSES, SENDS, GIVES_AWAY), "PASS")


@pytest.mark.long
def test_a_shop_that_half_does_it_is_told_what_it_lacks(tmp_path: Path) -> None:
    found = verdicts(CHAPTER, _file(tmp_path, "shop.pem", SHOP))
    assert found == {
        BY_OPEN_WAY: "PASS",  # it answers nothing that anybody could read there
        LEARNS: "FAIL",
        ADDRESSES: "PASS",
        SENDS: "FAIL",
        GIVES_AWAY: "FAIL",
    }


@pytest.mark.parametrize(
    ("answer", "is_open"),
    [
        (OpenAnswer(), False),
        (OpenAnswer(308, "https://shop.example/login"), False),
        (OpenAnswer(403), False),
        (OpenAnswer(200), True),
        (OpenAnswer(302, "http://shop.example/login"), True),
        (OpenAnswer(302, "/login"), True),
    ],
)
def test_what_the_open_way_may_answer(answer: OpenAnswer, is_open: bool) -> None:
    assert bool(answer.shows) is is_open


def test_cookies_and_how_far_they_go() -> None:
    best = {
        "name": "__Host-id",
        "domain": "shop.example",
        "secure": True,
        "httpOnly": True,
        "sameSite": "Lax",
    }
    assert (too_far(best), given_away(best)) == ([], [])
    worst = {"name": "id", "domain": ".shop.example", "secure": False, "httpOnly": False, "sameSite": "None"}
    assert (len(too_far(worst)), len(given_away(worst))) == (2, 3)
