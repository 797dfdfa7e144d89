"""The closed way and the open one: what goes where, and what browsers are told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_bdd import then, when

from harness import open_way
from harness.expect import expect
from harness.open_way import OpenAnswer
from harness.phrases import parse
from harness.stage import Stage
from harness.verdicts import Inconclusive, Why


@when(parse("{who:Person} asks for the sign-in by the open way"), target_fixture="open_answer")
def asks_by_the_open_way(stage: Stage, who: str) -> OpenAnswer:
    browser = stage.act(who).browser
    browser.visit_security_settings()
    return open_way.ask(browser.page.url)


@then("the open way shows no sign-in, at most the closed one")
def open_way_shows_nothing(open_answer: OpenAnswer) -> None:
    expect(not open_answer.shows, "The open way leads to the closed one, or nowhere.", open_answer.shows)


@then("her browser is told to stay on the closed way for a year at least")
def browser_is_told(stage: Stage) -> None:
    seconds = open_way.stays_closed_for(stage.spotlight.browser.page)
    told = f"for {seconds} seconds" if seconds else "it is not told"
    expect(seconds >= open_way.YEAR, f"It is told so for {open_way.YEAR} seconds or more.", told)


@then("nothing went the open way")
def nothing_went_open(stage: Stage) -> None:
    trail = stage.spotlight.trail
    if trail is None or not trail.all:
        raise LookupError("No address was noted: a Given is missing, or too late.")
    found = open_way.went_open(trail)
    expect(not found, "Nothing is asked for without TLS.", f"these are: {', '.join(found)}")


def _judge(stage: Stage, promised: str, fault_of: Callable[[dict[str, Any]], list[str]]) -> None:
    cookies = open_way.hangs_on(stage.spotlight)
    if not cookies:
        raise Inconclusive(Why.NO_ANSWER, "no cookie was found that the sign-in hangs on")
    found = [f"{cookie['name']}: {fault}" for cookie in cookies for fault in fault_of(cookie)]
    expect(not found, promised, "; ".join(found))


@then("what her sign-in hangs on goes the closed way only, and to the product alone")
def hangs_on_goes_closed(stage: Stage) -> None:
    _judge(stage, "It is sent over TLS alone, and to this host alone.", open_way.too_far)


@then("what her sign-in hangs on is kept from scripts, from other sites and from neighbours")
def hangs_on_is_kept(stage: Stage) -> None:
    _judge(stage, "It is HttpOnly, SameSite, and named __Host- or __Secure-.", open_way.given_away)
