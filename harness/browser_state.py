"""What a person's browser holds and claims: cookies that another takes over, a time of its own."""

from __future__ import annotations

import json
from email.utils import formatdate
from typing import Any

from harness.people import Person

READABLE = """() => ({origin: location.origin, cookies: document.cookie, local: {...localStorage},
    session: {...sessionStorage}})"""
RESTORE = """(kept => { if (location.origin != kept.origin) return
    for (const [name, value] of Object.entries(kept.local)) localStorage[name] ??= value
    for (const [name, value] of Object.entries(kept.session)) sessionStorage[name] ??= value })"""


def take_over(thief: Person, victim: Person) -> None:
    """Give the thief a new device that holds for the product what the victim's holds now: its cookies."""
    kept: list[Any] = [dict(cookie) for cookie in victim.browser.page.context.cookies()]
    thief.new_device().page.context.add_cookies(kept)


def take_over_what_scripts_read(thief: Person, victim: Person) -> None:
    """Give the thief a new device that holds what a script on the victim's page can read: HttpOnly cookies
    are hidden from it (RFC 6265 section 4.1.2.6), and what scripts store is not.
    """
    page = victim.browser.page
    read: dict[str, Any] = page.evaluate(READABLE)
    context = thief.new_device().page.context
    pairs = [pair.partition("=") for pair in read["cookies"].split("; ") if pair]
    context.add_cookies([{"name": name, "value": value, "url": page.url} for name, _, value in pairs])
    context.add_init_script(f"{RESTORE}({json.dumps(read)})")


def lend_device(owner: Person, other: Person) -> None:
    """Give another a device that holds for the product what the owner's first device holds now."""
    kept: list[Any] = [dict(cookie) for cookie in owner.devices[0].page.context.cookies()]
    other.new_device().page.context.add_cookies(kept)


def hand_back(other: Person, owner: Person) -> None:
    """Let the owner's first device hold for the product what the one lent by it holds now."""
    kept: list[Any] = [dict(cookie) for cookie in other.browser.page.context.cookies()]
    context = owner.devices[0].page.context
    context.clear_cookies()
    context.add_cookies(kept)


def close_browser(person: Person) -> None:
    """Open the browser in hand anew: cookies that are kept for a session are gone, as is what tabs store."""
    context = person.browser.page.context
    lasting: list[Any] = [dict(cookie) for cookie in context.cookies() if cookie["expires"] >= 0]
    stored: dict[str, Any] = person.browser.page.evaluate(READABLE)
    fresh = person.new_device().page.context
    fresh.add_cookies(lasting)
    fresh.add_init_script(f"{RESTORE}({json.dumps(stored | {'session': {}})})")


def claim_time_of_phone(person: Person) -> None:
    """Let the device in hand claim the phone's time: by its own clock, and in all that it sends (Date)."""
    page, now = person.browser.page, person.phone.now()
    page.clock.set_system_time(now)
    page.context.set_extra_http_headers({"Date": formatdate(now, usegmt=True)})
