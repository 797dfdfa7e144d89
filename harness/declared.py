"""What a target declares, in sentences for people: for `twofold targets` and for the report."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from harness import target_file
from harness.counting import counted
from targets.port import BackupCodes, Facts, Lock, LockScope, Target, TargetError

KEPT_OUT = {
    LockScope.ACCOUNT: "the account",
    LockScope.ADDRESS: "everybody at the same network address",
    LockScope.SITE: "everybody",
}


def purpose(target: Target) -> str:
    """The first line of what its class says of itself; empty where it says nothing."""
    return inspect.cleandoc(type(target).__doc__ or "").partition("\n")[0]


def forgotten(target: Target) -> list[str]:
    """The members that every target needs (targets/port.py) and this one lacks, by name.

    A clock may come with the start of the product, and what has a default need not be there.
    """
    wanted = {*Target.__annotations__, *vars(Target)} - {"clock", "secret_places", "browser_settings"}
    return sorted(name for name in wanted if not name.startswith("_") and not hasattr(target, name))


def sentences(target: Target) -> Iterator[str]:
    """Where it is, what may be done to it, and its facts: each a sentence."""
    yield f"It is at {target.address}."
    allowed = "may be tried" if target.destructive else "may not be tried: examples that do so are not run"
    yield f"Locks and bursts of requests {allowed}."
    if target.consent is not None:
        yield f"{target.consent.owner} consented to its being tested on {target.consent.given.isoformat()}."
    yield from of_facts(target.facts)


def of_facts(facts: Facts) -> Iterator[str]:
    """The facts alone: each a sentence."""
    yield from _codes(facts)
    yield _lock(facts.lock)
    yield _backup(facts.backup_codes)
    yield from _changes(facts)
    yield from _people(facts)


def facts_of(name: str, root: Path) -> Facts | None:
    """What the target of that name declares, not started; None where it has no facts that can be used."""
    try:
        facts = getattr(target_file.load(name, root), "facts", None)
    except TargetError:
        return None
    return facts if isinstance(facts, Facts) else None


def _codes(facts: Facts) -> Iterator[str]:
    yield f"Codes have {facts.digits} digits and change every {facts.period} seconds ({facts.algorithm})."
    back, ahead = counted(facts.steps_back, "step"), counted(facts.steps_ahead, "step")
    yield f"A code is taken up to {back} late and {ahead} early."
    if facts.key_bits is not None:
        yield f"Keys have {facts.key_bits} bits."
    if facts.clock_hint:
        yield "A code refused for the phone's clock says so."


def _lock(lock: Lock | None) -> str:
    if lock is None:
        return "Wrong codes never lock anything."
    backup = "still open" if lock.backup_way_open else "closed as well"
    return (
        f"{lock.threshold} wrong codes in a row keep {KEPT_OUT[lock.scope]} out for {_waits(lock)}; "
        f"the way in by backup code is {backup}."
    )


def _waits(lock: Lock) -> str:
    first = f"{lock.seconds} seconds" + (" from the first of them" if lock.from_first else "")
    if not lock.then:
        return first
    *between, last = lock.then
    later = ", ".join([*map(str, between), f"{last} from then on"])
    return f"{first}, and when it comes to that again for {later}"


def _backup(codes: BackupCodes | None) -> str:
    if codes is None:
        return "There are no backup codes."
    made = ", made on request" if codes.on_request else ""
    limit = f"{codes.threshold} wrong ones in a row lock" if codes.threshold else "wrong ones never lock"
    warned = f" The owner is warned when {codes.few} are left." if codes.few else ""
    strong = f" One takes {codes.bits} bits to guess." if codes.bits else ""
    return f"A set has {codes.count} backup codes{made}; {limit} that way in.{warned}{strong}"


def _changes(facts: Facts) -> Iterator[str]:
    if facts.fresh_password_seconds is None:
        yield "Changes never ask for the password again."
    else:
        yield f"Changes ask for a password that was given over {facts.fresh_password_seconds} seconds ago."
    if (limit := facts.password_limit) is not None:
        yield f"{limit.threshold} wrong passwords in a row stop changes for {limit.seconds} seconds."
    if facts.half_sign_in_seconds is not None:
        yield f"A sign-in waits {facts.half_sign_in_seconds} seconds for its code."
    if facts.idle_seconds is not None:
        yield f"Who does nothing for {facts.idle_seconds} seconds has to sign in again."
    if facts.overall_seconds is not None:
        yield f"Who has been signed in for {facts.overall_seconds} seconds has to sign in again."
    yield f"Loading a set-up once more shows {_key(stays=facts.same_key_on_reload)}."
    yield f"Leaving it and beginning it again shows {_key(stays=facts.same_key_on_restart)}."
    if facts.wrong_code_ends_set_up:
        yield "A wrong code ends a set-up, which has to be begun anew."
    yield f"Turning 2FA on {'ends' if facts.ends_other_sessions else 'leaves'} sessions on other devices."
    if facts.password_change:
        yield "Passwords can be changed while signed in."
    if facts.remembered_days is not None:
        yield f"Devices can be remembered, for {counted(facts.remembered_days, 'day')}."
    if facts.keeps_wanted_place:
        named = ", which its address names" if facts.sign_in_names_place else ""
        yield f"A sign-in leads to where people wanted to go{named}."
    yield "A new phone can be linked " + ("directly." if facts.can_relink else "after turning 2FA off only.")


def _key(*, stays: bool) -> str:
    return "the same key" if stays else "a new key"


def _people(facts: Facts) -> Iterator[str]:
    if facts.device_list:
        yield "People can sign their other devices out one by one."
    if facts.names_with_signs:
        yield "The names of accounts can hold < and >."
    if not facts.outbox:
        yield "What it sends to people can't be read."
    if facts.shared_accounts:
        yield "Examples share accounts."
