"""People on stage: what they own, what they remember, and the errands that take several of a driver's tasks.

A person acts through devices (browser contexts of their own). What a product's pages look like is the
driver's business; what must hold is the steps'.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness import tabs
from harness.expect import expect, expect_to_work
from harness.otpauth import read_key_uri
from harness.phone import Entry, Phone
from harness.secrets import Secret, live
from targets.port import Account, Answer, Driver, Outcome

if TYPE_CHECKING:
    from harness.stage import Stage
    from harness.trail import Trail

WRONG_PASSWORD = "not-the-right-password-7"

UNCHECKED = """document.querySelectorAll('input').forEach(
    field => ['required', 'pattern', 'minlength', 'min'].forEach(name => field.removeAttribute(name)))"""
"""Lifts the browser's own checks, which hold nobody back who means to send nothing."""

OWN_NETWORK, OTHER_NETWORK = "127.0.0.1", "203.0.113.7"
DEVICES: dict[str, tuple[dict[str, str], str | None]] = {
    "on a second device": ({}, None),
    "on a device abroad": ({"locale": "ja-JP", "timezone_id": "Asia/Tokyo"}, OTHER_NETWORK),
    "on a device that claims to be on her own network": ({}, OWN_NETWORK),
    "on a device that claims to be on another network": ({}, OTHER_NETWORK),
}
"""Places to act from: what the browser is set to, and the address that it claims to come from (RFC 5737)."""


@dataclass
class SavedCodes:
    """Backup codes on paper or in a file: which were saved, which are used up."""

    codes: list[str] = field(default_factory=list, repr=False)
    used: list[str] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        for code in self.codes:
            live.remember(code, "backup code")

    def take(self, place: float = 0.0) -> str:
        """An unused code, crossed out as it is read: the list's first (0), middle (0.5) or last (1)."""
        unused = [code for code in self.codes if code not in self.used]
        if not unused:
            raise LookupError("The scenario wants a backup code, but none is saved: a Given is missing.")
        self.used.append(unused[int(place * (len(unused) - 1))])
        return self.used[-1]


class Person:
    """One of the cast, with devices, a phone, saved codes and the last answer they were given."""

    def __init__(self, name: str, stage: Stage) -> None:
        self.name = name
        self.stage = stage
        self.phone = self.new_phone()
        self.old_phone: Phone | None = None
        self.saved = SavedCodes()
        self.old_saved = SavedCodes()
        self.answer = Answer(Outcome.OTHER, "nothing was asked yet")
        self.entered = ""
        self.downloaded: list[str] = []  # the words of the file, codes among them
        self.looked_at = ""
        self.news_before: Counter[str] = Counter()
        self.setting_up = False
        self.locked_at = 0.0  # when the wrong code was given that a lock's wait is counted from
        self.row_began: float | None = None  # when the first wrong code was given since she was last let in
        self.locks = 1  # in a row, with the one that she is in or comes to first
        self.waiting_since = 0.0
        self.devices: list[Driver] = []
        self.trail: Trail | None = None
        self._account: Account | None = None
        self._at = 0
        self._phone_in_force: Phone | None = None

    # What they own

    @property
    def account(self) -> Account:
        """The account they act on: their own, or the one whose password they know."""
        if self._account is None:
            self.open_account()
            return self.account
        return self._account

    @account.setter
    def account(self, account: Account) -> None:
        self._account = account

    def open_account(self) -> None:
        """Get a fresh account without 2FA from the product."""
        self._account = self.stage.target.new_account(self.name)

    def new_phone(self) -> Phone:
        """A phone fresh from the shop, with the right time."""
        shown = self.stage.evidence.shown if self.stage.evidence else {}
        return Phone(self.stage.target.clock, ledger=self.stage.ledger, shown=shown)

    def replace_phone(self) -> None:
        """Lay the present phone aside and take a new one."""
        self.old_phone, self.phone = self.phone, self.new_phone()

    @property
    def former_phone(self) -> Phone:
        """The phone from before the move."""
        if self.old_phone is None:
            raise LookupError(f"{self.name} has no former phone: a Given is missing.")
        return self.old_phone

    @property
    def browser(self) -> Driver:
        """The device in hand; the first one is opened when it is first needed."""
        if not self.devices:
            self.new_device()
        return self.devices[self._at]

    def new_device(self, **settings: object) -> Driver:
        """Take up another device, one that the product has never seen."""
        context = self.stage.new_context(**settings)
        if self.trail is not None:
            self.trail.follow(context)
        self.devices.append(self.stage.driver(tabs.opened(context), self.name, len(self.devices) + 1))
        self._at = len(self.devices) - 1
        return self.devices[-1]

    def take_device(self, number: int) -> Driver:
        """Go back to a device used before; 0 is the first."""
        self._at = number
        return self.browser

    def take_up(self, where: str) -> None:
        """Take up a new device in one of the DEVICES' places."""
        settings, address = DEVICES[where]
        device = self.new_device(**settings)
        if address:
            device.claim_network(address)

    def news(self) -> Counter[str]:
        """All that the product has told this owner: notices, and activity where a device is signed in."""
        told = [f"{notice.subject}: {notice.text}" for notice in self.stage.target.notices(self.account)]
        if self.devices and self.browser.is_signed_in():
            told += self.browser.activity()
        return Counter(told)

    # Signing in

    def sign_in_with_password(self, password: str | None = None) -> Answer:
        """The first step of a sign-in, from its beginning."""
        self.answer = self.browser.sign_in(self.account.email, password or self.account.password.reveal())
        return self.answer

    def stand_at_second_step(self) -> bool:
        """Be asked for a code, signing in with the password where needed; a device that is in is laid by.

        False where a lock keeps the person out already at the password: that answer is the last one then.
        """
        if self.devices and self.browser.is_signed_in():
            self.new_device()
        if self.browser.where() is not Outcome.CODE_ASKED:
            answer = self.sign_in_with_password()
            if answer.outcome is Outcome.LOCKED:
                return False
            asked, promised = Outcome.CODE_ASKED, f"{self.name} is asked for a code after the password."
            expect(answer.outcome is not Outcome.IN, promised, answer)
            expect_to_work(answer.outcome is asked, promised, answer)
        return True

    def enter_code(self, code: str) -> Answer:
        """Give a code at the second step."""
        self.entered = code
        if self.stand_at_second_step():
            if not code:
                self.browser.page.evaluate(UNCHECKED)
            self.answer = self.browser.enter_code(code)
        return self.answer

    def enter_code_if_asked(self, place: Outcome, code: str) -> Answer:
        """Give a code where the page shown still wants one; else that it doesn't is the answer."""
        self.entered = code
        asked = place is Outcome.CODE_ASKED
        self.answer = self.browser.enter_code(code) if asked else Answer(place)
        return self.answer

    def gave_wrong_code(self) -> None:
        """Note when: a lock's wait runs from the last wrong code of a row, or as declared from the first."""
        now, lock = self.stage.target.clock.now(), self.stage.facts.lock
        if self.row_began is None:
            self.row_began = now
        self.locked_at = self.row_began if lock and lock.from_first else now

    def enter_backup_code(self, code: str) -> Answer:
        """Give a backup code at the second step."""
        self.entered = code
        if self.stand_at_second_step():
            self.answer = self.browser.enter_backup_code(code)
        return self.answer

    def sign_in(self) -> None:
        """Sign in with whatever the account takes, as a Given: it has to work."""
        answer = self.sign_in_with_password()
        if answer.outcome is Outcome.CODE_ASKED:
            answer = self.enter_code(self.phone.code())
        self.must_be_in(answer)

    def must_be_in(self, answer: Answer) -> None:
        """Expect to be signed in, by the answer and by what the product opens afterwards."""
        expect_to_work(answer.outcome is Outcome.IN, f"{self.name} is signed in.", answer)
        opened = self.browser.is_signed_in()
        expect_to_work(opened, f"{self.name}'s own pages open.", "the product asks to sign in")
        self.row_began = None

    def sign_out(self) -> None:
        """Sign out on the device in hand."""
        self.browser.sign_out()

    # Setting up

    def begin_set_up(self) -> None:
        """Come to the QR code, giving the password again where it is asked."""
        self._go_through(self.browser.begin_set_up())
        self.setting_up = True

    def begin_relink(self, phone: Phone | None = None) -> None:
        """Come to the QR code for a new phone; the present one stays in force until that one is confirmed."""
        self._go_through(self.browser.begin_relink())
        self.setting_up = True
        if phone is not None:
            self._phone_in_force = self.old_phone = self.phone
            self.phone = phone

    def load_set_up_again(self) -> None:
        """Load a set-up once more; a product may ask for the password before it shows another key."""
        self.browser.reload()
        if self.browser.asks_for_password():
            self.answer = Answer(Outcome.PASSWORD_ASKED)

    def come_to_key(self) -> Entry:
        """Scan the QR code of a set-up that was begun, giving the password first where it is asked."""
        if self.answer.outcome is Outcome.PASSWORD_ASKED:
            self._go_through(self.answer)
            self.setting_up = True
        return self.scan()

    def resume_set_up(self) -> None:
        """Come back to a set-up that was left standing, and scan again where the product shows a new key."""
        is_refused = self.answer.outcome is Outcome.REJECTED
        if not self.setting_up or (is_refused and self.stage.facts.wrong_code_ends_set_up):
            self.begin_set_up()
            if not self.stage.facts.same_key_on_restart:
                self.scan()

    def leave_set_up(self) -> None:
        """Leave without confirming; a phone that was to be replaced stays in force."""
        self.browser.abandon_set_up()
        self.setting_up = False
        if self._phone_in_force is not None:
            self.phone, self._phone_in_force = self._phone_in_force, None

    def scan(self, phone: Phone | None = None) -> Entry:
        """Photograph the QR code shown."""
        return (phone or self.phone).scan(self.browser.qr_picture())

    def finish_set_up(self, code: str) -> Answer:
        """Give the code that confirms the key."""
        self.entered = code
        self.answer = self.browser.finish_set_up(code)
        if self.answer.outcome is Outcome.DONE:
            self.setting_up, self._phone_in_force = False, None
        return self.answer

    def confirm_set_up(self, entry: Entry | None = None) -> None:
        """Confirm with a right code and write the backup codes down: it has to work."""
        answer = self.finish_set_up(self.phone.code(entry))
        expect_to_work(answer.outcome is Outcome.DONE, "A right code confirms the set-up.", answer)
        self.write_codes_down()

    def write_codes_down(self) -> None:
        """Save the backup codes shown, if the product has any; the former set is laid aside."""
        if self.stage.facts.backup_codes is None:
            return
        codes = self.browser.backup_codes_shown()
        if not codes and self.stage.facts.backup_codes.on_request:
            if self.saved.codes:  # from before: what becomes of them is the product's business
                self.old_saved, self.saved = self.saved, SavedCodes()
                return
            self._go_through(self.browser.begin_new_backup_codes())
            codes = self.browser.backup_codes_shown()
        expect_to_work(bool(codes), "Backup codes are shown.", "none are shown")
        self.old_saved, self.saved = self.saved, SavedCodes(codes)

    def link_phone(self) -> None:
        """Set 2FA up from begin to end with the phone in hand."""
        self.begin_set_up()
        self.scan()
        self.confirm_set_up()
        self.browser.finish_saving()

    def relink_phone(self) -> None:
        """Link the phone in hand in place of the one linked now, as the product lets people do it."""
        if not self.stage.facts.can_relink:
            self.turn_off()
            return self.link_phone()
        self.begin_relink()
        self.scan()
        self.confirm_set_up()
        return self.browser.finish_saving()

    def protect_account(self) -> None:
        """Have an account with 2FA on, codes written down, signed out: by the product's quickest way."""
        ready = self.stage.target.ready_made(self.name) if self._account is None else None
        if ready is not None:
            self.account = ready.account
            self.phone.code(
                self.phone.keep(read_key_uri(ready.key_uri.reveal()))
            )  # the code that confirmed it is spent
            self.saved = SavedCodes([code.reveal() for code in ready.backup_codes])
            return
        self.sign_in_with_password()
        self.link_phone()
        self.sign_out()

    def start_afresh(self) -> None:
        """Take an account with 2FA on that nobody has used yet, a new phone, and a new device."""
        self._account, self.phone, self.setting_up = None, self.new_phone(), False
        self.row_began = None
        self.new_device()
        self.protect_account()

    def turn_off(self) -> None:
        """Turn 2FA off, giving the password again where it is asked."""
        self._go_through(self.browser.turn_off())

    def change_password(self, new: Secret) -> None:
        """Change the password of the account, giving the former one where it is asked."""
        self._go_through(self.browser.change_password(self.account.password.reveal(), new.reveal()))
        self.account = Account(self.account.email, new)

    def make_new_codes(self) -> None:
        """Replace the backup codes and write the new ones down."""
        self._go_through(self.browser.begin_new_backup_codes())
        self.write_codes_down()

    def _go_through(self, answer: Answer) -> None:
        if answer.outcome is Outcome.PASSWORD_ASKED:
            answer = self.browser.confirm_password(self.account.password.reveal())
        self.answer = answer
        expect_to_work(
            answer.outcome is Outcome.DONE, f"{self.name} gets on with what she asked for.", answer
        )
