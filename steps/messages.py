"""What people are told and offered: reasons, advice, notices, and the ways that the product shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from pytest_bdd import given, then

from harness.expect import expect
from harness.people import Person
from harness.phrases import parse
from harness.refusals import must_be_refused
from harness.stage import Stage

HOW_LONG = re.compile(r"\d+\s*(second|minute|hour)|a minute|an hour", re.IGNORECASE)
ABOUT_THE_CLOCK = re.compile(
    r"\b(clock|time automatically|automatic(ally)? time|phone'?s? time|time (on|of) your)\b", re.I
)
TIME_IS_UP = re.compile(
    r"expired|too long|timed? ?out|time (is|was) up|no longer valid|(sign-?in|login|session) has ended", re.I
)
KEPT_ELSEWHERE = re.compile(
    r"offline|paper|print|not only on|only on this|away from|another place|safe place", re.I
)


FACTOR = r"(?s)^(?=.*(two.?factor|2fa|multi.?factor|two.?step|authenticator))"
EVENTS = {
    "that two-factor authentication is on now": re.compile(
        FACTOR + r"(?=.*\b(turned on|is on|enabled|activated|added|set up)\b)", re.I
    ),
    "that two-factor authentication is off now": re.compile(
        FACTOR + r"(?=.*\b(turned off|is off|disabled|deactivated|removed)\b)", re.I
    ),
    "that another phone makes the codes from now": re.compile(
        FACTOR + r"(?=.*\b(moved|new (phone|device)|linked|replaced|changed|added|activated|is on)\b)", re.I
    ),
    "that there are new backup codes": re.compile(
        r"(?s)(?=.*(backup|recovery|emergency) codes?)(?=.*\b(new|(re)?generated|made|created|replaced)\b)",
        re.I,
    ),
    "that the way in is locked": re.compile(r"\block(ed|s)?\b|too many wrong|\b(blocked|suspended)\b", re.I),
}
"""What notices say of changes, in the words that products use."""


def _how_long_to_wait(person: Person) -> None:
    words = person.answer.words
    expect(bool(HOW_LONG.search(words)), "The refusal says how long to wait.", repr(words))


def _about_the_clock(person: Person) -> None:
    must_be_refused(person)
    words = person.answer.words
    if person.stage.facts.clock_hint:
        named = bool(ABOUT_THE_CLOCK.search(words))
        expect(named, "The refusal names the phone's clock.", repr(words))


def _nothing_about_the_clock(person: Person) -> None:
    words = person.answer.words
    expect(not ABOUT_THE_CLOCK.search(words), "A plain wrong code isn't blamed on the clock.", repr(words))


def _that_her_time_was_up(person: Person) -> None:
    text = person.browser.page_text()
    told = bool(TIME_IS_UP.search(person.answer.words) or TIME_IS_UP.search(text))
    expect(told, f"{person.name} is told that it took too long.", repr(person.answer.words))


def _that_a_backup_code_was_used(person: Person) -> None:
    notices = person.stage.target.notices(person.account)
    told = [
        notice.subject for notice in notices if "backup code" in f"{notice.subject} {notice.text}".lower()
    ]
    told = [subject for subject in told if "used" in subject.lower()]
    expect(bool(told), "A notice says that a backup code was used.", [notice.subject for notice in notices])


def _of_something(what: str) -> Callable[[Person], None]:
    return lambda person: _must_be_told(person, what)


def _must_be_told(person: Person, what: str) -> None:
    """By a notice that came since she last read them: what came before may speak of the same things."""
    notices = person.stage.target.notices(person.account)
    new = Counter(f"{notice.subject}: {notice.text}" for notice in notices) - person.news_before
    told = [notice for notice in new if EVENTS[what].search(notice)]
    expect(bool(told), f"{person.name} is told {what}.", f"{len(new)} new notices, none of which says so")


def _to_keep_codes_elsewhere(person: Person) -> None:
    person.write_codes_down()  # where the product makes them on request, they and the advice are shown then
    advice = person.browser.keeping_advice()
    named = bool(KEPT_ELSEWHERE.search(advice))
    expect(named, "The codes come with the advice to keep a copy elsewhere.", repr(advice))


NEWS = {
    "how long to wait": _how_long_to_wait,
    "about her phone's clock, where the product promises that": _about_the_clock,
    "nothing about her phone's clock": _nothing_about_the_clock,
    "that her time was up": _that_her_time_was_up,
    "that a backup code was used": _that_a_backup_code_was_used,
    "to keep her backup codes away from this computer": _to_keep_codes_elsewhere,
    **{what: _of_something(what) for what in EVENTS},
}


@given(parse("{who:Person} has read all that she was told so far"))
def has_read_all(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.news_before = person.news()


@then(parse("{who:Person} is told {news:News}", News=NEWS))
def is_told(stage: Stage, who: str, news: Callable[[Person], None]) -> None:
    news(stage.person(who))


def _a_way_to_turn_it_on(person: Person) -> None:
    expect(person.browser.offers_to_turn_on(), "The settings offer to turn it on.", "they don't")


def _the_backup_way(person: Person) -> None:
    expect(person.browser.offers_backup_way(), "The second step offers the backup way.", "it doesn't")


def _no_backup_codes(person: Person) -> None:
    browser = person.browser
    expect(not browser.backup_codes_shown(), "No backup codes are shown yet.", "some are shown")
    expect(not browser.offers_backup_codes(), "Backup codes aren't offered yet.", "the settings offer them")


OFFERS = {
    "a way to turn two-factor authentication on": _a_way_to_turn_it_on,
    "a way in with a backup code": _the_backup_way,
    "no backup codes": _no_backup_codes,
}


@then(parse("{who:Person} is offered {offer:Offer}", Offer=OFFERS))
def is_offered(stage: Stage, who: str, offer: Callable[[Person], None]) -> None:
    offer(stage.person(who))


@then(parse("{owner:Person} finds the try among her notices or recent activity"))
def finds_the_try(stage: Stage, owner: str) -> None:
    """Whatever is new since the stranger came is the stranger's doing: the owner did nothing meanwhile."""
    person = stage.person(owner)
    new = person.news() - person.news_before
    expect(bool(new), f"{owner} can learn of the try.", "nothing new among notices and activity")
