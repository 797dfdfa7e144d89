"""What somebody, or a script, gets to see at a product, and whether a key (base 32) can be seen in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness import tabs
from harness.otpauth import UnreadableKey, read_key_uri
from harness.phone import read_qr_codes
from harness.spellings import is_in

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

VALUES = "() => [...document.querySelectorAll('input, textarea')].map(field => field.value).join('\\n')"


@dataclass(frozen=True)
class Glimpse:
    """What somebody or a script got to see: texts, and pictures (PNG)."""

    texts: tuple[str, ...] = field(default=(), repr=False)
    pictures: tuple[bytes, ...] = field(default=(), repr=False)

    def __add__(self, other: Glimpse) -> Glimpse:
        return Glimpse(self.texts + other.texts, self.pictures + other.pictures)

    def shows(self, key: str) -> str:
        """How a key (base 32) can be seen here; empty when it can't."""
        if any(is_in(key, text) for text in self.texts):
            return "it is written there"
        return "its QR code is shown" if key in self._keys_in_pictures() else ""

    def _keys_in_pictures(self) -> Iterator[str]:
        for text in (text for picture in self.pictures for text in read_qr_codes(picture)):
            try:
                yield read_key_uri(text).secret.reveal()
            except UnreadableKey:
                continue  # a QR code of something else


def look(page: Page) -> Glimpse:
    """Look at what a page shows and holds now."""
    texts = (page.content(), page.locator(":root").inner_text(), str(page.evaluate(VALUES)))
    return Glimpse(texts, (page.screenshot(full_page=True),))


def open_each(browser: BrowserContext, addresses: Iterable[str]) -> Glimpse:
    """Open addresses in a tab of their own, one after the other, and look."""
    tab = browser.new_page()
    seen = Glimpse()
    try:
        for address in addresses:
            tab.goto(address, wait_until="load")
            seen += look(tab)
    finally:
        tabs.close(tab)
    return seen


def ask_for_each(browser: BrowserContext, addresses: Iterable[str]) -> Glimpse:
    """Ask for addresses with this browser's cookies, as a script does."""
    seen = Glimpse()
    for address in addresses:
        answer = browser.request.get(address)
        is_picture = answer.headers.get("content-type", "").startswith(
            ("image/png", "image/jpeg", "image/gif")
        )
        seen += Glimpse((), (answer.body(),)) if is_picture else Glimpse((answer.text(),))
    return seen
