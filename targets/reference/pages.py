"""How the reference server's pages work: addresses, links, buttons, and what an answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from targets.common.words import refusal
from targets.port import Answer, Outcome

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SECURITY = "/settings/security"
TWO_FACTOR = "/settings/security/two-factor"
SET_UPS = (f"{TWO_FACTOR}/set-up", f"{TWO_FACTOR}/move")
NEW_CODES = "/settings/security/backup-codes/new"
PLACES = {
    "/home": Outcome.IN,
    "/sign-in": Outcome.PASSWORD_ASKED,
    "/confirm-password": Outcome.PASSWORD_ASKED,
    "/sign-in/code": Outcome.CODE_ASKED,
    "/sign-in/backup-code": Outcome.CODE_ASKED,
}
ANSWERED: Literal["domcontentloaded"] = "domcontentloaded"
"""When an answer can be read: words and scripts are there. Waiting for the rest costs time in every step."""
TOLD = """roles => Object.fromEntries(roles.map(role => {
    const elements = [...document.querySelectorAll(`[role=${role}]`)]
    return [role, elements.filter(e => e.checkVisibility()).map(e => e.innerText)]
}))"""
"""In one question and without locators, which cost more than the page itself on each new document."""


class LanternPages:
    """One browser page at the reference server, and the few moves that every task is made of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url

    def where(self) -> Outcome:
        """By the address of the page shown now."""
        path = self.path()
        return PLACES.get(path, Outcome.IN if path.startswith("/settings") else Outcome.OTHER)

    def open(self, path: str) -> None:
        """Go to an address of the server."""
        self.page.goto(self._url + path, wait_until=ANSWERED)

    def path(self) -> str:
        """The address of the page shown now, without its query."""
        address = self.page.url.removeprefix(self._url)
        return address.partition("?")[0]

    def follow(self, link: str) -> None:
        """Click a link and wait for where it leads."""
        with self.page.expect_navigation(wait_until=ANSWERED):
            self.page.get_by_role("link", name=link, exact=True).click()

    def press(self, button: str) -> None:
        """Press a button and wait for the answer."""
        with self.page.expect_navigation(wait_until=ANSWERED):
            self.page.get_by_role("button", name=button, exact=True).click()

    def begin(self, link: str) -> Answer:
        """Follow a link of the security settings that begins a change."""
        self.open(SECURITY)
        self.follow(link)
        answer = self.carry_on()
        if answer.outcome is Outcome.DONE and self.path() not in SET_UPS:
            return Answer(Outcome.OTHER, answer.words)
        return answer

    def carry_on(self) -> Answer:
        """Where a wished change stands now, saying yes where only a yes is missing."""
        path = self.path()
        if path == "/confirm-password":
            return Answer(Outcome.PASSWORD_ASKED)
        if path == f"{TWO_FACTOR}/turn-off":
            self.press("Turn off")
        if path == NEW_CODES:
            self.press("Make new codes")
        return Answer(Outcome.DONE, self.words())

    def give(self, label: str, code: str, button: str) -> Answer:
        """Type a code, read back what the field holds, and send it, if the browser lets it go."""
        field = self.page.get_by_label(label)
        field.fill(code)
        if self.sees(self.page.locator("form:invalid").filter(has=field)):
            return Answer(
                Outcome.NOT_SENT, str(field.evaluate("field => field.validationMessage")), typed=code
            )
        typed = field.input_value()
        self.press(button)
        answer = self.answer()
        return Answer(answer.outcome, answer.words, answer.reason, typed)

    def answer(self) -> Answer:
        """What the page now shown means for whoever asked."""
        told = self.told()
        return refusal(told["alert"][0]) if told["alert"] else Answer(self.where(), " ".join(told["status"]))

    def words(self) -> str:
        """What the page says happened."""
        return " ".join(self.told()["status"])

    def told(self) -> dict[str, list[str]]:
        """What the page says, by the role in which it says it."""
        told: dict[str, list[str]] = self.page.evaluate(TOLD, ["alert", "status"])
        return told

    def codes_left(self) -> Locator:
        """Where the settings count the backup codes."""
        return self.page.get_by_test_id("backup-codes-left")

    def sees(self, what: Locator) -> bool:
        """Whether something is on the page."""
        return what.count() > 0

    def fetch(self, path: str, *, any_status: bool = False) -> str | None:
        """The text of an answer that opens (200, no redirect), asked directly with this browser's cookies."""
        response = self.page.context.request.get(self._url + path, max_redirects=0)
        return response.text() if response.status == 200 or any_status else None
