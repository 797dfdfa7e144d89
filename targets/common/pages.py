"""What people do and see on the pages of a usual product. A target says by attributes where it differs.

Attributes that end in `_page` are addresses on the product ('/login'); those that end in `_link` are the
names of links or buttons, as regular expressions; the others are CSS selectors, unless they say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

from harness import hands, https, tabs
from targets.common.asides import ask_aside
from targets.common.at_once import Filled, send_at_once
from targets.common.downloads import text_of
from targets.common.history import shows_own_page, suppress_page_not_kept
from targets.common.keeping import kept_by_browser
from targets.common.traffic import SENT_BY_ITSELF_WITHIN, Traffic
from targets.common.wanted import is_same_site, leading_to
from targets.common.words import refusal
from targets.port import Answer, Aside, Driver, Outcome, Reason, TargetError

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Locator, Page

THROTTLED = 429
"""RFC 6585 section 4."""
TEXT = """() => [document.documentElement.innerText,
    ...[...document.querySelectorAll('input:not([type=hidden]), textarea')].map(e => e.value)].join('\\n')"""
SELECTED = """() => { const all = getSelection(); all.selectAllChildren(document.body);
    const text = all.toString(); all.removeAllRanges();
    return [text, ...[...document.querySelectorAll('textarea')].map(e => e.value)].join('\\n') }"""
WRITTEN = """place => [place.value, place.innerText,
    ...[...place.querySelectorAll('input')].map(input => input.value)].join('\\n')"""
KEY = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z2-7]{4}[ -]?){4,}[A-Z2-7]{0,3}=*|(?:[a-z2-7]{4}[ -]){3,}[a-z2-7]{1,4}"
)


class Pages:
    """One browser page at a product. See the module's first lines for what the attributes hold.

    For each task: what a person does there. A target overrides what its product does in another way.
    """

    # Where things are
    home_page = "/"
    sign_in_page = "/login"
    code_page = ""  # the second step; empty where it is no page of its own
    backup_page = ""  # where backup codes are given, if not where codes are
    settings_page = "/settings/security"
    own_page = ""  # opens for whoever is signed in, where the settings may ask for the password first
    set_up_page = ""  # empty: by set_up_link from the settings
    relink_page = ""  # where a new phone is linked while 2FA is on; empty: by relink_link, or as a set-up
    codes_page = ""  # where new backup codes are made or shown; empty: by new_codes_link
    offers_page = ""  # where backup codes are offered, if not in the settings
    turn_off_page = ""  # empty: by turn_off_link
    sign_out_page = ""  # empty: by sign_out_link
    reset_page = ""
    password_page = ""  # where the password is changed; for the chapters beyond the guide
    private_pages: tuple[str, ...] = ()  # beside settings_page, pages that only their owner may open

    # What links and buttons are called
    menu: tuple[str, ...] = (r"account|profile|menu", r"settings", r"security|two.factor")
    set_up_link = r"^(turn on|enable|activate|set ?up|add|start)\b"
    relink_link = ""  # empty: a new phone is linked where 2FA is set up
    backup_link = r"backup|recovery|lost|can.t|another way|other (way|method)"
    new_codes_link = r"(generate|make|create|new|regenerate)\b.*\bcodes|^(re)?generate$"
    download_link = r"download"
    turn_off_link = r"^(turn off|disable|deactivate|remove)\b"
    sign_out_link = r"(sign|log) ?(out|off)"
    other_device_link = r"(sign|log) ?(out|off) (this|that|the other) (device|session)|^(revoke|end session)"
    cancel_link = r"cancel|back to|sign ?out|log ?out"
    saved_link = r"saved|done|continue|finish|close"

    # Radio buttons to mark, as CSS selectors, where one form with several choices stands instead of links
    set_up_choice = ""
    backup_choice = ""
    turn_off_choice = ""

    # The box to tick at the second step for a device to be remembered, as a CSS selector
    remember_choice = "input[type=checkbox][name*=remember i], input[type=checkbox][name*=trust i]"

    # Fields and what stands on pages
    name_field = (
        "input[autocomplete~=username], input[autocomplete~=email], input[type=email], "
        "input[name=email], input[name=login], input[name=username], input[name=identity]"
    )
    password_field = "input[type=password]"
    code_field = "input[autocomplete~=one-time-code], input[name*=code i], input[name*=otp i]"
    backup_field = ""  # empty: the same field
    submit = "button[type=submit], input[type=submit], button:not([type])"  # within the field's form
    errors = "[role=alert], .errorlist, .error, .errors, .alert-danger, .alert-error, .invalid-feedback"
    messages = "[role=status], .alert, .messages, .message, .flash, .flashes, output"
    key_place = "body"  # where the key stands beside the QR code, in text or in a field
    codes_place = (
        "#recovery-codes, #recovery_codes, #backup-codes, #backup_codes, .recovery-codes, .backup-codes"
    )
    on_sign = "text=/\\b(is|are) (on|enabled|active|activated)\\b/i"  # in the settings, when 2FA is on
    activity_place = ""  # the entries of a list of recent events; empty where there is none
    few_codes_place = ""  # what stands in the settings when few backup codes are left, or none
    advice_place = "body"  # what stands there when backup codes are shown

    # How codes look and fields behave
    backup_code = r"[A-Za-z0-9]{4,}(?:[- ][A-Za-z0-9]{4,})*"  # regular expression
    types_keys = False  # press key after key: for fields that look at key events
    sends_itself = False  # the code's form is sent with its last digit

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address.rstrip("/")
        self._traffic = Traffic(page)
        self._then: Callable[[], object] | None = None
        self._wish = ("", "")
        self._shows = self._password = self._came_from = ""
        page.on("dialog", _say_yes)

    # Moves that tasks are made of

    def open(self, path: str) -> None:
        """Go to an address of the product."""
        before = self._traffic.begun
        try:
            self.page.goto(self._address + path, wait_until="domcontentloaded")
        except PlaywrightError as error:
            https.must_be_trusted(self._address, error)
            raise
        self._traffic.answer(before)

    def path(self) -> str:
        """The address of the page shown now, without its query."""
        return self.page.url.removeprefix(self._address).partition("?")[0].partition("#")[0]

    def at(self, path: str) -> bool:
        """Whether the page shown now is at that address, with or without a slash at its end."""
        return bool(path) and self.path().rstrip("/") == path.rstrip("/")

    def seen(self, selector: str) -> Locator:
        """What a person can see of a selector now."""
        return self.page.locator(selector).locator("visible=true")

    def sees(self, selector: str) -> bool:
        """Whether anything of it can be seen now."""
        return bool(selector) and self.seen(selector).count() > 0

    def named(self, name: str) -> Locator:
        """The buttons of that name (regular expression) that can be seen; where there are none, the links."""
        pattern = re.compile(name, re.I)
        buttons = self.page.get_by_role("button", name=pattern).locator("visible=true")
        links = self.page.get_by_role("link", name=pattern).locator("visible=true")
        return buttons if buttons.count() else links

    def click(self, what: Locator) -> None:
        """Click and wait for what comes of it, if anything is sent for it."""
        self._traffic.answer_to(what.first.click)

    def follow(self, name: str) -> None:
        """Click a link or button by its name. Raises TargetError when there is none."""
        found = self.named(name)
        if not found.count():
            raise TargetError(
                f"At {self.path()} there is no link or button named like {name!r}.\n"
                "  Do this: in the target's Pages, give its name or the address where it leads."
            )
        self.click(found)

    def field(self, selector: str) -> Locator:
        """The first field of a selector that can be seen. Raises TargetError when there is none."""
        if not self.sees(selector):
            raise TargetError(
                f"At {self.path()} there is no field {selector!r} to be seen.\n"
                "  Do this: in the target's Pages, name the field by a CSS selector that fits."
            )
        return self.seen(selector).first

    def fill(self, selector: str, text: str) -> Locator:
        """Type into a field, in place of what it holds."""
        field = self.field(selector)
        field.fill("")
        if self.types_keys:
            field.press_sequentially(text)
        else:
            field.fill(text)
        return field

    def send(self, field: Locator) -> bool:
        """Send the form that a field is in. False when the browser kept it."""
        form = field.locator("xpath=ancestor::form[1]")
        button = form.locator(self.submit).locator("visible=true")
        if button.count():
            return self._traffic.answer_to(button.first.click)
        return self._traffic.answer_to(lambda: field.press("Enter"))

    def choose(self, choice: str) -> None:
        """Mark a radio button and send the form that it is in."""
        button = self.field(choice)
        button.check()
        self.send(button)

    def words(self, selector: str) -> str:
        """What the page says in these places, in one line."""
        return " ".join(" ".join(self.seen(selector).all_inner_texts()).split())

    # Signing in and out

    def sign_in(self, email: str, password: str) -> Answer:
        """On the sign-in page: name and password on one page, or one after the other."""
        self.come_to_sign_in()
        return self.sign_in_here(email, password)

    def sign_in_here(self, email: str, password: str) -> Answer:
        """The fields of the page shown now."""
        self._password = password
        name = self.fill(self.name_field, email)
        if not self.sees(self.password_field):
            self.send(name)
        self.send(self.fill(self.password_field, password))
        return self.answer(self.password_field)

    def come_to_sign_in(self) -> None:
        """To the beginning, where a product would go on with a sign-in that stands half-way, or is done."""
        self.open(self.sign_in_page)
        if not self.sees(self.name_field):
            if self.where() is Outcome.IN:
                self.sign_out()
            else:
                self.cancel_second_step()
            self.open(self.sign_in_page)

    def enter_code(self, code: str) -> Answer:
        """At the second step."""
        if not self.at(self.code_page) and (place := self.code_page or self._place_of_codes()):
            self.open(place)
        return self.give(self.code_field, code)

    def _place_of_codes(self) -> str:
        """Where one was asked for a code before one went to the page of backup codes; empty if not there."""
        return self._came_from if self.backup_page and self.at(self.backup_page) else ""

    def enter_backup_code(self, code: str) -> Answer:
        """At the second step: in the same field, or where the product takes backup codes."""
        self.go_to_backup_way()
        return self.give(self.backup_field or self.code_field, code)

    def go_to_backup_way(self) -> None:
        """To where backup codes are given."""
        if self.backup_choice and self.sees(self.backup_choice):
            self.choose(self.backup_choice)
        elif self.backup_page and not self.at(self.backup_page):
            self._came_from = self.page.url.removeprefix(self._address)
            self.open(self.backup_page)
        elif self.backup_field and not self.sees(self.backup_field):
            self.follow(self.backup_link)

    def give(self, selector: str, code: str) -> Answer:
        """Type a code, read back what the field holds, and send it, if the browser lets it go."""
        typed, is_sent = code, False
        if self.sends_itself:
            type_in = partial(self.fill, selector, code)
            is_sent = self._traffic.answer_to(type_in, SENT_BY_ITSELF_WITHIN)
        if not is_sent:
            field = self.fill(selector, code)
            typed = field.input_value()
            is_sent = self.send(field)
        if not is_sent:
            return Answer(Outcome.NOT_SENT, self._why_not_sent(selector), typed=typed)
        answer = self.answer(selector)
        return Answer(answer.outcome, answer.words, answer.reason, typed)

    def _why_not_sent(self, selector: str) -> str:
        if not self.sees(selector):
            return "the field is gone"
        return str(
            self.seen(selector).first.evaluate("field => field.validationMessage || 'nothing happened'")
        )

    def answer(self, field: str) -> Answer:
        """What the page now shown means for whoever filled a field in and sent it."""
        refused = self.words(self.errors)
        if self._traffic.status == THROTTLED:
            return Answer(Outcome.LOCKED, refused or "429 Too Many Requests", Reason.LOCKED)
        if self._traffic.status >= 500:
            return Answer(Outcome.OTHER, f"the product answered with status {self._traffic.status}")
        if refused and self.sees(field):
            return refusal(refused)
        where = self.where()
        if refused and where is not Outcome.IN:
            return refusal(refused)
        return Answer(where, self.words(self.messages))

    def where(self) -> Outcome:
        """By the address where the target tells it, else by the fields that can be seen."""
        if self.at(self.code_page) or self.at(self.backup_page):
            return Outcome.CODE_ASKED
        if self.asks_for_password():
            return Outcome.PASSWORD_ASKED
        if self.is_signed_in():
            return Outcome.IN
        return Outcome.CODE_ASKED if self.sees(self.code_field) else Outcome.OTHER

    def asks_for_password(self) -> bool:
        """By the address of the sign-in, or the field."""
        return self.at(self.sign_in_page) or self.sees(self.password_field)

    def race_codes(self, other: Driver, code: str, *, backup: bool) -> None:
        """Both forms are filled in, then sent without waiting for each other."""
        if not isinstance(other, Pages):
            raise TypeError("The harness has two devices at one product driven by different drivers.")
        forms: list[Filled] = []
        for one in (self, other):
            if backup:
                one.go_to_backup_way()
            forms.append(one.fill_in((one.backup_field if backup else "") or one.code_field, code))
        send_at_once(forms)

    def fill_in(self, selector: str, code: str) -> Filled:
        """Type a code without sending it: all but its last character where the form may send itself."""
        if not self.sends_itself:
            return Filled(self.fill(selector, code), self._traffic)
        return Filled(self.fill(selector, code[:-1]), self._traffic, code)

    def asks_for_backup_code(self) -> bool:
        """By the address, or by a field that is there for backup codes alone."""
        if self.backup_page and self.at(self.backup_page):
            return True
        return bool(self.backup_field) and self.sees(self.backup_field) and not self.sees(self.code_field)

    def offers_backup_way(self) -> bool:
        """A choice, a link or a field of its own, or words that say that the field takes both."""
        if self.backup_choice:
            return self.sees(self.backup_choice)
        if self.backup_page or self.backup_field:
            return self.named(self.backup_link).count() > 0 or self.sees(self.backup_field)
        return bool(re.search(r"(backup|recovery) code", self.page_text(), re.I))

    def cancel_second_step(self) -> None:
        """The button that gives up, or back to the sign-in page where there is none."""
        if self.named(self.cancel_link).count():
            self.follow(self.cancel_link)
        else:
            self.open(self.sign_in_page)

    def sign_out(self) -> None:
        """By its own page, or by a link or button; where that asks once more, yes."""
        self.open(self.sign_out_page or self.settings_page)
        if self.named(self.sign_out_link).count():
            self.follow(self.sign_out_link)
        if self.sign_out_page and self.at(self.sign_out_page) and self.named(self.sign_out_link).count():
            self.follow(self.sign_out_link)

    def is_signed_in(self) -> bool:
        """By a direct request for a page of their own, so that the page shown stays as it is."""
        return self.fetch(self.own_page or self.settings_page) is not None

    def private_pages_open(self) -> list[str]:
        """Each private address by a direct request, and the settings as a page."""
        places = (self.settings_page, *self.private_pages)
        opened = [path for path in places if self.fetch(path) is not None]
        return [*opened, *(["the security settings as a page"] if self._settings_open_as_a_page() else [])]

    def _settings_open_as_a_page(self) -> bool:
        page = self.page.context.new_page()
        try:
            return type(self)(page, self._address).visit_security_settings() is Outcome.IN
        finally:
            tabs.close(page)

    def claim_network(self, address: str) -> None:
        """By the headers that proxies set."""
        self.page.context.set_extra_http_headers(
            {"X-Forwarded-For": address, "Forwarded": f"for={address}", "X-Real-IP": address}
        )

    def fetch(self, path: str) -> str | None:
        """The text of an answer that opens (200, no redirect), asked directly with this browser's cookies."""
        response = self.page.context.request.get(self._address + path, max_redirects=0)
        return response.text() if response.status == 200 else None

    # Settings

    def visit_security_settings(self) -> Outcome:
        """By their address."""
        self.open(self.settings_page)
        return self.where()

    def walk_to_security_settings(self) -> None:
        """From the first page, by the names of the menu; what isn't there is skipped, the last must be."""
        self.open(self.home_page)
        for name in self.menu[:-1]:
            if self.named(name).count():
                self.click(self.named(name))
        self.follow(self.menu[-1])

    def shows_security_settings(self) -> bool:
        """By the address of the page shown now."""
        return self.at(self.settings_page)

    def two_factor_is_on(self) -> bool:
        """From the settings, asked afresh, giving the password where they ask for it first."""
        self.open(self.settings_page)
        if self.sees(self.password_field) and not self.sees(self.name_field):
            self.send(self.fill(self.password_field, self._password))
            self.open(self.settings_page)
        return self.sees(self.on_sign)

    def offers_to_turn_on(self) -> bool:
        """The choice or the link in the settings."""
        return self.sees(self.set_up_choice) or self.named(self.set_up_link).count() > 0

    def activity(self) -> list[str]:
        """The list in the settings, where there is one."""
        if not self.activity_place:
            return []
        self.open(self.settings_page)
        return self.page.locator(self.activity_place).all_inner_texts()

    # Changes: a wish, a password where it is asked for, a yes where one is missing

    def wish(self, page: str, link: str, then: Callable[[], object] | None = None, shows: str = "") -> Answer:
        """Begin a change at its page, or by a link of the settings.

        then: what is left to do there. shows: what can be seen once the wish is granted.
        """
        self._wish, self._then, self._shows = (page, link), then, shows
        self._come_to_wish()
        return self.carry_on()

    def _come_to_wish(self) -> None:
        page, link = self._wish
        if page:
            self.open(page)
        else:
            self.open(self.settings_page)
            self.follow(link)

    def carry_on(self) -> Answer:
        """Where the wished change stands now, doing what is left of it unless the password is asked first."""
        if self.sees(self.password_field):
            return Answer(Outcome.PASSWORD_ASKED, self.words(self.messages))
        then, self._then = self._then, None
        if then is not None:
            then()
            return self.carry_on()
        is_granted = self.sees(self._shows) if self._shows else True
        return Answer(Outcome.DONE if is_granted else Outcome.OTHER, self.words(self.messages))

    def confirm_password(self, password: str) -> Answer:
        """On the page that asks for it, going on with the change it was asked for."""
        self.send(self.fill(self.password_field, password))
        refused = self.words(self.errors)
        if self.sees(self.password_field):
            return refusal(refused)
        page, link = self._wish
        if not self.at(page) and (page or (link and self.at(self.settings_page))):
            self._come_to_wish()  # it led elsewhere than to what was asked for
        return self.carry_on()

    def begin_set_up(self) -> Answer:
        """By its page, or the link in the settings."""
        return self.wish(self.set_up_page, self.set_up_link, self._choose_set_up, shows=self.code_field)

    def _choose_set_up(self) -> None:
        if self.set_up_choice:
            self.choose(self.set_up_choice)

    def begin_relink(self) -> Answer:
        """By its page, or the link in the settings; as a set-up where one place serves both."""
        page, link = self.relink_page, self.relink_link
        return self.wish(page, link, shows=self.code_field) if page or link else self.begin_set_up()

    def qr_picture(self) -> bytes:
        """The whole page, as a camera would see it."""
        return self.page.screenshot(full_page=True)

    def setup_key(self) -> str:
        """The longest text that looks like a key in base 32 (RFC 4648 section 6), in a text or a field."""
        place = self.page.locator(self.key_place).first
        found: list[str] = KEY.findall(str(place.evaluate(WRITTEN)))
        if not found:
            raise TargetError(
                f"At {self.path()} no key is written in {self.key_place!r}.\n"
                "  Do this: in the target's Pages, let key_place name where it stands."
            )
        return max(found, key=len).strip()

    def reload(self) -> None:
        """The browser's own reload."""
        self.page.reload(wait_until="domcontentloaded")

    def go_back(self) -> None:
        """The browser's own way back; where a page may not be kept, the browser shows one of its own."""
        with suppress_page_not_kept(self.page):
            self.page.go_back(wait_until="domcontentloaded")

    def finish_set_up(self, code: str) -> Answer:
        """On the set-up page. DONE when the product goes on from there without a complaint."""
        place = self.path()
        answer = self.give(self.code_field, code)
        if answer.outcome in (Outcome.REJECTED, Outcome.LOCKED, Outcome.NOT_SENT):
            return answer
        if complaint := self.words(self.errors):
            return replace(refusal(complaint), typed=answer.typed)
        if self.path() == place and self.sees(self.code_field):
            return replace(refusal(answer.words), typed=answer.typed)
        return Answer(Outcome.DONE, answer.words, typed=answer.typed)

    def abandon_set_up(self) -> None:
        """By going elsewhere."""
        self.open(self.settings_page)

    # Backup codes and turning off

    def backup_codes_shown(self) -> list[str]:
        """What looks like a code in the places where codes stand now, in order."""
        told: list[str] = []
        for place in self.seen(self.codes_place).all():
            told += str(place.evaluate("place => place.value || place.innerText")).splitlines()
        shape = re.compile(self.backup_code)
        return [line.strip() for line in told if shape.fullmatch(line.strip())]

    def offers_backup_codes(self) -> bool:
        """A link that shows or makes codes, where people are offered them."""
        self.open(self.offers_page or self.settings_page)
        return self.named(self.new_codes_link).count() > 0

    def fetch_backup_codes(self) -> str:
        """By direct requests for all private pages."""
        places = (self.settings_page, *self.private_pages, *([self.codes_page] if self.codes_page else []))
        return "\n".join(self.fetch(place) or "nothing" for place in places)

    def select_all(self) -> str:
        """The whole page, and what its large fields hold, which a person selects by themselves."""
        return str(self.page.evaluate(SELECTED))

    def page_text(self) -> str:
        """The page's words and what its fields hold."""
        if shows_own_page(self.page):
            return "The browser shows a page of its own."
        return str(self.page.evaluate(TEXT))

    def keeping_advice(self) -> str:
        """What stands beside the codes."""
        return self.page.locator(self.advice_place).first.inner_text()

    def download_backup_codes(self) -> str:
        """The file behind the link."""
        with self.page.expect_download() as caught:
            self.named(self.download_link).first.click()
        return text_of(caught.value)

    def finish_saving(self) -> None:
        """By the button below the codes, or by going elsewhere where there is none."""
        if self.named(self.saved_link).count():
            self.follow(self.saved_link)
        else:
            self.open(self.settings_page)

    def begin_new_backup_codes(self) -> Answer:
        """By their page, or the link in the settings, and a yes where one is asked for."""
        return self.wish(self.codes_page, self.new_codes_link, self._say_yes_to_new_codes)

    def _say_yes_to_new_codes(self) -> None:
        if not self.backup_codes_shown():
            self.follow(self.new_codes_link)

    def backup_codes_left(self) -> int | None:
        """The first number beside the words 'codes' and 'left' or the like in the settings."""
        self.open(self.settings_page)
        found = re.search(
            r"(\d+)\b[^.\n]{0,40}\bcodes?\b[^.\n]{0,20}\b(left|remaining|available|unused)",
            self.page_text(),
            re.I,
        )
        return int(found[1]) if found else None

    def turn_off(self) -> Answer:
        """By its page, or the link in the settings, and a yes where one is asked for."""
        return self.wish(self.turn_off_page, self.turn_off_link, self._say_yes_to_turning_off)

    def _say_yes_to_turning_off(self) -> None:
        if self.turn_off_choice:
            self.choose(self.turn_off_choice)
        elif self.named(self.turn_off_link).count():
            self.follow(self.turn_off_link)

    # Password

    def ask_for_reset(self, email: str) -> None:
        """On the page for it."""
        self.open(self.reset_page)
        self.send(self.fill(self.name_field, email))

    def reset_password(self, link: str, new_password: str) -> None:
        """By the link from the mail, once or twice as the page asks."""
        self.page.goto(link)
        for field in self.seen(self.password_field).all():
            field.fill(new_password)
        self.send(self.field(self.password_field))

    # Beyond the guide

    def enter_codes_at_once(self, codes: Sequence[str]) -> list[Answer]:
        """Each tab's form is filled in, then all are sent without waiting for each other."""
        place = self.code_page or self.page.url.removeprefix(self._address)
        tabs = [type(self)(self.page.context.new_page(), self._address) for _ in codes]
        forms: list[Filled] = []
        for tab, code in zip(tabs, codes, strict=True):
            tab.open(place)
            forms.append(tab.fill_in(self.code_field, code))
        sent = send_at_once(forms)
        return [tab.closing_answer(is_sent=was_sent) for tab, was_sent in zip(tabs, sent, strict=True)]

    def closing_answer(self, *, is_sent: bool) -> Answer:
        """What came of a code sent in a tab, which is closed then."""
        answer = self.answer(self.code_field) if is_sent else Answer(Outcome.NOT_SENT)
        tabs.close(self.page)
        return answer

    def code_place(self, *, backup: bool = False) -> Locator:
        """The field that tasks fill in."""
        if backup:
            self.go_to_backup_way()
        return self.field((self.backup_field if backup else "") or self.code_field)

    def enter_by_hand(self, put_in: Callable[[Locator], None], *, backup: bool = False) -> Answer:
        """With the Enter key, or where that does nothing, by the keyboard's way to the button."""
        place = self.code_place(backup=backup)
        is_sent = False
        if self.sends_itself:
            is_sent = self._traffic.answer_to(partial(put_in, place), SENT_BY_ITSELF_WITHIN)
        else:
            put_in(place)
        if not is_sent:
            is_sent = self._traffic.answer_to(partial(place.press, "Enter"), SENT_BY_ITSELF_WITHIN)
        if not is_sent and hands.tab_on_to_button(place):
            is_sent = self._traffic.answer_to(partial(self.page.keyboard.press, "Enter"))
        if not is_sent:
            return Answer(Outcome.NOT_SENT, self._why_not_sent(self.code_field))
        return self.answer(self.code_field)

    def enter_code_and_be_remembered(self, code: str) -> Answer:
        """With the box for it ticked."""
        if self.code_page and not self.at(self.code_page):
            self.open(self.code_page)
        self.field(self.remember_choice).check()
        return self.give(self.code_field, code)

    def sign_out_other_device(self) -> None:
        """By the first link or button for it in the settings."""
        self.open(self.settings_page)
        self.follow(self.other_device_link)

    def backup_codes_warning(self) -> str:
        """What stands in its place in the settings, where there is one."""
        self.open(self.settings_page)
        return self.words(self.few_codes_place) if self.few_codes_place else ""

    def ask_for_second_step(self) -> Outcome:
        """By its address; where it has none of its own, the sign-in's, which would go on from there."""
        self.open(self.code_page or self.sign_in_page)
        return self.where()

    def go_back_to_second_step(self) -> Outcome:
        """As with any page."""
        self.go_back()
        return self.where()

    def ask_aside(self, what: Aside) -> None:
        """In the ways of any browser."""
        ask_aside(self.page, self._address, what)

    def kept_by_browser(self) -> list[str]:
        """By cookies and what scripts store."""
        return kept_by_browser(self.page)

    def come_to_sign_in_leading_to(self, place: str) -> None:
        """By the address to which the product sends whoever asks for the settings."""
        self.open(self.settings_page)
        self.page.goto(leading_to(place, self.page.url, self.settings_page), wait_until="domcontentloaded")

    def is_at_product(self) -> bool:
        """By the address of the page shown now."""
        return is_same_site(self.page.url, self._address)

    def change_password(self, current: str, new: str) -> Answer:
        """On its page: the password of now first, then the new one, once or twice as the page asks."""
        self.open(self.password_page)
        now, *news = self.seen(self.password_field).all()
        now.fill(current)
        for field in news:
            field.fill(new)
        self.send(now)
        if refused := self.words(self.errors):
            return refusal(refused)
        self._password = new
        return Answer(Outcome.DONE, self.words(self.messages))


def _say_yes(dialog: Dialog) -> None:
    """Questions of the browser's own kind are part of what a person does there."""
    dialog.accept()
