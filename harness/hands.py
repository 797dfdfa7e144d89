"""What hands do at a page without a mouse: paste, move on with the Tab key, type, press Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import tabs
from harness.expect import Unmet

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SCRATCH = "<!doctype html><title>Notes</title><textarea aria-label='Notes'></textarea>"
IS_FOCUSED = "what => what === document.activeElement"
IS_AT_BUTTON = "() => document.activeElement.matches('button, [type=submit], [role=button]')"
USABLE = """() => { window.twofoldSeen = new Set()
    const kinds = `a[href], button, input:not([type=hidden]), select, textarea, summary, [onclick],
        [role=button], [role=link], [role=checkbox], [role=switch], [role=menuitem], [role=tab]`
    const isThere = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length
    window.twofoldUsable = [...document.querySelectorAll(kinds)].filter(
        e => !e.disabled && isThere(e) && !e.closest('[inert]'))
    document.addEventListener('focusin', event => window.twofoldSeen.add(event.target))
    window.twofoldSeen.add(document.activeElement)
    return window.twofoldUsable.length }"""
MISSED = """() => { const seen = [...window.twofoldSeen].filter(e => e && e != document.body)
    const stands = (o, e) => o == e || e.contains(o)
        || o.contains(e) || e.type == 'radio' && o.type == 'radio' && e.name == o.name
    const name = e => (e.ariaLabel || e.innerText || e.name || '').trim()
    return window.twofoldUsable.filter(e => e.isConnected && !seen.some(o => stands(o, e)))
        .map(e => `${e.tagName.toLowerCase()} ${name(e)}`.slice(0, 60)) }"""
MORE = 8
"""Presses of the Tab key beyond the number of things on a page: it leads round by the browser's own."""


def tab_to(field: Locator) -> None:
    """Press the Tab key until something has the focus. Raises Unmet where it never gets there."""
    page = field.page
    for _ in range(int(page.evaluate(USABLE)) + MORE):
        if field.evaluate(IS_FOCUSED):
            return
        page.keyboard.press("Tab")
    raise Unmet(
        "The product does not keep its word.\n  Expected: The Tab key leads to where the code belongs.\n"
        "  Observed: it never gets there"
    )


def tab_on_to_button(field: Locator) -> bool:
    """Press the Tab key from a field on until a button has the focus. False where none comes soon."""
    field.focus()
    for _ in range(MORE):
        field.page.keyboard.press("Tab")
        if field.page.evaluate(IS_AT_BUTTON):
            return True
    return False


def type_in(field: Locator, text: str) -> None:
    """Come to a field and type, key after key."""
    tab_to(field)
    field.page.keyboard.type(text)


def paste(field: Locator, text: str) -> None:
    """Copy a text elsewhere, and paste it into a field in place of what that holds."""
    page = field.page
    scratch = page.context.new_page()
    scratch.set_content(SCRATCH)
    scratch.get_by_label("Notes").fill(text)
    scratch.keyboard.press("ControlOrMeta+a")
    scratch.keyboard.press("ControlOrMeta+c")
    tabs.close(scratch)
    page.bring_to_front()
    field.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+v")


def out_of_reach(page: Page) -> list[str]:
    """What can be used on a page and is not reached with the Tab key, each by its kind and its name.

    One of several radio buttons stands for all of them; arrows lead to the others.
    """
    for _ in range(int(page.evaluate(USABLE)) + MORE):
        page.keyboard.press("Tab")
    missed: list[str] = page.evaluate(MISSED)
    return missed
