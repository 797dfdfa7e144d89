"""Checks of signing in without two-factor authentication: they touch no account's settings."""

from __future__ import annotations

from harness.doctor.check import Check
from harness.doctor.visit import RESTS_ON, SIGHT, Visit
from harness.failure import Fault
from harness.people import WRONG_PASSWORD, Person
from targets.port import Answer, Outcome

REFUSALS = (Outcome.REJECTED, Outcome.LOCKED)
OPENS = 200
"""The status of a page that opens, without leading elsewhere."""


def is_signed_out(visit: Visit) -> None:
    """A fresh browser opens nobody's pages. Catches a driver that takes everybody for signed in."""
    if visit.alice.browser.is_signed_in():
        raise visit.wrong(
            "A browser that nobody has used is not signed in.",
            "is_signed_in() says that it is.",
            "let it ask the product for a page that only its owner may open, and take a redirection for no.",
            "is_signed_in",
            fault=Fault.TARGET,
        )


def wrong_password_is_refused(visit: Visit) -> str:
    """A wrong password opens nothing, and the driver says so. Catches a driver that answers IN to all."""
    alice = visit.alice
    visit.typed.clear()
    answer = alice.sign_in_with_password(WRONG_PASSWORD)
    is_in = alice.browser.is_signed_in()
    fields_are_right(visit, alice, WRONG_PASSWORD)
    must_not_be_in(visit, answer, is_in, "A wrong password is refused.", "sign_in")
    if answer.outcome not in REFUSALS:
        raise visit.wrong(
            "sign_in() answers REJECTED to a wrong password.",
            answer,
            "let the driver see the product's refusal: it stands in the picture.",
            "sign_in",
            "errors",
            *SIGHT,
        )
    return str(answer.reason.value)


def must_not_be_in(visit: Visit, answer: Answer, is_in: bool, promised: str, task: str) -> None:
    """What was wrong opened nothing, by the driver's answer and by what the product opens."""
    if is_in:
        raise visit.wrong(
            promised,
            f"is_signed_in() says that the person is in; {task}() answered: {answer}.",
            "try it by hand: where the product lets you in, it is at fault, else this line is.",
            *("is_signed_in", "settings_page", task),
        )
    if answer.outcome is Outcome.IN:
        raise visit.wrong(
            f"{promised} What {task}() answers and what is_signed_in() says agree.",
            f"{task}() answers IN, and is_signed_in() says that nobody is.",
            f"let {task}() read its answer off the page.",
            task,
            *SIGHT,
            fault=Fault.TARGET,
        )


def fields_are_right(visit: Visit, person: Person, password: str) -> None:
    """Name and password were typed into the fields that are for them, as the browser saw it."""
    names = {typed.field for typed in visit.typed if typed.value == person.account.email}
    secretive = {typed.field for typed in visit.typed if typed.kind == "password"}
    passwords = {typed.field for typed in visit.typed if typed.value == password}
    if names & secretive or (passwords and not passwords & secretive and names):
        raise visit.wrong(
            "sign_in() types the name and the password into their own fields.",
            f"It types the name into {_listed(names)} and the password into {_listed(passwords)}.",
            "name_field and password_field, or what stands for them here, are swapped: change them over.",
            "sign_in",
            fault=Fault.TARGET,
        )
    if not names or not passwords:
        raise visit.wrong(
            "sign_in() types the name and the password that it is given.",
            f"It typed the {'password' if names else 'name'} into no field.",
            "let it fill in both fields.",
            "sign_in",
            fault=Fault.TARGET,
        )


def _listed(fields: set[str]) -> str:
    return ", ".join(sorted(repr(field) for field in fields)) or "no field"


def password_gets_in(visit: Visit) -> None:
    """The right password is all that a fresh account needs."""
    alice = visit.alice
    answer = alice.sign_in_with_password()
    must_be_in(visit, answer, "The right password lets the owner of a fresh account in.", "sign_in")


def must_be_in(visit: Visit, answer: Answer, promised: str, task: str) -> None:
    """What was right let the person in, by the driver's answer and by what the product opens."""
    opened = visit.stage.spotlight.browser.is_signed_in()
    if answer.outcome is Outcome.IN and opened:
        return
    if not opened and answer.outcome in (Outcome.IN, Outcome.OTHER):
        _own_page_must_open(visit, promised)
    if answer.outcome is Outcome.IN:
        raise visit.wrong(
            f"{promised} Then is_signed_in() says so.",
            f"{task}() answers IN, and is_signed_in() says no.",
            "let is_signed_in() ask for a page that opens for its owner.",
            "is_signed_in",
            "settings_page",
            task,
        )
    if opened:
        raise visit.wrong(
            f"{promised} Then {task}() answers IN.",
            f"It answers: {answer}; the person's own pages open.",
            f"let {task}() see that the person is in.",
            task,
            *SIGHT,
        )
    raise _kept_out(visit, answer, promised, task)


def _own_page_must_open(visit: Visit, promised: str) -> None:
    """The page by which a driver knows who is in opens for its owner. Catches one that is misspelt."""
    driver = visit.driver_in_hand
    where = visit.place_of(driver, "is_signed_in")
    if where is None or where.name not in RESTS_ON["is_signed_in"]:
        return
    path = getattr(driver, where.name)
    status, leads_to = visit.do(driver, "is_signed_in", lambda: visit.ask(path))
    beginning = getattr(driver, "sign_in_page", "")
    if status == OPENS or (beginning and leads_to.rstrip("/") == beginning.rstrip("/")):
        return
    led = f" and leads to {leads_to}" if leads_to else ""
    raise visit.wrong(
        promised,
        f"Asked for {path}, the page that tells who is in, the product answers with status {status}{led}.",
        f"{where.name}: give the address of a page that opens for its owner at once (status {OPENS}).",
        where.name,
    )


def _kept_out(visit: Visit, answer: Answer, promised: str, task: str) -> Exception:
    if task == "sign_in" and answer.outcome is Outcome.CODE_ASKED:
        return visit.wrong_target(
            promised,
            answer,
            "let new_account() give accounts without two-factor authentication.",
            "new_account",
        )
    return visit.wrong(
        promised,
        answer,
        f"try it by hand: where that works, {task}() or what it rests on is at fault, else the product is.",
        task,
    )


CHECKS = (
    Check("a browser that nobody has used is not signed in", is_signed_out),
    Check("a wrong password is refused", wrong_password_is_refused),
    Check("the right password gets in without a code", password_gets_in),
)
