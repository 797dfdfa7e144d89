"""Scenes of somebody signed in: home, settings, security, and every change to two-factor authentication."""

from __future__ import annotations

from harness.people import WRONG_PASSWORD, Person
from server.policy import Policy
from tests.pages.regulars import Venue, type_key
from tests.pages.scene import press, scene

SECURITY = "/settings/security"
TWO_FACTOR = f"{SECURITY}/two-factor"
WRONG_CODES_TO_DISABLE = Policy().wrong_codes_to_disable
LONG_NAME = "Bartholomew.Maximilian.Featherstonehaugh.Cholmondeley.of.Wolverhampton"
AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
)


@scene("home-two-factor-off", "/home", "Two-factor authentication is off")
def home_off(venue: Venue) -> Person:
    return venue.unprotected("/home")


@scene("home-two-factor-on", "/home", "Two-factor authentication is on")
def home_on(venue: Venue) -> Person:
    return venue.protected("/home")


@scene("home-account-menu-open", "/home", "Sign out")
def home_menu(venue: Venue) -> Person:
    somebody = venue.unprotected("/home", LONG_NAME)
    somebody.browser.page.get_by_label("Account menu").click()
    return somebody


@scene("error-404-signed-in", "/no-such-page", "Go to the home page")
def error_signed_in(venue: Venue) -> Person:
    return venue.unprotected("/no-such-page")


@scene("settings", "/settings", "Account")
def settings(venue: Venue) -> Person:
    return venue.unprotected("/settings")


@scene("settings-long-address", "/settings", LONG_NAME.lower())
def settings_long_address(venue: Venue) -> Person:
    return venue.unprotected("/settings", LONG_NAME)


@scene("security-off", SECURITY, "Turn on two-factor authentication")
def security_off(venue: Venue) -> Person:
    return venue.unprotected(SECURITY)


@scene("security-on", SECURITY, "10 of 10 backup codes left")
def security_on(venue: Venue) -> Person:
    return venue.protected(SECURITY)


@scene("security-several-sessions", SECURITY, "Sign out everywhere else")
def security_several_sessions(venue: Venue) -> Person:
    alice = venue.protect()
    for agent in AGENTS:
        alice.new_device(user_agent=agent)
        alice.sign_in()
    alice.take_device(0)
    return venue.visitor(SECURITY)


@scene("security-codes-low", SECURITY, "Make new ones before they run out")
def security_codes_low(venue: Venue) -> Person:
    return with_codes_left(venue, 2)


@scene("security-no-codes-left", SECURITY, "If you lose your phone now")
def security_no_codes_left(venue: Venue) -> Person:
    return with_codes_left(venue, 0)


def with_codes_left(venue: Venue, left: int) -> Person:
    """Somebody after many sign-ins with backup codes, so that there is much activity to show, too."""
    alice = venue.protect()
    for _ in range(venue.backup_codes.count - left):
        venue.send(alice, "/sign-out")
        sign_in_with_backup_code(venue, alice)
    return venue.visitor(SECURITY)


def sign_in_with_backup_code(venue: Venue, person: Person) -> None:
    """Both steps, without showing their pages."""
    venue.send(
        person, "/sign-in", email=person.account.email, password=person.account.password.reveal(), next=""
    )
    venue.send(person, "/sign-in/backup-code", code=person.saved.take())


@scene("security-authenticator-disabled", SECURITY, "Authenticator codes are switched off")
def security_authenticator_disabled(venue: Venue) -> Person:
    alice = venue.protect()
    venue.send(alice, "/sign-out")
    while alice.phone.wrong_codes < WRONG_CODES_TO_DISABLE:
        venue.target.clock.advance(venue.lock.seconds)
        venue.send(
            alice, "/sign-in", email=alice.account.email, password=alice.account.password.reveal(), next=""
        )
        for _ in range(venue.lock.threshold):
            venue.send(alice, "/sign-in/code", code=alice.phone.wrong_code())
    sign_in_with_backup_code(venue, alice)
    return venue.visitor(SECURITY)


@scene("security-message", SECURITY, "Nothing was changed.")
def security_message(venue: Venue) -> Person:
    bob = set_up(venue)
    bob.leave_set_up()
    return bob


@scene("confirm-password", "/confirm-password", "Confirm it's you")
def confirm_password(venue: Venue) -> Person:
    venue.unprotected("/home")
    venue.target.clock.advance(venue.password_life + 1)
    return venue.visitor(f"{TWO_FACTOR}/set-up", "Bob")


@scene("confirm-password-wrong", "/confirm-password", "That isn't your password")
def confirm_password_wrong(venue: Venue) -> Person:
    return press(confirm_password(venue), "Continue", password=WRONG_PASSWORD)


@scene("set-up", f"{TWO_FACTOR}/set-up", "Scan this QR code")
def set_up(venue: Venue) -> Person:
    return venue.confirm_if_asked(venue.unprotected(f"{TWO_FACTOR}/set-up"))


@scene("set-up-wrong-code", f"{TWO_FACTOR}/set-up", "That code isn't right")
def set_up_wrong_code(venue: Venue) -> Person:
    bob = set_up(venue)
    type_key(bob)
    bob.finish_set_up(bob.phone.wrong_code())
    return bob


@scene("set-up-long-address", f"{TWO_FACTOR}/set-up", LONG_NAME.lower())
def set_up_long_address(venue: Venue) -> Person:
    return venue.confirm_if_asked(venue.unprotected(f"{TWO_FACTOR}/set-up", LONG_NAME))


@scene("move", f"{TWO_FACTOR}/move", "Your old phone keeps working")
def move(venue: Venue) -> Person:
    return venue.confirm_if_asked(venue.protected(f"{TWO_FACTOR}/move"))


@scene("backup-codes", f"{TWO_FACTOR}/set-up", "Save your backup codes")
def backup_codes(venue: Venue) -> Person:
    alice = venue.person("Alice")
    alice.sign_in()
    alice.begin_set_up()
    type_key(alice)
    alice.confirm_set_up()
    return alice


@scene("new-backup-codes", f"{SECURITY}/backup-codes/new", "Make new backup codes?")
def new_codes(venue: Venue) -> Person:
    return venue.confirm_if_asked(venue.protected(f"{SECURITY}/backup-codes/new"))


@scene("new-backup-codes-made", f"{SECURITY}/backup-codes/new", "These codes replace your earlier ones")
def new_codes_made(venue: Venue) -> Person:
    alice = venue.protect()
    alice.make_new_codes()
    return alice


@scene("turn-off", f"{TWO_FACTOR}/turn-off", "Your account will be easier to break into")
def turn_off(venue: Venue) -> Person:
    return venue.confirm_if_asked(venue.protected(f"{TWO_FACTOR}/turn-off"))


@scene("change-password", "/settings/password", "Change your password")
def change_password(venue: Venue) -> Person:
    return venue.unprotected("/settings/password")


@scene("change-password-wrong", "/settings/password", "That isn't your password")
def change_password_wrong(venue: Venue) -> Person:
    new = "another-long-password-4"
    return press(change_password(venue), "Change password", current_password=WRONG_PASSWORD, new_password=new)
