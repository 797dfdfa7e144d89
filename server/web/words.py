"""What the pages say: errors and messages that depend on an outcome, times and browsers as people read
them.
"""

from datetime import UTC, datetime

from server.flows.enrolment import Bound, Confirmation
from server.flows.second_step import Outcome, Verdict
from server.policy import DAY, HOUR, MINUTE
from server.store.queries import AUTHENTICATOR, BACKUP_CODE

WHY = {
    "ended": ("info", "You're signed out. Sign in to go on."),
    "expired": ("info", "That sign-in has ended, because it took too long or was cancelled. Start again."),
    "reset": ("success", "Your new password is set. Sign in with it."),
    "signed-out": ("success", "You're signed out."),
}

SIGN_IN_FAILED = "That email address and password don't go together. Check both and try again."
SIGN_UP_FAILED = "That didn't work. If you have an account already, sign in instead."
BAD_EMAIL = "Enter an email address, such as name@example.org."
NO_PASSWORD = "Enter your password."
WRONG_PASSWORD = "That isn't your password. Try again."
CODES_SHOWN_ONCE = "Backup codes are shown only once. If you didn't save them, make new ones."
_CLOCK = (
    "That code belongs to another time: your phone's clock is off. Turn on 'Set time automatically' "
    "in your phone's "
    "settings, then enter the newest code."
)


def password_wait(minutes: int) -> str:
    """Too many wrong passwords."""
    return f"Too many wrong passwords. You can try again in {_minutes(minutes)}."


def span(seconds: int) -> str:
    """How long something lasts: in days from two on, in hours where those come out even, else in minutes."""
    if seconds % DAY == 0 and seconds > DAY:
        return f"{seconds // DAY} days"
    if seconds % HOUR == 0:
        return "1 hour" if seconds == HOUR else f"{seconds // HOUR} hours"
    return _minutes(seconds // MINUTE)


def _minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"


def _not_a_code(digits: int) -> str:
    return f"Enter the {digits} digits that your authenticator app shows."


def code_error(outcome: Outcome, digits: int) -> str:
    """What to say to a refused authenticator code."""
    texts = {
        Verdict.MALFORMED: _not_a_code(digits),
        Verdict.WRONG: "That code isn't right. Use the newest code of your Lantern entry in the "
        "authenticator app.",
        Verdict.REPLAYED: "That code has been used already. Wait for your app to show the next one "
        "and enter that.",
        Verdict.CLOCK_OFF: _CLOCK,
        Verdict.LOCKED: f"Too many wrong codes. You can try again in "
        f"{_minutes(outcome.wait_minutes)}, or use a backup code now.",
        Verdict.DISABLED: "After too many wrong codes your authenticator app no longer signs you "
        "in. Use a backup code, then "
        "move to a new phone in Security.",
    }
    return texts[outcome.verdict] + _tries(outcome.tries_left)


def backup_code_error(outcome: Outcome) -> str:
    """What to say to a refused backup code."""
    texts = {
        Verdict.MALFORMED: "Enter one of your backup codes: four groups of four letters and digits.",
        Verdict.WRONG: "That backup code isn't right. Check it letter by letter; codes of an older "
        "list no longer work.",
        Verdict.USED_BACKUP_CODE: "That backup code has been used already. Each works once: take "
        "another one.",
        Verdict.LOCKED: f"Too many wrong backup codes. You can try again in "
        f"{_minutes(outcome.wait_minutes)}, or use your "
        "authenticator app now.",
    }
    return texts[outcome.verdict] + _tries(outcome.tries_left)


def _tries(left: int | None) -> str:
    if left is None:
        return ""
    return f" You have {left} {'try' if left == 1 else 'tries'} left before a wait."


def binding_error(bound: Bound, digits: int) -> str:
    """What to say on the set-up page to a code that didn't confirm it."""
    texts = {
        Confirmation.MALFORMED: _not_a_code(digits),
        Confirmation.WRONG: "That code isn't right. Make sure you enter the code of the entry you "
        "have just added.",
        Confirmation.CLOCK_OFF: _CLOCK,
    }
    left = bound.tries_left
    return texts[bound.outcome] + (
        f" You have {left} {'try' if left == 1 else 'tries'} left." if left is not None else ""
    )


BINDING_ENDED = {
    Confirmation.TOO_MANY: (
        "error",
        "Too many wrong codes: this set-up has ended and nothing was changed. Start again.",
    ),
    Confirmation.EXPIRED: (
        "warning",
        "The last QR code has expired. Remove its entry from your app and scan this new one.",
    ),
    Confirmation.REPLACED: (
        "error",
        "This set-up was replaced by one that was started later in another browser. Finish it "
        "there, or start again here.",
    ),
    Confirmation.ALREADY_SHOWN: ("info", CODES_SHOWN_ONCE),
    Confirmation.OUT_OF_PLACE: (
        "info",
        "Two-factor authentication has been changed meanwhile. Here is how it stands now.",
    ),
}


def when(seconds: float | None) -> str:
    """A moment, in UTC, as people read it."""
    if seconds is None:
        return ""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment.day} {moment:%b %Y, %H:%M} UTC"


def how(method: str) -> str:
    """How a session was signed in."""
    ways = {AUTHENTICATOR: "Password and authenticator app", BACKUP_CODE: "Password and backup code"}
    return ways.get(method, "Password")


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser(agent: str) -> str:
    """A browser's name and system, from its User-Agent header."""
    name = next((name for mark, name in _BROWSERS if mark in agent), None)
    system = next((system for mark, system in _SYSTEMS if mark in agent), None)
    if name is None:
        return "An unknown browser"
    return f"{name} on {system}" if system else name
