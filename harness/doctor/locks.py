"""Checks of declared locks: Mallory is locked out, where the target allows it and time can be moved."""

from __future__ import annotations

from harness.codes import wrong_backup_codes
from harness.doctor.facts import backup_codes_of, fact, judge
from harness.doctor.facts_in_time import MARGIN, must_be_movable
from harness.doctor.finding import NotTested
from harness.doctor.signing_in import REFUSALS
from harness.doctor.visit import Visit
from harness.people import Person
from targets.port import Answer, Lock, LockScope, Outcome

ENOUGH_WRONG_CODES = 10
"""So many in a row lock nothing where no lock is declared."""
APART = 2 * MARGIN
"""Seconds between the first wrong code and the others, to see from which of them a wait runs."""
MOST_LATER_LOCKS = 3
"""So many locks after the first are tried, however many are declared: a visit has a minute."""


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
    must_be_lockable(visit)
    _must_be_locked_out(visit)
    return _lasts(visit, "lock.seconds", 1)


def _lasts(visit: Visit, fact: str, number: int) -> str:
    """The lock that Mallory is in, by its number in a row, ends when it is declared to: then she is in."""
    mallory, clock = visit.stage.person("Mallory"), visit.target.clock
    lock, which = must_be_lockable(visit), f"lock {number} in a row"
    seconds, counted_from = lock.wait(number), "first" if lock.from_first else "last"
    end = mallory.locked_at + seconds
    if seconds > MARGIN:
        clock.advance(max(end - MARGIN - clock.now(), 0))
        early = _sign_in_anew(mallory)
        found = (
            f"{which}: a right code gets in {MARGIN} seconds before the end, counted from the {counted_from} "
            "wrong code."
        )
        judge(visit, fact, early.outcome is not Outcome.IN, found)
    clock.advance(max(end + 1 - clock.now(), 0))
    late = _sign_in_anew(mallory)
    found = f"{which}: after {seconds} seconds, a right code: {late}."
    return judge(visit, fact, late.outcome is Outcome.IN, found)


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
    for code in wrong_backup_codes(mallory, number):  # all of them: a refusal may sound like a lock before
        mallory.enter_backup_code(code)
    answer = mallory.enter_backup_code(mallory.saved.take())
    is_open = answer.outcome is Outcome.IN
    found = f"a right backup code after {number} wrong ones: {answer}."
    return judge(visit, "backup_codes.threshold", is_open == (codes.threshold == 0), found)


def lock_then(visit: Visit) -> str:
    """The second lock in a row lasts as long as is declared, and so do those after it that last longer."""
    lock = must_be_lockable(visit)
    _must_be_locked_out(visit)
    last = min(max(len(lock.then), 1), MOST_LATER_LOCKS) + 1
    for number in range(2, last + 1):
        _lock_in_a_row(visit, lock, number)
        _lasts(visit, "lock.then", number)
    return "confirmed" if last > len(lock.then) else f"confirmed for the first {MOST_LATER_LOCKS} of them"


def _lock_in_a_row(visit: Visit, lock: Lock, number: int) -> None:
    """Let Mallory in, so that nothing is held against her; then lock her out so often, waiting in between."""
    mallory = _let_in(visit)
    for wait in (0, *map(lock.wait, range(1, number))):
        visit.fresh_step(wait)
        mallory.new_device()
        _wrong_codes(mallory, lock.threshold)


def lock_from_first(visit: Visit) -> str:
    """From which wrong code the wait runs: they are apart, and a right one is given between the two ends."""
    lock, clock = must_be_lockable(visit), visit.target.clock
    _must_be_locked_out(visit)
    if lock.threshold < 2 or lock.seconds <= APART:
        raise NotTested(f"takes two wrong codes, {APART} seconds apart, before a lock that lasts longer")
    mallory = _let_in(visit)
    _wrong_codes(mallory, 1)
    end_from_first = clock.now() + lock.seconds
    clock.advance(APART)
    _wrong_codes(mallory, lock.threshold - 1)
    clock.advance(max(end_from_first + APART / 2 - clock.now(), 0))
    answer = _sign_in_anew(mallory)
    if answer.outcome is not Outcome.IN and answer.outcome not in REFUSALS:
        raise NotTested(f"a right code between the two ends is neither taken nor refused: {answer}")
    found = (
        f"a right code {APART // 2} seconds after the end of a wait from the first wrong code, "
        f"and so long before the end of one from the last: {answer}."
    )
    return judge(visit, "lock.from_first", (answer.outcome is Outcome.IN) == lock.from_first, found)


def _let_in(visit: Visit) -> Person:
    """Mallory, when a right code has let her in: nothing is held against her. Raises NotTested."""
    mallory = _mallory(visit)
    if (answer := mallory.enter_code(mallory.phone.code())).outcome is not Outcome.IN:
        raise NotTested(f"Mallory isn't let in by her code once all locks are over: {answer}")
    mallory.new_device()
    return mallory


def _mallory(visit: Visit) -> Person:
    """Mallory, protected, on a fresh device, with nothing held against her that ends by itself."""
    lock = visit.facts.lock
    visit.fresh_step(max(lock.seconds, *lock.then, 0) if lock else 0)
    mallory = visit.stage.act("Mallory")
    if not mallory.phone.entries:
        mallory.protect_account()
        visit.fresh_step()
    mallory.new_device()
    return mallory


def _wrong_codes(mallory: Person, number: int) -> None:
    mallory.row_began = None
    for _ in range(number):
        mallory.enter_code(mallory.phone.wrong_code())
        mallory.gave_wrong_code()


def _locked_out(visit: Visit, lock: Lock) -> Answer:
    """Enter as many wrong codes as lock, then a right one; the answer to that."""
    mallory = _mallory(visit)
    _wrong_codes(mallory, lock.threshold)
    return mallory.enter_code(mallory.phone.code())


def _must_be_locked_out(visit: Visit) -> Person:
    """Mallory, as the check of the threshold left her. Raises NotTested where it didn't lock her out."""
    if not visit.is_locked_out:
        raise NotTested("not as long as lock.threshold isn't confirmed")
    return visit.stage.person("Mallory")


CHECKS = (
    fact("lock", has_lock),
    fact("lock.threshold", lock_threshold),
    fact("lock.scope", lock_scope),
    fact("lock.seconds", lock_seconds),
    fact("lock.backup_way_open", backup_way),
    fact("backup_codes.threshold", backup_threshold),
    fact("lock.then", lock_then),
    fact("lock.from_first", lock_from_first),
)
