"""What a person's browser holds and claims: cookies that another takes over, a time of its own."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

from harness.people import Person


def take_over(thief: Person, victim: Person) -> None:
    """Give the thief a new device that holds for the product what the victim's holds now: its cookies."""
    kept: list[Any] = [dict(cookie) for cookie in victim.browser.page.context.cookies()]
    thief.new_device().page.context.add_cookies(kept)


def claim_time_of_phone(person: Person) -> None:
    """Let the device in hand claim the phone's time: by its own clock, and in all that it sends (Date)."""
    page, now = person.browser.page, person.phone.now()
    page.clock.set_system_time(now)
    page.context.set_extra_http_headers({"Date": formatdate(now, usegmt=True)})
