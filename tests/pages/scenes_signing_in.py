"""Scenes on the way in: sign-up, sign-in, forgotten passwords, the second step, and error pages."""

from __future__ import annotations

from harness.people import WRONG_PASSWORD, Person
from server.policy import Policy
from tests.pages.regulars import Venue
from tests.pages.scene import press, scene

CLOCK_OFF_SECONDS = 300
WRONG_PASSWORDS_TO_WAIT = Policy().wrong_passwords_to_wait
WRONG_BACKUP_CODE = "aaaa-bbbb-cccc-dddd"


@scene("sign-up", "/sign-up", "Create your account")
def sign_up(venue: Venue) -> Person:
    return venue.visitor("/sign-up")


@scene("sign-up-with-errors", "/sign-up", "Enter an email address")
def sign_up_with_errors(venue: Venue) -> Person:
    return press(sign_up(venue), "Create account", email="alice", password="short")


@scene("sign-up-for-a-taken-address", "/sign-up", "If you have an account already")
def sign_up_for_a_taken_address(venue: Venue) -> Person:
    taken = venue.person("Bob").account
    return press(sign_up(venue), "Create account", email=taken.email, password=taken.password.reveal())


@scene("sign-in", "/sign-in", "Sign in to Lantern")
def sign_in(venue: Venue) -> Person:
    return venue.visitor("/sign-in")


@scene("sign-in-wrong-password", "/sign-in", "don't go together")
def sign_in_wrong_password(venue: Venue) -> Person:
    alice = venue.person("Alice")
    alice.sign_in_with_password(WRONG_PASSWORD)
    return alice


@scene("sign-in-too-many-passwords", "/sign-in", "Too many wrong passwords")
def sign_in_too_many_passwords(venue: Venue) -> Person:
    alice = venue.person("Alice")
    for _ in range(WRONG_PASSWORDS_TO_WAIT):
        venue.send(alice, "/sign-in", email=alice.account.email, password=WRONG_PASSWORD, next="")
    return sign_in_wrong_password(venue)


@scene("sign-in-after-signing-out", "/sign-in", "You're signed out.")
def sign_in_after_signing_out(venue: Venue) -> Person:
    alice = venue.person("Alice")
    alice.sign_in()
    alice.sign_out()
    return alice


@scene("forgot-password", "/forgot-password", "We'll mail you a link")
def forgot_password(venue: Venue) -> Person:
    return venue.visitor("/forgot-password")


@scene("forgot-password-bad-address", "/forgot-password", "Enter an email address")
def forgot_password_bad_address(venue: Venue) -> Person:
    return press(forgot_password(venue), "Send reset link", email="alice")


@scene("forgot-password-sent", "/forgot-password", "a link is on its way")
def forgot_password_sent(venue: Venue) -> Person:
    alice = venue.person("Alice")
    alice.browser.ask_for_reset(alice.account.email)
    return alice


@scene("reset-password", "/reset-password", "Set a new password")
def reset_password(venue: Venue) -> Person:
    alice = forgot_password_sent(venue)
    alice.browser.page.goto(venue.target.reset_link(alice.account))
    return alice


@scene("reset-password-too-short", "/reset-password", "Use at least")
def reset_password_too_short(venue: Venue) -> Person:
    return press(reset_password(venue), "Set new password", new_password="short")


@scene("reset-password-dead-link", "/reset-password", "This link no longer works")
def reset_password_dead_link(venue: Venue) -> Person:
    return venue.visitor("/reset-password")


@scene("code", "/sign-in/code", "Enter your code")
def code(venue: Venue) -> Person:
    return venue.at_second_step()


@scene("code-help-open", "/sign-in/code", "Only the one you linked last works")
def code_help_open(venue: Venue) -> Person:
    alice = venue.at_second_step()
    alice.browser.page.get_by_text("Code not working?").click()
    return alice


@scene("code-wrong", "/sign-in/code", "That code isn't right")
def code_wrong(venue: Venue) -> Person:
    alice = venue.at_second_step()
    alice.enter_code(alice.phone.wrong_code())
    return alice


@scene("code-clock-off", "/sign-in/code", "your phone's clock is off")
def code_clock_off(venue: Venue) -> Person:
    alice = venue.at_second_step()
    alice.phone.run_off(CLOCK_OFF_SECONDS)
    alice.enter_code(alice.phone.code())
    return alice


def at_second_step_of_her_own(venue: Venue) -> Person:
    """As Venue.at_second_step, with an account that the scene may lock."""
    alice = venue.protect()
    alice.stand_at_second_step()
    return alice


@scene("code-locked", "/sign-in/code", "Too many wrong codes")
def code_locked(venue: Venue) -> Person:
    alice = at_second_step_of_her_own(venue)
    for _ in range(venue.lock.threshold):
        alice.enter_code(alice.phone.wrong_code())
    return alice


@scene("backup-code", "/sign-in/backup-code", "Enter a backup code")
def backup_code(venue: Venue) -> Person:
    venue.at_second_step()
    return venue.visitor("/sign-in/backup-code")


@scene("backup-code-wrong", "/sign-in/backup-code", "That backup code isn't right")
def backup_code_wrong(venue: Venue) -> Person:
    alice = venue.at_second_step()
    alice.enter_backup_code(WRONG_BACKUP_CODE)
    return alice


@scene("backup-code-locked", "/sign-in/backup-code", "Too many wrong backup codes")
def backup_code_locked(venue: Venue) -> Person:
    alice = at_second_step_of_her_own(venue)
    for _ in range(venue.backup_codes.threshold):
        alice.enter_backup_code(WRONG_BACKUP_CODE)
    return alice


@scene("error-400", "/sign-in", "We couldn't read that")
def error_400(venue: Venue) -> Person:
    return venue.visitor("/sign-in?next=%00")


@scene("error-404", "/no-such-page", "There is no such page")
def error_404(venue: Venue) -> Person:
    return venue.visitor("/no-such-page")


@scene("error-405", "/sign-out", "That doesn't work here")
def error_405(venue: Venue) -> Person:
    return venue.visitor("/sign-out")
