"""Whether a name that looks like a command is shown as text, or does something to the page it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAG = "twofold-name"
"""No page has an element of this name by itself; one that appears was made of the account's name."""


def name_like_a_command(person: str) -> str:
    """A name that makes an element where a page takes it for HTML, and nothing that does any harm."""
    return f"<{TAG}>{person}</{TAG}>"


def elements_made(page: Page) -> int:
    """How many elements the page has that were made of such a name."""
    return page.locator(TAG).count()


def is_shown(page: Page, name: str) -> bool:
    """Whether the page has the name letter by letter, in sight or in a closed menu, whatever its case."""
    return name.lower() in (page.locator(":root").text_content() or "").lower()
