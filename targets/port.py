"""What any product must offer to be tested: declared facts, accounts, time, and a driver for its pages.

This is the only module that both the harness and the targets know. It says what people can do and see
in words that fit any product with a login page; how a product lays that out is the target's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from harness.secrets import Secret

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class TargetError(Exception):
    """The target file or the product behind it can't be used; the text says where and what to do."""


class Outcome(StrEnum):
    """Where a person stands after giving a product something: a password, a code, a wish."""

    IN = "signed in"
    CODE_ASKED = "asked for a code"
    PASSWORD_ASKED = "asked for the password"
    REJECTED = "rejected"
    LOCKED = "locked out for now"
    NOT_SENT = "never sent, the browser refused the entry"
    DONE = "done"
    OTHER = "something else"


class Reason(StrEnum):
    """Why a product says it refused, read from its own words; UNSPECIFIED when it doesn't say."""

    WRONG = "wrong"
    REPLAYED = "used before"
    SKEWED = "clock"
    LOCKED = "locked"
    SESSION_GONE = "sign-in ended"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True)
class Answer:
    """A product's answer to one entry.

    `words` is what the product told the person; `typed` is what the page really held when it was sent,
    so that a code that a field cut or changed is not mistaken for a code that was judged.
    """

    outcome: Outcome
    words: str = ""
    reason: Reason = Reason.UNSPECIFIED
    typed: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.outcome.value} ({self.words!r})" if self.words else self.outcome.value


class Aside(StrEnum):
    """What a browser asks for besides, while a person is at something else."""

    MISSING = "something that does not exist"
    ICON = "the product's icon"
    START = "the product's start in a second tab"


@dataclass(frozen=True)
class Account:
    """One person's account at the product."""

    email: str
    password: Secret


@dataclass(frozen=True)
class ReadyMade:
    """An account that has 2FA on already: the otpauth URI that its QR code held, and its backup codes."""

    account: Account
    key_uri: Secret
    backup_codes: tuple[Secret, ...]


@dataclass(frozen=True)
class Notice:
    """A message that the product sent to an account's owner by an independent route, such as mail."""

    subject: str
    text: str


class LockScope(StrEnum):
    """Whom a lock keeps out."""

    ACCOUNT = "the account"
    ADDRESS = "everybody at one network address"
    SITE = "everybody"


@dataclass(frozen=True)
class Lock:
    """When wrong codes stop a way of signing in.

    threshold: wrong codes in a row that lock (NIST SP 800-63B-4 3.2.2); seconds: how long the lock lasts;
    backup_way_open: a backup code still gets in while the authenticator is locked; scope: whom it keeps out.
    then: for a back-off that grows, how long the locks after it last, in seconds and in their order, as long
    as no right code comes in between; the last is how long all further ones last. Empty: all last as long.
    from_first: the wait runs from the first of these wrong codes, as where so many are taken within a window
    of time; otherwise from the last.
    """

    threshold: int
    seconds: int
    backup_way_open: bool
    scope: LockScope = LockScope.ACCOUNT
    then: tuple[int, ...] = ()
    from_first: bool = False

    def __post_init__(self) -> None:
        """Raise TargetError for a lock that can't be: without a wrong code or a wait, or that shrinks."""
        waits = (self.seconds, *self.then)
        if self.threshold < 1 or self.seconds < 1:
            raise TargetError(
                f"Lock(threshold={self.threshold}, seconds={self.seconds}) is no lock: it takes at least one "
                "wrong code and one second.\n"
                "  Do this: correct it in the target's Facts, or declare lock=None."
            )
        if list(waits) != sorted(waits):
            raise TargetError(
                f"Lock(seconds={self.seconds}, then={self.then}) shrinks, which no lock in a row does.\n"
                "  Do this: correct then in the target's Facts: the seconds of the second lock, the third, "
                "and so on, none less than the one before."
            )

    def wait(self, number: int) -> int:
        """Seconds that a lock lasts, by its number in a row; the first is 1."""
        waits = (self.seconds, *self.then)
        return waits[min(number, len(waits)) - 1]


@dataclass(frozen=True)
class BackupCodes:
    """How a product hands out look-up secrets (NIST SP 800-63B-4 3.1.2).

    count: codes in a set. threshold: wrong ones in a row that lock that way in; 0 where none do.
    on_request: turning 2FA on shows none, they are made by a click of its own afterwards.
    download: they can be saved as a file. renewable: a new set can be made without turning 2FA off.
    few: the owner is warned from so many unused ones on; 0 where she is never warned.
    bits: how hard one is to guess at least: length times log2 of the alphabet; 0: not declared.
    """

    count: int
    threshold: int
    on_request: bool = False
    download: bool = True
    renewable: bool = True
    few: int = 0
    bits: int = 0


@dataclass(frozen=True)
class PasswordLimit:
    """When wrong passwords stop who is asked for the password again before a change.

    threshold: wrong ones in a row that stop; seconds: how long that lasts.
    """

    threshold: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a product declares about itself. A declaration that the product contradicts is a failure.

    What decides whether an example is acted out at all has no default: a target that forgets it is told so.

    digits, period (seconds), algorithm: RFC 6238 parameters of its codes.
    steps_back, steps_ahead: acceptance window in time steps around the server's own step (RFC 6238 5.2, 6).
    lock, backup_codes: None where the product has none.
    fresh_password_seconds: a change to 2FA asks for the password if it was given longer ago; None: never.
    half_sign_in_seconds: life of a sign-in that waits for its code; None: not declared.
    wrong_code_ends_set_up: after a wrong code a set-up has to be begun anew, and the key scanned again.
    same_key_on_reload: reloading the set-up shows the same key (True) or a new one (False).
    same_key_on_restart: so does one that was left, by its own way out where it has one, and is begun again.
    ends_other_sessions: turning 2FA on signs other devices out (True) or leaves them (False).
    activity: the security settings list recent events to the owner.
    clock_hint: a code refused for the phone's clock says so.
    can_relink: a new phone can be linked without turning 2FA off first.
    outbox: the target can read what the product sends to an account's owner (`notices`, `reset_link`).
    password_limit: on wrong passwords where it is asked again before a change; None: there is none.
    device_list: the security settings list the devices that are signed in, and can sign each other one out.
    names_with_signs: an account's name may hold < and >, and `new_account` takes such a name.
    shared_accounts: scenarios use the same accounts, one after the other or at once.
    rest_seconds: has to pass between two examples, where the product counts all requests of an address.

    What only the chapters beyond the guide ask for (features/standards); without it they leave examples out.
    keeps_wanted_place: who has to sign in on the way to the security settings is there afterwards.
    sign_in_names_place: the sign-in's address then names the settings, as in /login?next=/settings.
    password_change: people can change their password while they are signed in.
    remembered_days: people can have a device remembered for so many days; None: none is ever remembered.

    What is measured and set beside the declaration; without it the number is measured, told and judged by
    each standard, and is nobody's broken word.
    idle_seconds: who does nothing for so long has to sign in again (NIST SP 800-63B-4 2.2.3).
    overall_seconds: who has been signed in for so long has to sign in again, whatever she did (the same).
    key_bits: length of the key at least (RFC 4226 section 4, R6).
    """

    steps_back: int
    steps_ahead: int
    lock: Lock | None
    backup_codes: BackupCodes | None
    fresh_password_seconds: int | None
    same_key_on_reload: bool
    same_key_on_restart: bool
    ends_other_sessions: bool
    can_relink: bool
    activity: bool
    outbox: bool
    digits: int = 6
    period: int = 30
    algorithm: str = "SHA1"
    half_sign_in_seconds: int | None = None
    clock_hint: bool = False
    wrong_code_ends_set_up: bool = False
    password_limit: PasswordLimit | None = None
    device_list: bool = False
    names_with_signs: bool = False
    shared_accounts: bool = False
    rest_seconds: int = 0
    keeps_wanted_place: bool = False
    sign_in_names_place: bool = False
    password_change: bool = False
    remembered_days: int | None = None
    idle_seconds: int | None = None
    overall_seconds: int | None = None
    key_bits: int | None = None

    def __post_init__(self) -> None:
        """Raise TargetError for what is written as `...`, which is how a new target's file says 'not yet'."""
        if open_ones := [name for name, value in vars(self).items() if value is ...]:
            raise TargetError(
                f"Facts says nothing yet of {', '.join(open_ones)}.\n"
                "  Do this: replace each ... by what the product does; targets/port.py says what each means."
            )


@dataclass(frozen=True)
class Consent:
    """The owner's written consent to this product's being tested: who gave it, in which words, and when."""

    owner: str
    text: str
    given: date


class Clock(Protocol):
    """The time that the product lives in, in seconds since the epoch.

    movable: `advance` moves the product at once; otherwise it waits until that much real time has passed.
    running: time passes by itself between two looks at it, so a code can run out while it is entered.
    """

    movable: bool
    running: bool

    def now(self) -> float:
        """The product's present time."""

    def advance(self, seconds: float) -> None:
        """Let time pass for the product and everybody on stage."""


class Driver(Protocol):
    """One browser page and what a person can do and see there. Tasks end when the product has answered."""

    page: Page

    # Signing in and out

    def sign_in(self, email: str, password: str) -> Answer:
        """Go to the sign-in, give name and password: IN, CODE_ASKED, REJECTED or LOCKED."""

    def enter_code(self, code: str) -> Answer:
        """Give an authenticator code at the second step."""

    def enter_backup_code(self, code: str) -> Answer:
        """Give a backup code at the second step, going to wherever the product takes them."""

    def race_codes(self, other: Driver, code: str, *, backup: bool) -> None:
        """Give one code on this page and on another's at one moment; both stand at the second step."""

    def offers_backup_way(self) -> bool:
        """Whether the second step offers to use a backup code instead."""

    def asks_for_backup_code(self) -> bool:
        """Whether the second step asks for a backup code where it could ask for the code from the phone."""

    def cancel_second_step(self) -> None:
        """Give up at the second step."""

    def sign_out(self) -> None:
        """Sign out from wherever the person is."""

    def is_signed_in(self) -> bool:
        """Whether this browser opens the person's private pages now (asks the product afresh)."""

    def where(self) -> Outcome:
        """What the page shown now wants: IN, CODE_ASKED, PASSWORD_ASKED (sign-in) or OTHER."""

    def asks_for_password(self) -> bool:
        """Whether the page shown now asks for the password. By that page alone: nothing is requested."""

    def private_pages_open(self) -> list[str]:
        """Names of the private pages and interfaces that open for this browser, as pages or directly."""

    def claim_network(self, address: str) -> None:
        """Make this browser claim, in the headers that proxies use, to come from another address."""

    # Settings

    def visit_security_settings(self) -> Outcome:
        """Ask for the security settings by their address: IN when shown, else what is asked first."""

    def walk_to_security_settings(self) -> None:
        """Find the security settings by the menus, as the guide tells the way."""

    def shows_security_settings(self) -> bool:
        """Whether the page shown now is the security settings."""

    def two_factor_is_on(self) -> bool:
        """What the security settings say."""

    def offers_to_turn_on(self) -> bool:
        """Whether the security settings offer to turn 2FA on."""

    def confirm_password(self, password: str) -> Answer:
        """Give the password when it is asked again before a change: DONE, REJECTED or LOCKED."""

    def activity(self) -> list[str]:
        """Recent security events as the owner reads them; empty when the product shows none."""

    # Set-up and relinking

    def begin_set_up(self) -> Answer:
        """Ask to turn 2FA on: DONE when a QR code is shown, PASSWORD_ASKED before that."""

    def begin_relink(self) -> Answer:
        """Ask to link a new phone in place of the old one: as begin_set_up."""

    def qr_picture(self) -> bytes:
        """A PNG picture of what a phone's camera would see."""

    def setup_key(self) -> str:
        """The key written beside the QR code, as shown."""

    def reload(self) -> None:
        """Load the page shown now once more, as the browser's reload does."""

    def go_back(self) -> None:
        """Use the browser's way back."""

    def finish_set_up(self, code: str) -> Answer:
        """Give the code that confirms a set-up or a relink: DONE or REJECTED."""

    def abandon_set_up(self) -> None:
        """Leave the set-up without confirming it."""

    # Backup codes and turning off

    def backup_codes_shown(self) -> list[str]:
        """The backup codes that the page shows now, in order."""

    def offers_backup_codes(self) -> bool:
        """Whether the security settings have backup codes or offer to make some."""

    def fetch_backup_codes(self) -> str:
        """All that the product answers when this browser asks directly for backup codes."""

    def select_all(self) -> str:
        """The text that a person gets who selects the whole page to copy it."""

    def page_text(self) -> str:
        """All text that the page holds now, seen or hidden, with the values of its fields."""

    def keeping_advice(self) -> str:
        """What the page says about where to keep the codes."""

    def download_backup_codes(self) -> str:
        """The text of the file that the product gives for download."""

    def finish_saving(self) -> None:
        """Leave the backup codes, as a person who has saved them."""

    def begin_new_backup_codes(self) -> Answer:
        """Ask for a new set: DONE when it is shown, PASSWORD_ASKED before that."""

    def backup_codes_left(self) -> int | None:
        """How many unused codes the settings count; None when the product doesn't say."""

    def turn_off(self) -> Answer:
        """Turn 2FA off: DONE, or PASSWORD_ASKED before that."""

    # Password

    def reset_password(self, link: str, new_password: str) -> None:
        """Follow a mailed reset link and set a new password."""

    def ask_for_reset(self, email: str) -> None:
        """Ask for a reset link."""

    # What only the chapters beyond the guide ask for (features/standards)

    def enter_codes_at_once(self, codes: Sequence[str]) -> list[Answer]:
        """At the second step, give each of these codes in a tab of its own, all at one moment."""

    def code_place(self, *, backup: bool = False) -> Locator:
        """Where a code belongs that the page shown now asks for: its field, or the first of several boxes.

        backup: where a backup code belongs, going to wherever the product takes them.
        """

    def enter_by_hand(self, put_in: Callable[[Locator], None], *, backup: bool = False) -> Answer:
        """Let hands put a code into its place, by the clipboard or key by key, and send it with the keyboard.

        Where the product sends it by itself, that is left to the product. NOT_SENT when nothing is sent.
        """

    def enter_code_and_be_remembered(self, code: str) -> Answer:
        """At the second step, give a code and have this device remembered (Facts.remembered_days)."""

    def sign_out_other_device(self) -> None:
        """Sign another device out, the first that the security settings list."""

    def backup_codes_warning(self) -> str:
        """How the product warns the owner that few backup codes are left, or none; empty when it doesn't."""

    def ask_for_second_step(self) -> Outcome:
        """Ask for the second step by its address, as for any page: what is shown then."""

    def go_back_to_second_step(self) -> Outcome:
        """Use the browser's way back after leaving the second step: what is shown then."""

    def ask_aside(self, what: Aside) -> None:
        """Let this browser ask for something besides, leaving the page shown as it is."""

    def path(self) -> str:
        """The address of the page shown now, within the product and without its query."""

    def kept_by_browser(self) -> list[str]:
        """All values that this browser keeps for the product, cookies among them."""

    def sign_in_here(self, email: str, password: str) -> Answer:
        """As sign_in, on the sign-in page that is shown now."""

    def come_to_sign_in_leading_to(self, place: str) -> None:
        """Signed out, open the sign-in's address that the product makes for the security settings, with
        another place in their stead.
        """

    def is_at_product(self) -> bool:
        """Whether the page shown now is one of the product's."""

    def change_password(self, current: str, new: str) -> Answer:
        """Signed in, change the password: DONE, REJECTED, or PASSWORD_ASKED before that."""


class Target(Protocol):
    """A product that can be tested.

    address: where the product is (URL), as far as it is known before the start. consent: the owner's, for
    anything that isn't on this machine's loopback. destructive: locks and bursts of requests are allowed.
    browser_settings: for Playwright's new_context, such as {"ignore_https_errors": True}.

    accounts_at_hand, where there is one: how many accounts `new_account` can give in a run.

    It may also have `secret_places`, a tuple of CSS selectors of what its pages show or take of secrets:
    those are covered in pictures, and read when an example fails so that nothing shown there is written down.
    Without it no pictures are kept at the evidence level `strict` (docs/secrets.md).
    """

    name: str
    facts: Facts
    clock: Clock
    consent: Consent | None
    destructive: bool
    browser_settings: dict[str, object]

    @property
    def secret_places(self) -> tuple[str, ...]:
        """CSS selectors of what its pages show or take of secrets."""

    @property
    def address(self) -> str:
        """The product's URL."""

    def start(self) -> None:
        """Make the product ready. Raises TargetError."""

    def stop(self) -> None:
        """Release what `start` took. Safe to call twice."""

    def new_account(self, person: str) -> Account:
        """A fresh account without 2FA for one person of the cast, whose name stands in the account's.

        With names_with_signs the name may hold < and >, and has to be taken as it is.
        """

    def ready_made(self, person: str) -> ReadyMade | None:
        """A fresh account with 2FA on, confirmed at the product's present time by the product's own rules.

        None when the product has no quicker way there than its pages: then people walk through them.
        """

    def notices(self, account: Account) -> list[Notice]:
        """What the product has sent to the account's owner, oldest first."""

    def reset_link(self, account: Account) -> str:
        """The newest password reset link that the product has sent to the owner."""

    def driver(self, page: Page) -> Driver:
        """A driver on a fresh page of the harness."""
