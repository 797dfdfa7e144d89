"""Putting security events on record: the activity line, and the message to the owner where the rule wants
one.
"""

from functools import partial

from sqlalchemy.orm import Session

from server.lantern import Lantern, Visitor
from server.rules.notices import Event
from server.store.database import AFTERWARDS
from server.store.tables import Account, ActivityLine, OutboxMessage

_LINES = {
    Event.ACCOUNT_MADE: "Account created",
    Event.PASSWORD_ACCEPTED: "Password accepted, waiting for the second step",
    Event.SIGNED_IN: "Signed in with {method}",
    Event.SIGNED_OUT: "Signed out",
    Event.SESSIONS_ENDED: "Signed out other devices",
    Event.WRONG_SECOND_STEP: "A wrong {method} was entered after the right password",
    Event.AUTHENTICATOR_LOCKED: "Authenticator app locked for {minutes} minutes after too many wrong codes",
    Event.AUTHENTICATOR_DISABLED: "Authenticator app disabled after {failures} wrong codes in a row",
    Event.BACKUP_CODES_LOCKED: "Backup codes locked for {minutes} minutes after too many wrong codes",
    Event.BACKUP_CODE_USED: "A backup code was used, {left} left",
    Event.TWO_FACTOR_ON: "Two-factor authentication turned on",
    Event.TWO_FACTOR_MOVED: "Two-factor authentication moved to a new phone",
    Event.TWO_FACTOR_OFF: "Two-factor authentication turned off",
    Event.NEW_BACKUP_CODES: "New backup codes made",
    Event.PASSWORD_CHANGED: "Password changed",
    Event.RESET_ASKED: "Password reset link sent",
    Event.PASSWORD_RESET: "Password set anew with a reset link",
}

_MESSAGES = {
    Event.WRONG_SECOND_STEP: (
        "Someone has your password",
        "Someone signed in with your password and then entered a wrong {method}. If that was you, "
        "all is well. If not, your "
        "password is known to somebody else: change it now. They did not get in.",
    ),
    Event.AUTHENTICATOR_LOCKED: (
        "Your authenticator app is locked",
        "After too many wrong codes your authenticator app can't be used to sign in for {minutes} "
        "minutes. A backup code still "
        "works. If it wasn't you who entered them, someone has your password: change it.",
    ),
    Event.AUTHENTICATOR_DISABLED: (
        "Your authenticator app is disabled",
        "After {failures} wrong codes in a row your authenticator app no longer signs you in. Sign "
        "in with a backup code, then "
        "choose 'Move to a new phone' in your security settings. If it wasn't you, change your password.",
    ),
    Event.BACKUP_CODES_LOCKED: (
        "Your backup codes are locked",
        "After too many wrong backup codes they can't be used to sign in for {minutes} minutes. "
        "Your authenticator app still "
        "works. If it wasn't you who entered them, someone has your password: change it.",
    ),
    Event.BACKUP_CODE_USED: (
        "A backup code was used to sign in",
        "A backup code was used to sign in to your account. You have {left} left.",
    ),
    Event.TWO_FACTOR_ON: (
        "Two-factor authentication is on",
        "Two-factor authentication was turned on. From now on signing in takes a code from your "
        "authenticator app. Your other "
        "devices were signed out.",
    ),
    Event.TWO_FACTOR_MOVED: (
        "Two-factor authentication was moved",
        "Two-factor authentication was moved to a new phone. The old phone's codes and your old "
        "backup codes no longer work. "
        "Your other devices were signed out.",
    ),
    Event.TWO_FACTOR_OFF: (
        "Two-factor authentication is off",
        "Two-factor authentication was turned off. Your password alone signs you in now. Your other "
        "devices were signed out.",
    ),
    Event.NEW_BACKUP_CODES: (
        "New backup codes were made",
        "New backup codes were made for your account. The old ones no longer work.",
    ),
    Event.PASSWORD_CHANGED: (
        "Your password was changed",
        "The password of your account was changed. Your other devices were signed out.",
    ),
    Event.RESET_ASKED: (
        "Set a new password",
        "Someone asked to set a new password for your account. If it was you, open this link within "
        "{minutes} minutes:\n\n{link}"
        "\n\nIf it wasn't you, ignore this message: nothing changes.",
    ),
    Event.PASSWORD_RESET: (
        "Your password was set anew",
        "A new password was set for your account with a reset link. Every device was signed out.",
    ),
}

_NOT_YOU = {
    Event.BACKUP_CODE_USED,
    Event.TWO_FACTOR_ON,
    Event.TWO_FACTOR_MOVED,
    Event.TWO_FACTOR_OFF,
    Event.NEW_BACKUP_CODES,
    Event.PASSWORD_CHANGED,
    Event.PASSWORD_RESET,
}


def record(
    lantern: Lantern, db: Session, account: Account, event: Event, visitor: Visitor, **details: object
) -> None:
    """Puts an event on record, and a message into the outbox if the rule says so.

    All within the caller's transaction.

    `details` fill the texts' blanks. They must hold no secret, except the reset link of Event.RESET_ASKED.
    """
    db.add(_line(account, event, visitor, details))
    if lantern.policies.notices.is_told(event) and event in _MESSAGES:
        message = _message(lantern, account, event, visitor, details)
        db.add(message)
        if lantern.mailer is not None:
            db.info.setdefault(AFTERWARDS, []).append(partial(lantern.mailer.send, message))


def _line(account: Account, event: Event, visitor: Visitor, details: dict[str, object]) -> ActivityLine:
    text = f"{_LINES[event].format(**details)} ({visitor.browser})"
    return ActivityLine(
        account_id=account.id, event=event.value, text=text, address=visitor.address, at=visitor.now
    )


def _message(
    lantern: Lantern, account: Account, event: Event, visitor: Visitor, details: dict[str, object]
) -> OutboxMessage:
    subject, text = _MESSAGES[event]
    body = text.format(**details)
    if event in _NOT_YOU:
        body += (
            " If this wasn't you, somebody else can get into your account: set a new password at "
            "once with 'Forgot your "
            "password?', then look at Security in your settings and end every session you don't know."
        )
    product = lantern.policies.numbers.product
    return OutboxMessage(to=account.email, subject=f"{product}: {subject}", text=body, sent_at=visitor.now)
