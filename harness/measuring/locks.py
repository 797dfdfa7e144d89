"""Measures locks: how many wrong codes begin one, how long it lasts, what tries add to it, whom it keeps
out."""

from __future__ import annotations

from collections.abc import Callable

from harness.counting import counted
from harness.measures import Measure, between, exactly, in_words
from harness.measuring import edges
from harness.measuring.tries import Fresh, enter_wrong_codes, right_code_gets_in
from harness.people import Person
from harness.refusals import must_be_locked
from harness.verdicts import Inconclusive, Why
from harness.words import rough_span
from targets.port import LockScope

LOOKED_FOR = 12
"""Wrong codes in a row up to which a lock is looked for at least, where it isn't at the declared number."""


def threshold(person: Person) -> list[Measure]:
    """How many wrong codes in a row lock: after one fewer a right code gets in, after them it doesn't."""
    lock = person.stage.facts.lock
    declared = lock.threshold if lock else None
    low, high = _first_that_locks(_locks_after(person), declared)
    if high is None:
        how = f"After {low} wrong codes in a row a right one still got in; no more were tried."
        return [between("lock_threshold", low + 1, None, how, declared)]
    how = (
        f"After {counted(low, 'wrong code')} in a row a right one got in; after {high}, on another account, "
        "it was refused because of a lock."
    )
    return [exactly("lock_threshold", high, how, declared)]


def _locks_after(person: Person) -> Callable[[int], bool]:
    """Whether that many wrong codes lock an account that has had none before."""
    fresh = Fresh(person)

    def locks(number: int) -> bool:
        fresh.begin()
        enter_wrong_codes(person, number)
        return not right_code_gets_in(person)

    return locks


def _first_that_locks(locks: Callable[[int], bool], declared: int | None) -> tuple[int, int | None]:
    """The most wrong codes after which a right one gets in, and the fewest after which none does, if any."""
    low, high = 0, None
    if declared:
        low, high = _at_the_declared(locks, declared)
    if high is None:
        high = max(LOOKED_FOR, 2 * (declared or 0))
        if not locks(high):
            return high, None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if locks(middle) else (middle, high)
    return low, high


def _at_the_declared(locks: Callable[[int], bool], declared: int) -> tuple[int, int | None]:
    if not locks(declared):
        return declared, None
    if declared > 1 and locks(declared - 1):
        return 0, declared - 1
    return declared - 1, declared


def duration(person: Person) -> list[Measure]:
    """How long a lock keeps a right code out, each time with a lock of its own."""
    lock, clock, fresh = person.stage.lock, person.stage.target.clock, Fresh(person)

    def still_locked(seconds: float) -> bool:
        fresh.begin()
        enter_wrong_codes(person, lock.threshold)
        clock.advance(max(person.locked_at + seconds - clock.now(), 0))
        return not right_code_gets_in(person)

    edge = edges.find(still_locked, lock.seconds, clock)
    how = edges.told(edge, "a right code was still refused because of the lock", "one got in")
    return [between("lock_seconds", *edges.number(edge, clock), how, lock.seconds)]


def growth(person: Person) -> list[Measure]:
    """What wrong codes half-way through a lock add to it."""
    lock, clock = person.stage.lock, person.stage.target.clock
    Fresh(person).begin()
    enter_wrong_codes(person, lock.threshold)
    begun = person.locked_at
    clock.advance(max(begun + lock.seconds / 2 - clock.now(), 0))
    waits = person.stage.facts.half_sign_in_seconds
    if waits is not None and waits <= lock.seconds / 2:  # the sign-in that locked has ended meanwhile
        person.sign_in_with_password()
    for _ in range(lock.threshold):
        person.enter_code(person.phone.wrong_code())
        must_be_locked(person, "wrong code")
    tried_at = clock.now() - begun
    _, after = edges.around(lock.seconds, clock)
    clock.advance(begun + after - clock.now())
    told = f"{counted(lock.threshold, 'wrong code')} {rough_span(lock.seconds / 2)} into the lock"
    if right_code_gets_in(person):
        most = after - lock.seconds
        return [between("lock_growth", 0, most, f"After {told} a right one got in when it was over.", 0)]
    clock.advance(begun + tried_at + after - clock.now())
    is_over = right_code_gets_in(person)
    kept = "until as long after the last of them" if is_over else "for even longer than that after the last"
    how = f"After {told} a right one was refused when it was due to be over, {kept}."
    return [between("lock_growth", 1, tried_at if is_over else None, how, 0)]


def scope(person: Person) -> list[Measure]:
    """Whom a lock keeps out: beside the one whose wrong codes began it, somebody else at the same address."""
    lock, bystander = person.stage.lock, person.stage.person("Bob")
    Fresh(bystander).begin()
    enter_wrong_codes(person, lock.threshold)
    is_account = right_code_gets_in(bystander)
    if right_code_gets_in(person):
        raise Inconclusive(
            Why.CONTROL_AFTER_FAILED, "the lock kept nobody out: who was locked got in as well"
        )
    wide = LockScope.ADDRESS if lock.scope is LockScope.ACCOUNT else lock.scope
    says = LockScope.ACCOUNT if is_account else wide
    end = "got in" if is_account else "was refused; whether elsewhere as well can't be seen from here"
    how = f"While one account was locked, a right code of another one, at the same network address, {end}."
    return [in_words("lock_scope", says.value, how, lock.scope.value)]
