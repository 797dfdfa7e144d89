"""Checks of two-factor authentication itself: set up, asked for at sign-in, and turned off again."""

from __future__ import annotations

import re
from contextlib import suppress

from harness.doctor.check import Check
from harness.doctor.finding import NotTested, Wrong
from harness.doctor.signing_in import REFUSALS, must_be_in, must_not_be_in
from harness.doctor.visit import SIGHT, Visit
from harness.failure import Fault
from harness.otpauth import UnreadableKey, normalise_key
from harness.people import SavedCodes
from targets.port import Answer, Outcome


def settings_say_off(visit: Visit) -> None:
    """The settings open, and a fresh account has no 2FA."""
    browser = visit.alice.browser
    place = browser.visit_security_settings()
    if place is not Outcome.IN or not browser.shows_security_settings():
        raise visit.wrong(
            "The security settings open for a person who is signed in.",
            f"visit_security_settings() answers: {place.value}.",
            "give the address of the settings, and what they are known by.",
            *("settings_page", "visit_security_settings", "shows_security_settings", "where"),
        )
    if browser.two_factor_is_on():
        raise visit.wrong(
            "two_factor_is_on() says no for a fresh account.",
            "It says yes.",
            "let it look for what the settings show only when 2FA is on.",
            "two_factor_is_on",
        )


def menus_lead_to_settings(visit: Visit) -> None:
    """The settings are found by the menus, as the guide tells the way."""
    browser = visit.alice.browser
    browser.walk_to_security_settings()
    if not browser.shows_security_settings():
        raise visit.wrong(
            "The menus lead to the security settings.",
            f"walk_to_security_settings() comes to another page: {browser.where().value}.",
            "name the links from the first page to the settings, in their order.",
            *("menu", "home_page", "walk_to_security_settings", "settings_page"),
        )


def set_up_begins(visit: Visit) -> None:
    """The set-up shows a QR code, after the password where it is asked."""
    alice = visit.alice
    answer = alice.browser.begin_set_up()
    if answer.outcome is Outcome.PASSWORD_ASKED:
        answer = alice.browser.confirm_password(alice.account.password.reveal())
    if answer.outcome is not Outcome.DONE:
        raise visit.wrong(
            "begin_set_up() comes to the QR code and answers DONE.",
            answer,
            "let it lead to the page with the QR code, and see the code's field there.",
            "begin_set_up",
            "code_field",
        )


def key_is_read(visit: Visit) -> str:
    """A phone reads the QR code."""
    try:
        key = visit.alice.scan().key
    except UnreadableKey as error:
        raise visit.wrong(
            "A phone reads the key off the picture that qr_picture() takes.",
            error,
            "let the picture show the whole QR code and no other.",
            "qr_picture",
            "set_up_page",
        ) from error
    return f"{key.bits} bits, {key.digits} digits, {key.period} s, {key.algorithm}"


def written_key_is_the_same(visit: Visit) -> None:
    """The key written beside the QR code is the same one."""
    alice = visit.alice
    written = normalise_key(alice.browser.setup_key())
    if written != alice.phone.entry().key.secret.reveal():
        raise visit.wrong(
            "setup_key() reads the key that the QR code holds.",
            f"It reads another text, of {len(written)} characters.",
            "let it read the place where the key is written, and nothing else.",
            "setup_key",
        )


def wrong_code_ends_no_set_up(visit: Visit) -> None:
    """A wrong code is refused at set-up, and the driver tells what the field held."""
    alice = visit.alice
    code = alice.phone.wrong_code()
    visit.typed.clear()
    answer = alice.finish_set_up(code)
    must_tell_what_was_typed(visit, answer, code, "finish_set_up")
    if answer.outcome not in REFUSALS:
        is_on = answer.outcome is Outcome.DONE and alice.browser.two_factor_is_on()
        raise visit.wrong(
            "finish_set_up() answers REJECTED to a wrong code.",
            f"{answer}; the settings say that 2FA is {'on' if is_on else 'off'}",
            "let it read the product's refusal off the page." if not is_on else "the product takes any code.",
            *("finish_set_up", "errors"),
            fault=Fault.PRODUCT if is_on else Fault.PRODUCT_OR_TARGET,
        )


def must_tell_what_was_typed(visit: Visit, answer: Answer, code: str, task: str) -> None:
    """What the driver says was typed is what the browser saw, and that is the code."""
    seen = [_bare(typed.value) for typed in visit.typed if typed.value]
    if answer.typed is None or (seen and _bare(answer.typed) not in seen[-1:]):
        told = "nothing" if answer.typed is None else "something else than the field held"
        raise visit.wrong(
            f"{task}() tells in Answer.typed what the field held when it was sent.",
            f"It tells {told}.",
            "read the field back before it is sent, and give that as Answer(typed=...).",
            *(task, "give"),
            fault=Fault.TARGET,
        )
    if _bare(answer.typed) != code:
        raise visit.wrong(
            f"The field takes a code of {len(code)} digits as it is typed.",
            f"It held {len(answer.typed)} characters, and not those.",
            "let the driver type into the field for codes, and all of the code.",
            task,
        )


def _bare(text: str) -> str:
    """Without the gaps that fields put in."""
    return re.sub(r"[\s-]", "", text)


def right_code_turns_it_on(visit: Visit) -> None:
    """The phone's code turns 2FA on, and backup codes are shown where they are declared."""
    alice = visit.alice
    if visit.facts.wrong_code_ends_set_up or not _goes_on(visit):
        visit.set_up_was_ended = True
        set_up_begins(visit)
        _finish(visit)
    if alice.answer.outcome is not Outcome.DONE:
        raise visit.wrong(
            "finish_set_up() answers DONE to the code that the phone shows.",
            alice.answer,
            "try it by hand: where that works, the driver misreads the page.",
            "finish_set_up",
        )
    alice.saved = SavedCodes(alice.browser.backup_codes_shown())
    visit.codes_at_once = bool(alice.saved.codes)


def _goes_on(visit: Visit) -> bool:
    """Whether a right code finishes a set-up that had a wrong one."""
    with suppress(Wrong):  # there may be no field for a code any more
        _finish(visit)
    return visit.alice.answer.outcome is Outcome.DONE


def _finish(visit: Visit) -> None:
    """Scan once more, as some products show a new key after a wrong code, and give a code."""
    alice = visit.alice
    with suppress(UnreadableKey):  # those that show none keep the one before
        alice.scan()
    alice.finish_set_up(alice.phone.code())


def settings_say_on(visit: Visit) -> None:
    """Left as a person leaves it, the settings say that 2FA is on; codes made on request are fetched."""
    alice = visit.alice
    if alice.saved.codes:
        alice.browser.finish_saving()
    if not alice.browser.two_factor_is_on():
        raise visit.wrong(
            "two_factor_is_on() says yes after the set-up.",
            "It says no.",
            "let it look for what the settings show only when 2FA is on.",
            "two_factor_is_on",
        )


def signing_out_works(visit: Visit) -> None:
    """Signed out is signed out."""
    alice = visit.alice
    alice.sign_out()
    if alice.browser.is_signed_in():
        raise visit.wrong(
            "After sign_out() nobody is signed in.",
            "is_signed_in() says that somebody is.",
            "let sign_out() press what signs out, and confirm where the product asks.",
            "sign_out",
        )


def code_is_asked(visit: Visit) -> None:
    """After the password a code is asked for."""
    visit.fresh_step()
    alice = visit.alice
    answer = alice.sign_in_with_password()
    is_in = alice.browser.is_signed_in()
    must_not_be_in(visit, answer, is_in, "The password alone doesn't open a protected account.", "sign_in")
    if answer.outcome is not Outcome.CODE_ASKED:
        raise visit.wrong(
            "sign_in() answers CODE_ASKED for an account with 2FA.",
            answer,
            "let the driver know the page that asks for a code.",
            *("code_page", "code_field", "where", "sign_in"),
        )


def wrong_code_is_refused(visit: Visit) -> str:
    """A wrong code opens nothing."""
    alice = visit.alice
    code = alice.phone.wrong_code()
    visit.typed.clear()
    answer = alice.browser.enter_code(code)
    is_in = alice.browser.is_signed_in()
    must_not_be_in(visit, answer, is_in, "A wrong code is refused.", "enter_code")
    must_tell_what_was_typed(visit, answer, code, "enter_code")
    if answer.outcome not in REFUSALS:
        raise visit.wrong(
            "enter_code() answers REJECTED to a wrong code.",
            answer,
            "let it read the product's refusal off the page.",
            *("enter_code", "errors"),
        )
    return str(answer.reason.value)


def right_code_gets_in(visit: Visit) -> None:
    """The phone's code gets in."""
    alice = visit.alice
    answer = alice.enter_code(alice.phone.code())
    must_be_in(visit, answer, "The code that the phone shows lets its owner in.", "enter_code")


def backup_code_gets_in(visit: Visit) -> None:
    """A backup code gets in."""
    alice, declared = visit.alice, visit.facts.backup_codes
    if declared is None:
        raise NotTested("the target declares no backup codes")
    if not alice.saved.codes and declared.on_request:
        alice.make_new_codes()
        alice.browser.finish_saving()
    if not alice.saved.codes:
        raise visit.wrong(
            "Turning 2FA on shows backup codes, as declared.",
            "backup_codes_shown() reads none.",
            "let it read them; where they are made on request, declare BackupCodes(on_request=True).",
            "backup_codes_shown",
        )
    alice.sign_out()
    visit.fresh_step()
    answer = alice.enter_backup_code(alice.saved.take())
    must_be_in(visit, answer, "A backup code lets its owner in.", "enter_backup_code")


def is_turned_off_again(visit: Visit) -> None:
    """What was turned on can be turned off, so that the account is as it was."""
    alice = visit.alice
    visit.fresh_step()
    if not alice.browser.is_signed_in():  # so much time may have been let pass that her session is over
        alice.sign_in()
    alice.turn_off()
    if alice.browser.two_factor_is_on():
        raise visit.wrong(
            "After turn_off() the settings say that 2FA is off.",
            "They say that it is on.",
            "let turn_off() press what turns it off, and confirm where the product asks.",
            "turn_off",
            *SIGHT,
        )


CHECKS = (
    Check("the settings say that 2FA is off", settings_say_off),
    Check("the menus lead to the settings", menus_lead_to_settings, vital=False),
    Check("the set-up shows a QR code", set_up_begins),
    Check("a phone reads the QR code", key_is_read),
    Check("the key written beside it is the same", written_key_is_the_same, vital=False),
    Check("a wrong code is refused at set-up, as it was typed", wrong_code_ends_no_set_up),
    Check("the phone's code turns 2FA on", right_code_turns_it_on),
    Check("the settings say that 2FA is on", settings_say_on),
    Check("signing out works", signing_out_works),
    Check("signing in asks for a code", code_is_asked),
    Check("a wrong code is refused, as it was typed, and opens nothing", wrong_code_is_refused),
    Check("the phone's code gets in", right_code_gets_in),
    Check("a backup code gets in", backup_code_gets_in),
)
LAST = (Check("2FA can be turned off again", is_turned_off_again),)
