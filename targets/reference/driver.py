"""What people do and see on the reference server's pages, task by task; how the pages work is in pages.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from harness import tabs
from targets.common.asides import ask_aside
from targets.common.downloads import text_of
from targets.common.history import suppress_page_not_kept
from targets.common.keeping import kept_by_browser
from targets.common.wanted import is_same_site, leading_to
from targets.port import Answer, Aside, Driver, Outcome
from targets.reference.pages import ANSWERED, NEW_CODES, SECURITY, TWO_FACTOR, LanternPages

if TYPE_CHECKING:
    from playwright.sync_api import Locator

PRIVATE = (
    "/home",
    "/settings",
    SECURITY,
    f"{TWO_FACTOR}/set-up",
    f"{TWO_FACTOR}/move",
    f"{TWO_FACTOR}/turn-off",
    NEW_CODES,
    "/settings/password",
)

ANSWERED_CODE = "() => !document.querySelector('input[name=code]') || document.querySelector('[role=alert]')"
SEND_AT = "(field, moment) => setTimeout(() => field.form.requestSubmit(), moment - Date.now())"
SENT_WITHIN = 3000
"""Milliseconds in which a press of the Enter key has to lead on; where it does nothing, nothing comes."""
RELEASED_AFTER = 50
"""Milliseconds for each of several forms to be told of the moment at which all are sent."""


class ReferenceDriver(LanternPages):
    """One browser page at the reference server."""

    # Signing in and out

    def sign_in(self, email: str, password: str) -> Answer:
        """From the sign-in page, asked for anew: in Firefox, `fill` adds to what a refused one has kept."""
        self.open("/sign-in")
        return self.sign_in_here(email, password)

    def sign_in_here(self, email: str, password: str) -> Answer:
        """The fields of the page shown now."""
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.press("Sign in")
        return self.answer()

    def enter_code(self, code: str) -> Answer:
        """At the second step."""
        if self.path() != "/sign-in/code":
            self.open("/sign-in/code")
        return self.give("Authentication code", code, "Verify")

    def enter_backup_code(self, code: str) -> Answer:
        """By the link that the second step offers."""
        if self.path() != "/sign-in/backup-code":
            self.follow("Use a backup code instead")
        return self.give("Backup code", code, "Verify")

    def race_codes(self, other: Driver, code: str, *, backup: bool) -> None:
        """Both forms are filled in, then sent without waiting for each other."""
        pages = (self.page, other.page)
        for page in pages:
            if backup:
                page.get_by_role("link", name="Use a backup code instead").click()
            page.get_by_label("Backup code" if backup else "Authentication code").fill(code)
        for page in pages:
            page.evaluate(
                "setTimeout(() => document.querySelector('input[name=code]').form.requestSubmit(), 50)"
            )
        for page in pages:
            page.wait_for_function(ANSWERED_CODE)

    def offers_backup_way(self) -> bool:
        """The link on the code page."""
        return self.sees(self.page.get_by_role("link", name="Use a backup code instead"))

    def asks_for_backup_code(self) -> bool:
        """By the address."""
        return self.path() == "/sign-in/backup-code"

    def cancel_second_step(self) -> None:
        """The button on the code page."""
        self.press("Cancel and go back to sign-in")

    def sign_out(self) -> None:
        """From the account menu."""
        if self.where() is not Outcome.IN:
            self.open("/home")
        self.page.get_by_label("Account menu").click()
        self.press("Sign out")

    def is_signed_in(self) -> bool:
        """By a direct request, so that the page shown stays as it is."""
        return self.fetch(SECURITY) is not None

    def asks_for_password(self) -> bool:
        """By the address."""
        return self.where() is Outcome.PASSWORD_ASKED

    def private_pages_open(self) -> list[str]:
        """Each private address by a direct request, and the settings as a page."""
        opened = [path for path in PRIVATE if self.fetch(path) is not None]
        page = self.page.context.new_page()
        page.goto(self._url + SECURITY)
        if page.get_by_test_id("two-factor-status").count():
            opened.append("the security settings as a page")
        tabs.close(page)
        return opened

    def claim_network(self, address: str) -> None:
        """By the headers that proxies set."""
        self.page.context.set_extra_http_headers(
            {"X-Forwarded-For": address, "Forwarded": f"for={address}", "X-Real-IP": address}
        )

    # Settings

    def visit_security_settings(self) -> Outcome:
        """By their address."""
        self.open(SECURITY)
        return self.where()

    def walk_to_security_settings(self) -> None:
        """Avatar at the bottom left, Settings, Security; as far as the menus lead."""
        self.open("/home")
        self.page.get_by_label("Account menu").click()
        self.follow("Settings")
        security = self.page.get_by_role("main").get_by_role("link", name="Security", exact=True)
        if self.sees(security):
            security.click()
            self.page.wait_for_url("**" + SECURITY)

    def shows_security_settings(self) -> bool:
        """By what stands on the page."""
        return self.sees(self.page.get_by_test_id("two-factor-status"))

    def two_factor_is_on(self) -> bool:
        """From the settings, asked afresh."""
        self.open(SECURITY)
        return self.page.get_by_test_id("two-factor-status").inner_text().strip() == "On"

    def offers_to_turn_on(self) -> bool:
        """The link in the settings."""
        return self.sees(self.page.get_by_role("link", name="Turn on two-factor authentication"))

    def confirm_password(self, password: str) -> Answer:
        """On the page that asks again before a change; a change that only needs a yes gets it."""
        self.page.get_by_label("Password").fill(password)
        self.press("Continue")
        if self.path() == "/confirm-password":
            return self.answer()
        return self.carry_on()

    def activity(self) -> list[str]:
        """The list in the settings."""
        self.open(SECURITY)
        return self.page.get_by_test_id("activity").get_by_role("listitem").all_inner_texts()

    # Set-up and relinking

    def begin_set_up(self) -> Answer:
        """By the link in the settings."""
        return self.begin("Turn on two-factor authentication")

    def begin_relink(self) -> Answer:
        """By the link in the settings."""
        return self.begin("Move to a new phone")

    def qr_picture(self) -> bytes:
        """The part of the window that holds the QR code, with what stands around it."""
        self.page.get_by_role("img", name="QR code").scroll_into_view_if_needed()
        return self.page.screenshot()

    def setup_key(self) -> str:
        """The key below the QR code."""
        return self.page.locator("#setup-key").inner_text()

    def reload(self) -> None:
        """The browser's own reload."""
        self.page.reload()

    def go_back(self) -> None:
        """The browser's own way back; where a page may not be kept, the browser shows one of its own."""
        with suppress_page_not_kept(self.page):
            self.page.go_back()

    def finish_set_up(self, code: str) -> Answer:
        """On the set-up page; codes for backup follow at once."""
        confirm = self.page.get_by_role(
            "button", name=re.compile("^(Turn on|Move to this phone)$")
        ).inner_text()
        answer = self.give("Authentication code", code, confirm)
        if self.backup_codes_shown() or self.sees(self.page.locator(".messages .success")):
            return Answer(Outcome.DONE, answer.words, typed=answer.typed)
        return answer

    def abandon_set_up(self) -> None:
        """By the button on the set-up page."""
        self.press("Cancel")

    # Backup codes and turning off

    def backup_codes_shown(self) -> list[str]:
        """The list on the page shown now."""
        return self.page.locator("#backup-codes code").all_inner_texts()

    def offers_backup_codes(self) -> bool:
        """The link and the count in the settings."""
        self.open(SECURITY)
        return (
            self.sees(self.page.get_by_role("link", name="Make new backup codes"))
            or self.codes_left().count() > 0
        )

    def fetch_backup_codes(self) -> str:
        """Direct requests to every address that has to do with backup codes."""
        paths = (
            NEW_CODES,
            "/settings/security/backup-codes",
            "/settings/security/backup-codes/download",
            "/settings/security/backup-codes/saved",
            f"{TWO_FACTOR}/set-up",
            SECURITY,
        )
        return "\n".join(self.fetch(path, any_status=True) or "" for path in paths)

    def select_all(self) -> str:
        """What the browser selects with Select all."""
        self.page.keyboard.press("ControlOrMeta+a")
        return str(self.page.evaluate("window.getSelection().toString()"))

    def page_text(self) -> str:
        """The document as it stands, mark-up and field values included."""
        return self.page.locator("html").inner_html()

    def keeping_advice(self) -> str:
        """The advice beside the codes."""
        return self.page.get_by_test_id("keeping-advice").inner_text()

    def download_backup_codes(self) -> str:
        """The file behind the button."""
        with self.page.expect_download() as caught:
            self.page.get_by_role("button", name="Download").click()
        return text_of(caught.value)

    def finish_saving(self) -> None:
        """By the button below the codes."""
        self.press("I have saved my codes")

    def begin_new_backup_codes(self) -> Answer:
        """By the link in the settings and the yes that follows."""
        self.open(SECURITY)
        self.follow("Make new backup codes")
        return self.carry_on()

    def backup_codes_left(self) -> int | None:
        """The count in the settings."""
        self.open(SECURITY)
        number = re.search(r"\d+", self.codes_left().inner_text())
        return int(number[0]) if number else None

    def turn_off(self) -> Answer:
        """By the link in the settings and the yes that follows."""
        self.open(SECURITY)
        self.follow("Turn off two-factor authentication")
        return self.carry_on()

    # Password

    def ask_for_reset(self, email: str) -> None:
        """From the sign-in page."""
        self.open("/sign-in")
        self.follow("Forgot your password?")
        self.page.get_by_label("Email").fill(email)
        self.press("Send reset link")

    def reset_password(self, link: str, new_password: str) -> None:
        """By the link from the mail."""
        self.page.goto(link)
        self.page.get_by_label("New password").fill(new_password)
        self.press("Set new password")

    # Beyond the guide

    def enter_codes_at_once(self, codes: Sequence[str]) -> list[Answer]:
        """Each tab's form is filled in, then all are sent without waiting for each other."""
        tabs = [ReferenceDriver(self.page.context.new_page(), self._url) for _ in codes]
        for tab, code in zip(tabs, codes, strict=True):
            tab.open("/sign-in/code")
            tab.page.get_by_label("Authentication code").fill(code)
        moment = float(self.page.evaluate("Date.now()")) + RELEASED_AFTER * len(tabs)
        for tab in tabs:
            tab.page.get_by_label("Authentication code").evaluate(SEND_AT, moment)
        return [tab.closing_answer() for tab in tabs]

    def closing_answer(self) -> Answer:
        """What came of a code sent in a tab, which is closed then."""
        self.page.wait_for_function(ANSWERED_CODE)
        answer = self.answer()
        tabs.close(self.page)
        return answer

    def code_place(self, *, backup: bool = False) -> Locator:
        """The field by its label."""
        if backup and self.path() != "/sign-in/backup-code":
            self.follow("Use a backup code instead")
        return self.page.get_by_label("Backup code" if backup else "Authentication code")

    def enter_by_hand(self, put_in: Callable[[Locator], None], *, backup: bool = False) -> Answer:
        """With the Enter key."""
        place = self.code_place(backup=backup)
        put_in(place)
        typed = place.input_value()
        try:
            with self.page.expect_navigation(wait_until=ANSWERED, timeout=SENT_WITHIN):
                place.press("Enter")
        except PlaywrightTimeout:
            return Answer(Outcome.NOT_SENT, "the Enter key did nothing", typed=typed)
        answer = self.answer()
        return Answer(answer.outcome, answer.words, answer.reason, typed)

    def enter_code_and_be_remembered(self, code: str) -> Answer:
        """With the box below the code ticked; only the policy `remembering` has one."""
        if self.path() != "/sign-in/code":
            self.open("/sign-in/code")
        self.page.get_by_label("Remember this device").check()
        return self.enter_code(code)

    def sign_out_other_device(self) -> None:
        """By the button beside it in the settings."""
        self.open(SECURITY)
        self.press("Sign out this device")

    def backup_codes_warning(self) -> str:
        """The count where it is marked as low, and what is said below it."""
        self.open(SECURITY)
        return " ".join(self.page.locator(".count.low, .count ~ p").all_inner_texts())

    def ask_for_second_step(self) -> Outcome:
        """By the address of its code page."""
        self.open("/sign-in/code")
        return self.where()

    def go_back_to_second_step(self) -> Outcome:
        """As with any page."""
        self.go_back()
        return self.where()

    def ask_aside(self, what: Aside) -> None:
        """In the ways of any browser."""
        ask_aside(self.page, self._url, what)

    def kept_by_browser(self) -> list[str]:
        """By cookies and what scripts store."""
        return kept_by_browser(self.page)

    def come_to_sign_in_leading_to(self, place: str) -> None:
        """By the address to which the server sends whoever asks for the settings."""
        self.open(SECURITY)
        self.page.goto(leading_to(place, self.page.url, SECURITY), wait_until=ANSWERED)

    def is_at_product(self) -> bool:
        """By the address of the page shown now."""
        return is_same_site(self.page.url, self._url)

    def change_password(self, current: str, new: str) -> Answer:
        """By its page in the settings, which leads back to them."""
        self.open("/settings/password")
        self.page.get_by_label("Current password").fill(current)
        self.page.get_by_label("New password").fill(new)
        self.press("Change password")
        return Answer(Outcome.DONE, self.words()) if self.path() == SECURITY else self.answer()
