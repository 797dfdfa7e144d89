"""What an example needs that a product may not have, by its @needs- tags, and what it declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from harness.verdicts import NotApplicable
from targets.port import Target

NEEDS: dict[str, tuple[Callable[[Target], bool], str]] = {
    "needs-backup-codes": (lambda target: target.facts.backup_codes is not None, "it has no backup codes"),
    "needs-clock": (lambda target: target.clock.movable, "its time can't be moved"),
    "needs-download": (
        lambda target: target.facts.backup_codes is not None and target.facts.backup_codes.download,
        "backup codes can't be downloaded",
    ),
    "needs-fresh-password": (
        lambda target: target.facts.fresh_password_seconds is not None,
        "it never asks for the password again",
    ),
    "needs-lock": (lambda target: target.facts.lock is not None, "it does not lock after wrong codes"),
    "needs-limited-backup-codes": (
        lambda target: target.facts.backup_codes is not None and target.facts.backup_codes.threshold > 0,
        "it never locks after wrong backup codes",
    ),
    "needs-new-codes": (
        lambda target: target.facts.backup_codes is not None and target.facts.backup_codes.renewable,
        "new backup codes can't be made without turning two-factor authentication off",
    ),
    "needs-news": (
        lambda target: target.facts.outbox or target.facts.activity,
        "it shows no recent activity, and what it sends to people can't be read here",
    ),
    "needs-open-backup-way": (
        lambda target: target.facts.lock is not None and target.facts.lock.backup_way_open,
        "its lock closes the way in by backup code as well",
    ),
    "needs-outbox": (lambda target: target.facts.outbox, "what it sends to people can't be read here"),
    "needs-relink": (
        lambda target: target.facts.can_relink,
        "a new phone can't be linked without turning two-factor authentication off",
    ),
    # Of the chapters beyond the guide
    "needs-device-list": (
        lambda target: target.facts.device_list,
        "it does not let people sign other devices out one by one",
    ),
    "needs-names-with-signs": (
        lambda target: target.facts.names_with_signs,
        "the names of its accounts can't hold signs that browsers could take for commands",
    ),
    "needs-password-limit": (
        lambda target: target.facts.password_limit is not None,
        "it does not limit wrong passwords before a change",
    ),
    "needs-warning": (
        lambda target: target.facts.backup_codes is not None and target.facts.backup_codes.few > 0,
        "it does not warn people whose backup codes run out",
    ),
    "needs-sign-in-limit": (
        lambda target: target.facts.half_sign_in_seconds is not None,
        "it doesn't say how long a sign-in waits for its code",
    ),
    "needs-wanted-place": (
        lambda target: target.facts.keeps_wanted_place,
        "after signing in it doesn't lead people to where they wanted to go",
    ),
    "needs-place-in-link": (
        lambda target: target.facts.sign_in_names_place,
        "the address of its sign-in names no place to go to afterwards",
    ),
    "needs-closed-way": (
        lambda target: target.address.startswith("https://"),
        "it is reached without TLS, as products are that run on the machine that tests them",
    ),
    "needs-remembered-devices": (
        lambda target: target.facts.remembered_days is not None,
        "it never remembers a device",
    ),
    "needs-password-change": (
        lambda target: target.facts.password_change,
        "a password can't be changed while signed in",
    ),
}


def must_be_offered(target: Target, tags: Iterable[str]) -> None:
    """Raise NotApplicable when the target declares that it lacks something that these tags ask for."""
    for tag in sorted(NEEDS.keys() & set(tags)):
        is_offered, lack = NEEDS[tag]
        if not is_offered(target):
            raise NotApplicable(f"{target.name} declares that {lack} (@{tag})")
