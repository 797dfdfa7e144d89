"""The stage that scenes share: people whose accounts are made once, and quick ways to a scene's beginning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from harness.otpauth import KeyUri, normalise_key
from harness.people import Person
from harness.phone import Entry
from harness.secrets import Secret
from harness.stage import Stage
from targets.port import Account, Outcome, Target
from targets.reference.product import ReferenceProduct

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, StorageState


@dataclass(frozen=True)
class Regular:
    """Somebody known from an earlier scene: account, entries of the phone, cookies of a signed-in browser."""

    account: Account
    entries: list[Entry]
    cookies: StorageState


class Venue(Stage):
    """A stage at the reference server. regulars: by name, kept from scene to scene."""

    def __init__(
        self,
        target: Target,
        new_context: Callable[..., BrowserContext],
        regulars: dict[str, Regular],
    ) -> None:
        super().__init__(target, new_context)
        self.url = cast(ReferenceProduct, target).url
        self._regulars = regulars

    def visitor(self, path: str, name: str = "Alice") -> Person:
        """Somebody who opens a page by its address, signed in or not."""
        person = self.person(name)
        person.browser.page.goto(self.url + path)
        return person

    def unprotected(self, path: str, name: str = "Bob") -> Person:
        """A regular who is signed in, 2FA off, at a page. The scene has to leave the account as it is."""
        self._bring(name, self.person(name).sign_in)
        return self.visitor(path, name)

    def protected(self, path: str, name: str = "Alice") -> Person:
        """A regular who is signed in, 2FA on, at a page. The scene has to leave the account as it is."""
        self._bring(name, lambda: self.protect(name))
        return self.visitor(path, name)

    def protect(self, name: str = "Alice") -> Person:
        """Somebody with an account of this scene's own, signed in on the device that turned 2FA on."""
        person = self.person(name)
        person.sign_in_with_password()
        person.begin_set_up()
        type_key(person)
        person.confirm_set_up()
        person.browser.finish_saving()
        return person

    def at_second_step(self, name: str = "Alice") -> Person:
        """A regular with 2FA on, asked for the code on a device of their own."""
        if self._recognise(name) is None:
            self._bring(name, lambda: self.protect(name))
        person = self.person(name)
        person.stand_at_second_step()
        return person

    def send(self, person: Person, path: str, **fields: str) -> None:
        """Posts a form from the browser in hand without showing the answer, where a scene needs many."""
        page = person.browser.page
        page.context.request.post(self.url + path, form={**fields}, headers={"Origin": self.url})

    def _recognise(self, name: str) -> Regular | None:
        """Gives a person back what they have from an earlier scene; None for somebody new."""
        if known := self._regulars.get(name):
            person = self.person(name)
            person.account, person.phone.entries = known.account, list(known.entries)
        return known

    def _bring(self, name: str, begin: Callable[[], object]) -> None:
        """Puts somebody on stage who is signed in; `begin` makes them so the first time."""
        person = self.person(name)
        if (known := self._recognise(name)) is None:
            begin()
        else:
            person.new_device(storage_state=known.cookies)
            if person.browser.is_signed_in():
                return
            person.sign_in()  # so much time has passed meanwhile that the session is over
        cookies = person.browser.page.context.storage_state()
        self._regulars[name] = Regular(person.account, list(person.phone.entries), cookies)

    def confirm_if_asked(self, person: Person) -> Person:
        """Gives the password where it was given too long ago for what the person wants."""
        if person.browser.where() is Outcome.PASSWORD_ASKED:
            person.browser.confirm_password(person.account.password.reveal())
        return person


def type_key(person: Person) -> None:
    """Puts the key that is shown into the phone by hand, since taking a picture of it leaves a mark.

    Playwright styles a page for its pictures, and Firefox notes that the page's policy forbids such a style.
    """
    person.phone.keep(
        KeyUri("Lantern", person.account.email, Secret(normalise_key(person.browser.setup_key()), "key"))
    )
