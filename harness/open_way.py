"""The way without TLS: what a product shows there, what keeps browsers off it, what may still go by it."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from harness.people import Person
    from harness.trail import Trail

PATIENCE = 5.0
"""Seconds to wait for what the open way answers."""
YEAR = 31_536_000
"""Seconds for which browsers should stay on the closed way (OWASP ASVS 5.0, 3.4.1)."""
CLOSED, OPEN = 443, 80
"""The ports that addresses mean which name none (RFC 9110 section 4.2)."""
MAX_AGE = re.compile(r'\bmax-age\s*=\s*"?(\d+)', re.IGNORECASE)
GUARDED = ("__Host-", "__Secure-")
"""Names of cookies that browsers take over TLS alone (RFC 6265bis section 4.1.3)."""


@dataclass(frozen=True)
class OpenAnswer:
    """What the open way answered. status: 0 for nothing that could be read."""

    status: int = 0
    leads_to: str = ""

    @property
    def shows(self) -> str:
        """What it shows that it shouldn't; empty where it leads to the closed way, refuses, or is silent."""
        if 300 <= self.status < 400:
            return "" if self.leads_to.startswith("https://") else f"it leads on to {self.leads_to!r}"
        return f"it answers with status {self.status}" if 200 <= self.status < 300 else ""


def ask(address: str) -> OpenAnswer:
    """Ask for an https address without TLS: at the port for that, or at its own where it names one."""
    parts = urlsplit(address)
    port = parts.port if parts.port not in (None, CLOSED) else OPEN
    connection = http.client.HTTPConnection(parts.hostname or "", port, timeout=PATIENCE)
    try:
        connection.request("GET", parts.path or "/")
        answer = connection.getresponse()
        return OpenAnswer(answer.status, answer.getheader("Location", ""))
    except (OSError, http.client.HTTPException):
        return OpenAnswer()
    finally:
        connection.close()


def stays_closed_for(page: Page) -> int:
    """Seconds for which the page's browser is told to use TLS (RFC 6797 section 6.1); 0 where it isn't."""
    headers = page.context.request.get(page.url).headers
    found = MAX_AGE.search(headers.get("strict-transport-security", ""))
    return int(found[1]) if found else 0


def went_open(trail: Trail) -> list[str]:
    """The places on a trail that were reached without TLS, without what their addresses ask for."""
    return sorted({url.partition("?")[0] for url in trail.all if url.startswith("http://")})


def hangs_on(person: Person) -> list[dict[str, Any]]:
    """The cookies without which a person is not signed in: each is left out once, on a device of its own."""
    cookies: list[Any] = [dict(cookie) for cookie in person.browser.page.context.cookies()]
    needed = []
    for left_out in cookies:
        device = person.new_device()
        device.page.context.add_cookies([cookie for cookie in cookies if cookie is not left_out])
        if not device.is_signed_in():
            needed.append(left_out)
    person.take_device(0)
    return needed


def too_far(cookie: dict[str, Any]) -> list[str]:
    """How far a cookie goes beyond TLS and its own host (NIST SP 800-63B-4 5.1.1: shall not)."""
    wide = str(cookie["domain"]).startswith(".")
    return _unmet({"it goes the open way as well": not cookie["secure"], "it goes to neighbours too": wide})


def given_away(cookie: dict[str, Any]) -> list[str]:
    """To whom a cookie could be given away (NIST SP 800-63B-4 5.1.1: should not)."""
    return _unmet(
        {
            "scripts can read it": not cookie["httpOnly"],
            "other sites make browsers send it": cookie.get("sameSite") not in ("Lax", "Strict"),
            "neighbours can set it": not str(cookie["name"]).startswith(GUARDED),
        }
    )


def _unmet(faults: dict[str, bool]) -> list[str]:
    return [fault for fault, there in faults.items() if there]
