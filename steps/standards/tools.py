"""The tools people live with: what they need of a product, and whether a refusal reaches whoever uses them."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import then, when

from harness import accessibility, announcing, hands
from harness.codes import CODES, Code
from harness.expect import expect
from harness.people import Person
from harness.phrases import parse
from harness.stage import Stage
from harness.verdicts import Inconclusive, Why


def _come_to_sign_in(person: Person) -> None:
    person.browser.visit_security_settings()


def _come_to_second_step(person: Person) -> None:
    person.stand_at_second_step()


def _come_to_backup_way(person: Person) -> None:
    person.stand_at_second_step()
    person.browser.code_place(backup=True)


def _give_a_wrong_code(person: Person) -> None:
    CODES["a wrong code"].enter_where_asked(person)


def _come_to_settings(person: Person) -> None:
    if not person.browser.is_signed_in():
        person.sign_in()
    person.browser.visit_security_settings()


def _come_to_set_up(person: Person) -> None:
    person.begin_set_up()


def _give_a_wrong_code_to_set_up(person: Person) -> None:
    person.begin_set_up()
    person.scan()
    _give_a_wrong_code(person)


def _come_to_fresh_codes(person: Person) -> None:
    person.begin_set_up()
    person.scan()
    person.confirm_set_up()


PLACES = {
    "the sign-in": _come_to_sign_in,
    "the second step": _come_to_second_step,
    "the second step after a wrong code": _give_a_wrong_code,
    "where a backup code gets her in": _come_to_backup_way,
    "her security settings": _come_to_settings,
    "a set-up": _come_to_set_up,
    "a set-up after a wrong code": _give_a_wrong_code_to_set_up,
    "her fresh backup codes": _come_to_fresh_codes,
}
"""Where people come by on the way to two factors, and on the way in."""


@when(parse("{who:Person} comes to {place:Place}", Place=PLACES))
def comes_to(stage: Stage, who: str, place: Callable[[Person], None]) -> None:
    place(stage.act(who))


@then("nothing there keeps people out who see or hear otherwise")
def nothing_keeps_people_out(stage: Stage) -> None:
    found = accessibility.barriers(stage.spotlight.browser.page)
    expect(not found, "WCAG 2.2 at its levels A and AA is kept, as far as axe can tell.", "; ".join(found))


@then("everything that can be used there is reached with the keyboard alone")
def all_is_in_reach(stage: Stage) -> None:
    missed = hands.out_of_reach(stage.spotlight.browser.page)
    expect(not missed, "The Tab key leads to all that can be used.", f"not to: {', '.join(missed)}")


def _by_hand(person: Person, code: Code, put_in: Callable[..., None]) -> None:
    """Give a code where one is asked for, without a mouse."""
    if not person.setting_up:
        person.stand_at_second_step()
    person.entered = text = code.make(person)
    person.answer = person.browser.enter_by_hand(lambda place: put_in(place, text), backup=code.backup)


@when(parse("{who:Person} pastes {code:Code}"))
def pastes(stage: Stage, who: str, code: Code) -> None:
    _by_hand(stage.act(who), code, hands.paste)


@when(parse("{who:Person} signs in with her password and pastes {code:Code}"))
def signs_in_and_pastes(stage: Stage, who: str, code: Code) -> None:
    pastes(stage, who, code)


@when(parse("{who:Person} gives {code:Code} with the keyboard alone"))
def gives_by_keyboard(stage: Stage, who: str, code: Code) -> None:
    _by_hand(stage.act(who), code, hands.type_in)


@when(parse("{who:Person} signs in with her password and gives {code:Code} with the keyboard alone"))
def signs_in_by_keyboard(stage: Stage, who: str, code: Code) -> None:
    gives_by_keyboard(stage, who, code)


@then("tools that keep passwords are told where name and password belong")
def tools_are_told(stage: Stage) -> None:
    untold = accessibility.unfit_for_names_and_passwords(stage.spotlight.browser.page)
    expect(not untold, "Name and password can be filled in by tools.", "; ".join(untold))


@then(parse("{who:Person} is asked for nothing that she has given already"))
def nothing_is_asked_twice(stage: Stage, who: str) -> None:
    again = accessibility.asks_again(stage.person(who).browser.page)
    expect(not again, "Name and password are asked once.", "the second step asks for one of them again")


@then("phones and tools are told that a code of digits belongs there")
def phones_are_told(stage: Stage) -> None:
    unfit = accessibility.unfit_for_codes(stage.spotlight.browser.code_place())
    expect(not unfit, "The place for the code says that it takes one.", "; ".join(unfit))


@then(parse("the refusal reaches {who:Person} without being looked for"))
def refusal_reaches(stage: Stage, who: str) -> None:
    person = stage.person(who)
    if not person.answer.words:
        raise Inconclusive(Why.NO_ANSWER, "the product said nothing that its driver could read")
    way = announcing.how_told(person.browser.page, person.answer.words)
    if way == "nowhere":
        raise Inconclusive(Why.NO_ANSWER, "what the product's driver read can't be found where she is")
    expect(
        way != "silently", "The refusal is said aloud, or belongs to where she is.", "it only stands there"
    )


@then("the refusal goes on to what to do next")
def refusal_says_what_to_do(stage: Stage) -> None:
    words = stage.spotlight.answer.words
    expect(announcing.tells_what_to_do(words), "The refusal says what to do next.", repr(words))
