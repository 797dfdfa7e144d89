"""Situations of a crowd: many people at once, equal codes in bursts, several processes, acts that cross.

Where a situation yields, the servers are killed and started again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, zip_longest

from tests.torture.site import NEW_PASSWORD, Resident, Site, Watched, link_of, new_codes, together

END_OTHERS = "/settings/security/sessions/end-others"
BURST = 3
"""Browsers in which one code is entered at one moment."""


def signing_in_at_once(site: Site, number: int) -> Iterator[None]:
    """Everybody gives the password, then everybody the code, in three browsers each; then a crash."""
    them = site.residents(number)
    doors = list(chain.from_iterable([(who, at) for at in range(BURST)] for who in them))
    browsers = [site.browser(at) for _, at in doors]
    first = together(
        list(zip(doors, browsers, strict=True)), lambda it: it[1].sign_in(it[0][0].email, it[0][0].password)
    )
    for answer in first:
        site.tally.right(answer is not None and answer.status_code == 303, "a right password is refused")
    together(list(zip(doors, browsers, strict=True)), lambda it: it[1].enter_code(it[0][0].code()))
    _one_of_each(site, them, browsers)
    sessions = [browser.session for browser in browsers if browser.is_signed_in()]
    yield
    again = [site.browser(at, session) for at, session in enumerate(sessions)]
    for browser in again:
        site.tally.keeps(browser.is_signed_in(), "a session is gone after the crash")


def _one_of_each(site: Site, them: list[Resident], browsers: list[Watched]) -> None:
    for at, who in enumerate(them):
        inside = sum(browser.is_signed_in() for browser in browsers[at * BURST : (at + 1) * BURST])
        site.tally.right(inside == 1, f"{who.email}: one code opened {inside} sessions")


def one_backup_code_in_a_burst(site: Site, number: int) -> None:
    """Each person's backup code, in three browsers at one moment."""
    them = site.residents(number)
    browsers = [who.half_way(at) for who in them for at in range(BURST)]
    codes = [who.codes[0] for who in them for _ in range(BURST)]
    together(list(zip(browsers, codes, strict=True)), lambda it: it[0].enter_backup_code(it[1]))
    _one_of_each(site, them, browsers)


def guessing_in_a_burst(site: Site, number: int) -> Iterator[None]:
    """Ten wrong codes for each person at one moment: five are judged, and the lock holds through a crash."""
    them = site.residents(number)
    doors = [(who, who.half_way(at)) for who in them for at in range(10)]
    answers = together(doors, lambda it: it[1].enter_code(it[0].wrong_code()))
    for at, who in enumerate(them):
        told = sorted(answer.status_code for answer in answers[at * 10 : (at + 1) * 10] if answer)
        site.tally.right(told == [422] * 4 + [429] * 6, f"{who.email}: ten wrong codes are told {told}")
    yield
    for who in them:
        refused = who.half_way().enter_code(who.code()).status_code == 429
        site.tally.right(refused, f"{who.email}: the lock is forgotten after the crash")
        site.tally.right(who.half_way().enter_backup_code(who.codes[0]).status_code == 303, "no other way in")


def acts_that_cross(site: Site, number: int) -> None:
    """Sign-outs, 'sign out everywhere else', new codes and codes at the second step, all for one account."""
    for who in site.residents(number):
        browsers = [site.browser(at) for at in range(6)]
        for browser in browsers:
            browser.sign_in(who.email, who.password)
            site.wait(30)
            site.tally.right(browser.enter_code(who.code()).status_code == 303, "a right code is refused")
        site.wait(30)
        half = [who.half_way(at) for at in range(2)]
        acts: list[Callable[[], object]] = [partial(browser.post, "/sign-out") for browser in browsers[:3]]
        acts += [partial(browser.post, END_OTHERS) for browser in browsers[3:5]]
        acts += [partial(new_codes, browsers[5])]
        acts += [partial(browser.enter_code, who.code()) for browser in half]
        together(acts, lambda act: act())
        inside = [browser.is_signed_in() for browser in browsers]
        site.tally.right(not any(inside[:3]), "signed in after signing out")
        site.tally.right(sum(browser.is_signed_in() for browser in half) <= 1, "one code opened two sessions")


def sessions_of_others(site: Site, number: int) -> None:
    """People who try to end each other's sessions at one moment: nobody is hurt, nobody is held up."""
    them = site.residents(2 * number)
    browsers = [who.signed_in(at) for at, who in enumerate(them)]
    ids = [_number_seen_by(who.signed_in()) for who in them]
    pairs = [(browser, ids[at ^ 1]) for at, browser in enumerate(browsers)]
    for _ in range(5):
        answers = together(pairs, lambda it: it[0].post("/settings/security/sessions/end", id=it[1]))
        for answer in answers:
            site.tally.right(answer is not None and answer.status_code == 404, "not simply refused")
    for browser in browsers:
        site.tally.keeps(browser.is_signed_in(), "somebody else's session was ended")


def _number_seen_by(browser: Watched) -> str:
    """The number of the other session of the same account, as the list of devices has it."""
    return browser.get("/settings/security").text.partition('name="id" value="')[2].partition('"')[0]


def resetting_while_guessing(site: Site, number: int) -> None:
    """The owner sets a new password by link while a stranger tries wrong ones from the same address."""
    for who in site.residents(number):
        owner = site.browser()
        owner.post("/forgot-password", email=who.email)
        owner.get(link_of(site, who))
        guesses = [partial(site.browser(at).sign_in, who.email, "not the password") for at in range(8)]
        reset = partial(owner.post, "/reset-password", new_password=NEW_PASSWORD)
        *_, answer = together([*guesses, reset], lambda act: act())
        done = answer is not None and answer.status_code == 303
        site.tally.right(done, "the reset is refused")
        who.password = NEW_PASSWORD if done else who.password
        site.wait(16 * 60)  # the stranger's guesses may have made this address wait
        who.half_way()


def old_sessions_swept(site: Site, number: int) -> None:
    """Everybody left several sessions behind, and signs in again three days later: all are swept at once."""
    them = site.residents(number)
    for who in them:
        for at in range(3):
            who.half_way(at)
    site.wait(3 * 24 * 3600)
    for _ in range(3):
        answers = together(them, lambda who: who.site.browser().sign_in(who.email, who.password))
        for answer in answers:
            site.tally.right(answer is not None and answer.status_code == 303, "a right password is refused")


def starting_at_once(site: Site, number: int) -> None:
    """Processes that start at one moment on a database that isn't there yet, and serve one account."""
    who = site.residents(1)[0]
    for at, _ in zip_longest(range(site.processes), range(number), fillvalue=0):
        site.tally.right(who.half_way(at).get("/sign-in/code").status_code == 200, "no second step")
