"""The passwords and codes that people in the feature files enter, by the words that name them there.

Each is made when it is entered, from the phones and lists that a person holds then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.people import WRONG_PASSWORD, Person
from harness.phone import Entry
from harness.stage import CAST
from targets.port import Answer

LONG_AGO_STEPS = 40
"""Twenty minutes at 30 seconds a step: outside every acceptance window that a standard allows."""


ORIGINS = (
    "from her phone",
    "from his phone",
    "from her new phone",
    "from her old phone",
    "of the newer entry",
    "of the older entry",
)
"""Where a fresh code can come from."""


def entry_of(person: Person, origin: str) -> Entry:
    """The entry that an origin names, such as 'from her new phone' or 'of the older entry'."""
    phone = person.former_phone if origin == "from her old phone" else person.phone
    return phone.entry(back=1 if origin == "of the older entry" else 0)


def code_of(person: Person, origin: str) -> str:
    """A fresh code of the entry that an origin names."""
    if origin == "from her old phone":
        former = person.former_phone
        former.lost = False  # whoever holds it reads it
        return former.code_unlike(person.phone.entry())
    entry = entry_of(person, origin)
    if origin == "of the older entry":
        return person.phone.code_unlike(person.phone.entry(), entry)
    return person.phone.code(entry)


def _in_two_halves(person: Person) -> str:
    code = person.phone.code()
    return f"{code[: len(code) // 2]} {code[len(code) // 2 :]}"


def _just_changed(person: Person) -> str:
    code = person.phone.code()
    person.phone.wait_for_next_step(person.phone.entry())
    return code


def _same_after_change(person: Person) -> str:
    person.phone.wait_for_next_step(person.phone.entry())
    return person.entered


def _from_bob(person: Person) -> str:
    return person.stage.person("Bob").phone.code_unlike(person.phone.entry())


def _own(person: Person) -> str:
    owner = person.stage.person("Alice")
    return person.phone.code_unlike(owner.phone.entry())


def _lost_phone(person: Person) -> str:
    return code_of(person.stage.person("Alice"), "from her old phone")


AUTHENTICATOR_CODES: dict[str, Callable[[Person], str]] = {
    "the code from her phone": lambda person: person.phone.code(),
    "the code from her new phone": lambda person: person.phone.code(),
    "the code from her phone, typed in two halves": _in_two_halves,
    "the code from her old phone": lambda person: code_of(person, "from her old phone"),
    "the code from the lost phone": _lost_phone,
    "the code from her own phone": _own,
    "the code of the newer entry": lambda person: code_of(person, "of the newer entry"),
    "the code of the older entry": lambda person: code_of(person, "of the older entry"),
    "the code of the set-up": lambda person: person.entered,
    "the same code again": lambda person: person.entered,
    "the same code again, just after it has changed": _same_after_change,
    "a wrong code": lambda person: person.stage.person("Alice").phone.wrong_code(),
    "a code that her phone showed long ago": lambda person: person.phone.code_from_the_past(LONG_AGO_STEPS),
    "a code from Bob's phone": _from_bob,
    "a code that has just changed": _just_changed,
    "no code": lambda person: "",
}


def _old_backup_code(person: Person) -> str:
    return person.old_saved.take()


def _made_up_backup_code(person: Person) -> str:
    """A real code's shape with every character moved on, so that its format is right and its value is not."""
    real = person.saved.codes[0]
    made_up = "".join(_moved_on(c) for c in real)
    if made_up in person.saved.codes:
        raise LookupError(
            "The made-up backup code is a real one: the product's codes are far too predictable."
        )
    return made_up


def _moved_on(character: str) -> str:
    for alphabet in ("23456789", "abcdefghjkmnpqrstvwxyz", "ABCDEFGHJKMNPQRSTVWXYZ"):
        if character in alphabet:
            return alphabet[(alphabet.index(character) + 1) % len(alphabet)]
    return character


BACKUP_CODES: dict[str, Callable[[Person], str]] = {
    "a backup code": lambda person: person.saved.take(),
    "the first of her backup codes": lambda person: person.saved.take(),
    "a backup code from the middle of her list": lambda person: person.saved.take(0.5),
    "the last of her backup codes": lambda person: person.saved.take(1.0),
    "an old backup code": _old_backup_code,
    "the backup code she has used": lambda person: (person.saved.used or person.old_saved.used)[-1],
    "a made-up backup code": _made_up_backup_code,
    "one of Bob's backup codes": lambda person: person.stage.person("Bob").saved.take(),
}


@dataclass(frozen=True)
class Code:
    """A code that a phrase names. make: gives its characters when it is entered."""

    make: Callable[[Person], str]
    backup: bool = False

    def enter(self, person: Person) -> Answer:
        """Give it at the second step, standing there first where needed."""
        code = self.make(person)
        return person.enter_backup_code(code) if self.backup else person.enter_code(code)

    def enter_where_asked(self, person: Person) -> Answer:
        """Give it to whatever asks for one now: the set-up, else the second step."""
        return person.finish_set_up(self.make(person)) if person.setting_up else self.enter(person)


CODES: dict[str, Code] = {
    **{words: Code(make) for words, make in AUTHENTICATOR_CODES.items()},
    **{words: Code(make, backup=True) for words, make in BACKUP_CODES.items()},
}


def _password_of(name: str) -> Callable[[Person], str]:
    return lambda person: person.stage.person(name).account.password.reveal()


PASSWORDS: dict[str, Callable[[Person], str]] = {
    "her password": lambda person: person.account.password.reveal(),
    "a wrong password": lambda person: WRONG_PASSWORD,
    **{f"{name}'s password": _password_of(name) for name in CAST},
}


def wrong_backup_codes(person: Person, number: int) -> list[str]:
    """That many different codes of the right shape, none of them in the saved list."""
    shape = person.saved.codes[0]
    wrong: list[str] = []
    while len(wrong) < number:
        shape = "".join(_moved_on(c) for c in shape)
        if shape not in person.saved.codes:
            wrong.append(shape)
    return wrong
