"""Checks of declared facts about time or locks: made where the product's time can be moved."""

from __future__ import annotations

from collections.abc import Callable

from harness.codes import wrong_backup_codes
from harness.doctor.facts import backup_codes_of, fact, judge
from harness.doctor.finding import NotTested
from harness.doctor.signing_in import REFUSALS
from harness.doctor.visit import Visit
from harness.people import Person
from targets.port import Answer, Lock, LockScope, Outcome, Reason

ENOUGH_WRONG_CODES = 10
"""So many in a row lock nothing where no lock is declared."""
MARGIN = 20
"""Seconds before the end of something at which it has to hold still; tasks on a running clock take some."""
NEVER_SECONDS = 1800
"""A password that is never asked for again isn't after half an hour."""


def must_be_movable(visit: Visit) -> None:
    """Raise NotTested in real time."""
    if not visit.target.clock.movable:
        raise NotTested("the product's time can't be moved, and a visit doesn't wait")


def window(name: str, back: int) -> Callable[[Visit], str]:
    """The code at the edge of the window gets in, the one beyond doesn't. back: 1 for the past, -1 ahead."""

    def check(visit: Visit) -> str:
        must_be_movable(visit)
        steps = int(getattr(visit.facts, name))
        beyond = _code_of_step(visit, back * (steps + 1))
        visit.skewed_answer = beyond
        said = f"a code of {steps + 1} steps {'ago' if back > 0 else 'ahead'}"
        judge(visit, name, beyond.outcome is not Outcome.IN, f"{said} gets in.")
        edge = _code_of_step(visit, back * steps)
        said = f"a code of {steps} steps {'ago' if back > 0 else 'ahead'}"
        return judge(visit, name, edge.outcome is Outcome.IN, f"{said} is refused ({edge}).")

    return check


def _code_of_step(visit: Visit, steps_ago: int) -> Answer:
    visit.fresh_step()
    alice = visit.alice
    alice.stand_at_second_step()
    return alice.browser.enter_code(alice.phone.code_from_the_past(steps_ago))


def clock_hint(visit: Visit) -> str:
    """What the product said to a code just beyond the window."""
    if visit.skewed_answer is None:
        raise NotTested("no code of another time was entered")
    is_hint = visit.skewed_answer.reason is Reason.SKEWED
    found = f"to such a code it says: {visit.skewed_answer}."
    return judge(visit, "clock_hint", is_hint == visit.facts.clock_hint, found)


def half_sign_in(visit: Visit) -> str:
    """A sign-in waits for its code as long as declared, and no longer."""
    seconds = visit.facts.half_sign_in_seconds
    if seconds is None:
        raise NotTested("it is not declared")
    must_be_movable(visit)
    for wait, is_open in ((max(seconds - MARGIN, 0), True), (seconds + 1, False)):
        visit.fresh_step()
        alice = visit.alice
        alice.stand_at_second_step()
        visit.target.clock.advance(wait)
        answer = alice.browser.enter_code(alice.phone.code())
        found = f"a right code after {wait} seconds: {answer}."
        judge(visit, "half_sign_in_seconds", (answer.outcome is Outcome.IN) == is_open, found)
    return "confirmed"


def fresh_password(visit: Visit) -> str:
    """A change asks for a password that was given too long ago, and for no other."""
    seconds = visit.facts.fresh_password_seconds
    must_be_movable(visit)
    waits = [(0, False), (NEVER_SECONDS, False)]
    if seconds is not None:
        waits = [(max(seconds - MARGIN, 0), seconds == 0), (seconds + 1, True)]
    for wait, is_asked in waits:
        begun = visit.limits.spent
        answer = _change_after(visit, wait)
        found = f"a set-up begun {wait} seconds after the password: {answer}."
        asked = answer.outcome is Outcome.PASSWORD_ASKED
        if asked != is_asked and visit.target.clock.running and visit.limits.spent - begun > MARGIN:
            raise NotTested(f"the product took over {MARGIN} seconds to answer, while its time went on")
        judge(visit, "fresh_password_seconds", asked == is_asked, found)
    return "confirmed"


def _change_after(visit: Visit, seconds: float) -> Answer:
    visit.fresh_step()
    bob = visit.stage.act("Bob")
    bob.new_device()
    if (answer := bob.sign_in_with_password()).outcome is not Outcome.IN:
        raise NotTested(f"Bob, who turned 2FA off, isn't let in by his password: {answer}")
    visit.target.clock.advance(seconds)
    return bob.browser.begin_set_up()


# Locks


def must_be_lockable(visit: Visit) -> Lock:
    """The declared lock. Raises NotTested where there is none to try."""
    if visit.facts.lock is None:
        raise NotTested("no lock is declared")
    _must_be_allowed(visit)
    return visit.facts.lock


def _must_be_allowed(visit: Visit) -> None:
    if not visit.target.destructive:
        raise NotTested("the target allows no locks (destructive=False)")
    must_be_movable(visit)


def has_lock(visit: Visit) -> str:
    """Where no lock is declared, wrong codes never lock. (Where one is, the checks of its parts tell.)"""
    _must_be_allowed(visit)
    mallory = _mallory(visit)
    _wrong_codes(mallory, ENOUGH_WRONG_CODES)
    answer = mallory.enter_code(mallory.phone.code())
    found = f"a right code after {ENOUGH_WRONG_CODES} wrong ones: {answer}."
    return judge(visit, "lock", answer.outcome is Outcome.IN, found)


def lock_threshold(visit: Visit) -> str:
    """One wrong code fewer locks nothing; that many do. Mallory stays locked out for the next two checks."""
    lock = must_be_lockable(visit)
    mallory = _mallory(visit)
    _wrong_codes(mallory, lock.threshold - 1)
    answer = mallory.enter_code(mallory.phone.code())
    found = f"a right code after {lock.threshold - 1} wrong ones: {answer}."
    judge(visit, "lock.threshold", answer.outcome is Outcome.IN, found)
    answer = _locked_out(visit, lock)
    visit.is_locked_out = answer.outcome in REFUSALS
    found = f"a right code after {lock.threshold} wrong ones: {answer}."
    return judge(visit, "lock.threshold", visit.is_locked_out, found)


def lock_scope(visit: Visit) -> str:
    """Whether Alice gets in while Mallory is locked out."""
    lock = must_be_lockable(visit)
    _must_be_locked_out(visit)
    alice = visit.alice
    alice.new_device()
    answer = alice.sign_in_with_password()
    if answer.outcome is Outcome.CODE_ASKED:
        answer = alice.enter_code(alice.phone.code())
    is_in = answer.outcome is Outcome.IN
    found = f"somebody else meanwhile: {answer}."
    return judge(visit, "lock.scope", is_in == (lock.scope is LockScope.ACCOUNT), found)


def lock_seconds(visit: Visit) -> str:
    """The lock holds nearly to its end, and is over then."""
    lock = must_be_lockable(visit)
    mallory = _must_be_locked_out(visit)
    clock = visit.target.clock
    clock.advance(max(mallory.locked_at + lock.seconds - MARGIN - clock.now(), 0))
    early = _sign_in_anew(mallory)
    found = f"a right code gets in {MARGIN} seconds before the end."
    judge(visit, "lock.seconds", early.outcome is not Outcome.IN, found)
    visit.fresh_step(max(mallory.locked_at + lock.seconds - clock.now(), 0))
    late = _sign_in_anew(mallory)
    return judge(visit, "lock.seconds", late.outcome is Outcome.IN, f"after them, a right code: {late}.")


def _sign_in_anew(mallory: Person) -> Answer:
    """From the password on: a sign-in that waits for its code may end before the lock does."""
    mallory.sign_in_with_password()
    return mallory.enter_code(mallory.phone.code())


def backup_way(visit: Visit) -> str:
    """Whether a backup code gets in past the lock."""
    lock = must_be_lockable(visit)
    backup_codes_of(visit)
    mallory = _must_be_locked_out(visit)
    _locked_out(visit, lock)
    answer = mallory.enter_backup_code(mallory.saved.take())
    is_open = answer.outcome is Outcome.IN
    found = f"a backup code during the lock: {answer}."
    return judge(visit, "lock.backup_way_open", is_open == lock.backup_way_open, found)


def backup_threshold(visit: Visit) -> str:
    """So many wrong backup codes lock that way in; none do where it is 0."""
    codes = backup_codes_of(visit)
    _must_be_allowed(visit)
    mallory = _mallory(visit)
    number = codes.threshold or ENOUGH_WRONG_CODES
    tries = wrong_backup_codes(mallory, number)
    for code in tries:
        if mallory.enter_backup_code(code).outcome is Outcome.LOCKED:
            break
    answer = mallory.enter_backup_code(mallory.saved.take())
    is_open = answer.outcome is Outcome.IN
    found = f"a right backup code after {number} wrong ones: {answer}."
    return judge(visit, "backup_codes.threshold", is_open == (codes.threshold == 0), found)


def _mallory(visit: Visit) -> Person:
    """Mallory, protected, on a fresh device, with nothing held against her."""
    lock = visit.facts.lock
    visit.fresh_step(lock.seconds if lock else 0)
    mallory = visit.stage.act("Mallory")
    if not mallory.phone.entries:
        mallory.protect_account()
        visit.fresh_step()
    mallory.new_device()
    return mallory


def _wrong_codes(mallory: Person, number: int) -> None:
    for _ in range(number):
        mallory.enter_code(mallory.phone.wrong_code())


def _locked_out(visit: Visit, lock: Lock) -> Answer:
    """Enter as many wrong codes as lock, then a right one; the answer to that."""
    mallory = _mallory(visit)
    _wrong_codes(mallory, lock.threshold)
    mallory.locked_at = visit.target.clock.now()
    return mallory.enter_code(mallory.phone.code())


def _must_be_locked_out(visit: Visit) -> Person:
    """Mallory, as the check of the threshold left her. Raises NotTested where it didn't lock her out."""
    if not visit.is_locked_out:
        raise NotTested("not as long as lock.threshold isn't confirmed")
    return visit.stage.person("Mallory")


CHECKS = (
    fact("steps_back", window("steps_back", 1)),
    fact("clock_hint", clock_hint),
    fact("steps_ahead", window("steps_ahead", -1)),
    fact("half_sign_in_seconds", half_sign_in),
    fact("fresh_password_seconds", fresh_password),
    fact("lock", has_lock),
    fact("lock.threshold", lock_threshold),
    fact("lock.scope", lock_scope),
    fact("lock.seconds", lock_seconds),
    fact("lock.backup_way_open", backup_way),
    fact("backup_codes.threshold", backup_threshold),
)
