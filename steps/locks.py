"""Too many wrong codes: reaching a limit, waiting it out, and the ways round it that must not exist."""

from __future__ import annotations

from collections.abc import Callable
from operator import methodcaller

from pytest_bdd import given, then, when

from harness.codes import CODES, Code, code_of, wrong_backup_codes
from harness.expect import expect
from harness.people import DEVICES, Person
from harness.phrases import parse
from harness.refusals import must_be_locked, must_stay_out
from harness.stage import Stage
from harness.verdicts import Inconclusive, Why
from targets.port import Clock, Outcome, Reason


def _lock_the_way_in(person: Person) -> None:
    _enter_wrong_codes(person, person.stage.lock.threshold)


def _lock_the_way_in_again(person: Person) -> None:
    clock = person.stage.target.clock
    clock.advance(_wait(person) + just(clock))  # from now on: of the row before nothing counts any more
    person.row_began = None
    person.sign_in_with_password()  # the sign-in before may be over by now
    person.locks += 1
    _lock_the_way_in(person)


def _lock_the_way_in_with_a_detour(person: Person) -> None:
    _stay_below_the_limit(person)
    CODES["a made-up backup code"].enter(person)
    must_stay_out(person)
    _enter_wrong_codes(person, 1)


def _stay_below_the_limit(person: Person) -> None:
    _enter_wrong_codes(person, person.stage.lock.threshold - 1)


def _try_during_the_wait(person: Person) -> None:
    half, clock = _wait(person) / 2, person.stage.target.clock
    clock.advance(max(person.locked_at + half - clock.now(), 0))
    waits = person.stage.facts.half_sign_in_seconds
    if waits is not None and half >= waits:  # the sign-in that led to the lock has ended, as declared
        person.sign_in_with_password()
    for _ in range(person.stage.lock.threshold):
        answer = person.enter_code(person.phone.wrong_code())
        expect(answer.outcome is Outcome.LOCKED, "The lock still holds.", answer)


def _lock_the_backup_way(person: Person) -> None:
    for code in wrong_backup_codes(person, person.stage.backup_codes.threshold):
        person.enter_backup_code(code)
        must_stay_out(person)
        person.gave_wrong_code()


def _enter_wrong_codes(person: Person, number: int) -> None:
    for _ in range(number):
        person.enter_code(person.phone.wrong_code())
        must_stay_out(person)
        person.gave_wrong_code()


def _enter_wrong_codes_at_once(person: Person) -> None:
    """In one burst; where the product ended the sign-in meanwhile, those that it never read in another."""
    person.stand_at_second_step()
    number, is_over = 2 * person.stage.lock.threshold, False
    while number:
        unread = _burst(person, number)
        is_over = is_over or unread > 0
        if is_over and person.sign_in_with_password().outcome is Outcome.LOCKED:
            break
        number = unread if unread < number else 0
    person.gave_wrong_code()


def _burst(person: Person, number: int) -> int:
    """Enter so many wrong codes at one moment; how many of them met a sign-in that was over."""
    codes = [person.phone.wrong_code() for _ in range(number)]
    answers = person.browser.enter_codes_at_once(codes)
    for answer in answers:
        expect(answer.outcome is not Outcome.IN, "A wrong code is refused.", answer)
        if answer.outcome not in (Outcome.REJECTED, Outcome.LOCKED, Outcome.PASSWORD_ASKED):
            raise Inconclusive(Why.NO_ANSWER, f"one of the codes was neither taken nor refused: {answer}")
    return sum(a.outcome is Outcome.PASSWORD_ASKED or a.reason is Reason.SESSION_GONE for a in answers)


TRIES = {
    "enough wrong codes to lock the way in": _lock_the_way_in,
    "enough wrong codes to lock the way in once more, after the wait": _lock_the_way_in_again,
    "enough wrong codes to lock the way in, with a wrong backup code before the last": _lock_the_way_in_with_a_detour,
    "one wrong code fewer than it takes to lock the way in": _stay_below_the_limit,
    "more wrong codes half-way through the wait": _try_during_the_wait,
    "enough wrong backup codes to lock that way in": _lock_the_backup_way,
    "twice as many wrong codes as are allowed, all at the same moment": _enter_wrong_codes_at_once,
}


def _give_password_on_second_device(person: Person) -> None:
    person.take_up("on a second device")
    person.sign_in_with_password()
    person.take_device(0)


ELSEWHERE = {
    "after giving her password again": Person.sign_in_with_password,
    "where she was, after giving her password on a second device": _give_password_on_second_device,
    **{where: methodcaller("take_up", where) for where in DEVICES},
}
SIDES = {"before": -1, "after": 1}
JUST, JUST_RUNNING = 1, 20
"""How near 'just' is, in seconds; where time runs by itself, the tries before the lock took some of it."""


def just(clock: Clock) -> int:
    """How near 'just' is by this clock."""
    return JUST_RUNNING if clock.running else JUST


def _wait(person: Person) -> int:
    """Seconds that the lock lasts by its declaration, as the one in a row that it is."""
    return person.stage.lock.wait(person.locks)


def _let_the_wait_pass(person: Person, side: int = SIDES["after"]) -> None:
    """Come to just before or just after the end of the wait."""
    clock = person.stage.target.clock
    clock.advance(person.locked_at + _wait(person) + side * just(clock) - clock.now())


@given(parse("{who:Person} has entered {tries:Tries}", Tries=TRIES))
def has_entered(stage: Stage, who: str, tries: Callable[[Person], None]) -> None:
    tries(stage.act(who))


@given(parse("{who:Person} has entered one more wrong code {elsewhere:Elsewhere}", Elsewhere=ELSEWHERE))
def one_more_elsewhere(stage: Stage, who: str, elsewhere: Callable[[Person], object]) -> None:
    person = stage.act(who)
    elsewhere(person)
    _enter_wrong_codes(person, 1)


@when(parse("{who:Person} enters the code from her phone just {side:Side} the wait is over", Side=SIDES))
def enters_code_near_the_end(stage: Stage, who: str, side: int) -> None:
    person = stage.act(who)
    _let_the_wait_pass(person, side)
    person.sign_in_with_password()
    person.enter_code(code_of(person, "from her phone"))


@then(parse("after the declared wait {code:Code} lets {who:Person} in"))
def after_the_wait_lets_in(stage: Stage, who: str, code: Code) -> None:
    person = stage.person(who)
    _let_the_wait_pass(person)
    person.sign_in_with_password()
    person.must_be_in(code.enter(person))


@then(parse("the backup code lets {who:Person} in or not, as the product declares"))
def backup_way_as_declared(stage: Stage, who: str) -> None:
    person = stage.person(who)
    if stage.lock.backup_way_open:
        return person.must_be_in(person.answer)
    return must_be_locked(person, "backup code")
