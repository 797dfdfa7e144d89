"""A server, and Alice with 2FA on, for the server's own tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server.people import Browser, House, Phone, open_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A fresh server in this process."""
    opened = open_house(tmp_path)
    yield opened
    opened.lantern.database.close()


@dataclass(frozen=True)
class Alice:
    """Alice, her phone, her backup codes, and the browser she set 2FA up in."""

    browser: Browser
    phone: Phone
    codes: list[str]


@pytest.fixture
def alice(house: House) -> Alice:
    """Alice with 2FA on, signed in, one time step after she turned it on."""
    browser = house.browser()
    browser.sign_up()
    phone, codes = browser.bind(house.now)
    house.wait(30)
    return Alice(browser, phone, codes)
