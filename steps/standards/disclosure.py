"""What strangers can learn: from the answers to a wrong password, and from what a browser keeps."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_bdd import then, when

from harness.expect import expect
from harness.kept import gives_away
from harness.people import WRONG_PASSWORD, Person
from harness.phrases import parse
from harness.refusals import must_not_be_in
from harness.stage import Stage


@dataclass(frozen=True)
class Told:
    """What somebody sees after a wrong password: the answer, where it stands, and the page line by line."""

    answer: str
    place: str
    lines: tuple[str, ...]

    def unlike(self, other: Told) -> str:
        """In what two differ, in a line; empty where they don't."""
        pairs = [
            (self.answer, other.answer),
            (self.place, other.place),
            *zip(self.lines, other.lines, strict=False),
        ]
        different = next((f"{one!r} and {another!r}" for one, another in pairs if one != another), "")
        return different or ("one says more than the other" if self.lines != other.lines else "")


@when(
    parse(
        "{stranger:Person} tries a wrong password for {owner:Person}, for {other:Person} and for an address without an account"
    ),
    target_fixture="told",
)
def tries_wrong_passwords(stage: Stage, stranger: str, owner: str, other: str) -> dict[str, Told]:
    person, known = stage.act(stranger), stage.person(owner).account.email
    addresses = {owner: known, other: stage.person(other).account.email, "nobody": f"nobody-{known}"}
    return {whose: _told(person, address) for whose, address in addresses.items()}


def _told(person: Person, address: str) -> Told:
    """Each try is made on a device of its own, so that what was tried before changes nothing."""
    device = person.new_device()
    person.entered = ""
    person.answer = device.sign_in(address, WRONG_PASSWORD)
    must_not_be_in(person)
    lines = device.page_text().replace(address, "the address").splitlines()
    return Told(str(person.answer).replace(address, "the address"), device.path(), tuple(lines))


@when(
    parse(
        "{stranger:Person} asks for a new password for {owner:Person}, for {other:Person} and for an address without an account"
    ),
    target_fixture="told",
)
def asks_for_new_passwords(stage: Stage, stranger: str, owner: str, other: str) -> dict[str, Told]:
    person, known = stage.act(stranger), stage.person(owner).account.email
    addresses = {owner: known, other: stage.person(other).account.email, "nobody": f"nobody-{known}"}
    return {whose: _told_of_reset(person, address) for whose, address in addresses.items()}


def _told_of_reset(person: Person, address: str) -> Told:
    device = person.new_device()
    device.ask_for_reset(address)
    lines = device.page_text().replace(address, "the address").splitlines()
    return Told("", device.path(), tuple(lines))


@then(parse("{stranger:Person} is told the same each time"))
def is_told_the_same(told: dict[str, Told], stranger: str) -> None:
    first, *others = told
    for other in others:
        unlike = told[first].unlike(told[other])
        expect(not unlike, f"{stranger} is told the same for {first} and for {other}.", unlike)


@then("nothing that her browser keeps gives her password away")
def browser_keeps_no_password(stage: Stage) -> None:
    person = stage.spotlight
    kept, password = person.browser.kept_by_browser(), person.account.password.reveal()
    found = sum(gives_away(text, password) for text in kept)
    promised = "The browser keeps nothing that the password can be read from."
    expect(not found, promised, f"{found} of the {len(kept)} things that it keeps hold it")
