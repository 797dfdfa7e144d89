"""What somebody could get to see who looks at addresses, at old set-ups, and at names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_bdd import given, then, when

from harness.expect import expect
from harness.glimpses import Glimpse, ask_for_each, look, open_each
from harness.letters import elements_made, is_shown
from harness.people import Person
from harness.phrases import parse
from harness.stage import Stage
from harness.trail import Trail
from harness.verdicts import Inconclusive, Why

BACK = 3
"""How often the way back is taken: past the end of the set-up, to its beginning."""


@given(parse("every address that {who:Person}'s browser opens is noted"))
def addresses_are_noted(stage: Stage, who: str) -> None:
    stage.person(who).trail = Trail()


@then(parse("none of {who:Person}'s secrets stands in an address"))
def no_secret_in_an_address(stage: Stage, who: str) -> None:
    person = stage.person(who)
    trail = _trail(person)
    found = trail.found(_secrets_of(person))
    expect(not found, "No secret stands in an address.", f"these do: {', '.join(found)}")


def _secrets_of(person: Person) -> Iterator[tuple[str, str]]:
    """All that nobody else may know of a person, with what each is."""
    yield person.account.password.reveal(), "her password"
    for phone in filter(None, (person.phone, person.old_phone)):
        yield from ((entry.key.secret.reveal(), "the key of a phone") for entry in phone.entries)
        yield from ((code, "a code") for code in phone.shown)
    for saved in (person.saved, person.old_saved):
        yield from ((code, "a backup code") for code in saved.codes)


def _trail(person: Person) -> Trail:
    if person.trail is None or not person.trail.all:
        raise LookupError(
            f"No address of {person.name}'s browser was noted: a Given is missing, or too late."
        )
    return person.trail


@given(parse("{who:Person} has just finished it with the code from her phone"))
def has_just_finished(stage: Stage, who: str) -> None:
    person = stage.person(who)
    if not look(person.browser.page).shows(_key(person)):
        words = "the set-up shows a key to the phone that this look does not find there"
        raise Inconclusive(Why.CONTROL_BEFORE_FAILED, words)
    person.confirm_set_up()
    person.browser.finish_saving()


def _key(person: Person) -> str:
    return person.phone.entry().key.secret.reveal()


def _where_it_was(person: Person) -> Glimpse:
    return open_each(person.browser.page.context, tuple(_trail(person).looked_at))


def _going_back(person: Person) -> Glimpse:
    seen = Glimpse()
    for _ in range(BACK):
        person.browser.go_back()
        seen += look(person.browser.page)
    return seen


def _in_settings(person: Person) -> Glimpse:
    person.browser.visit_security_settings()
    return look(person.browser.page)


def _on_second_device(person: Person) -> Glimpse:
    places = tuple(_trail(person).looked_at)
    person.new_device()
    person.sign_in()
    return open_each(person.browser.page.context, places)


def _as_a_script(person: Person) -> Glimpse:
    return ask_for_each(person.browser.page.context, tuple(_trail(person).looked_at))


LOOKS = {
    "wherever the set-up led her": _where_it_was,
    "by going back after leaving the set-up": _going_back,
    "in her security settings": _in_settings,
    "wherever the set-up led her, on a second device": _on_second_device,
    "by asking for it directly, as a script does": _as_a_script,
}


@when(parse("{who:Person} looks for her key again {look:KeyLook}", KeyLook=LOOKS), target_fixture="glimpse")
def looks_for_her_key(stage: Stage, who: str, look: Callable[[Person], Glimpse]) -> Glimpse:
    return look(stage.act(who))


@then("neither her key nor a QR code of it can be seen")
def no_key_seen(stage: Stage, glimpse: Glimpse) -> None:
    shown = glimpse.shows(_key(stage.spotlight))
    expect(bool(glimpse.texts), "The product answers.", "nothing at all")
    expect(not shown, "The key is never shown again.", shown)


@then(parse("{who:Person}'s name is shown letter by letter, and does nothing"))
def name_is_text(stage: Stage, who: str) -> None:
    person = stage.person(who)
    made = elements_made(person.browser.page)
    expect(not made, "The name is text.", f"the browser took it for a command, in {made} places")
    if not is_shown(person.browser.page, person.account.email):
        raise Inconclusive(Why.NO_ANSWER, "the name is shown nowhere here, so nothing could come of it")
