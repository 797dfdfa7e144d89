"""The way from a sign-in to where somebody wanted to go, and links that others made up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, then, when

from harness import another_site
from harness.codes import CODES, Code
from harness.expect import expect
from harness.phrases import parse
from harness.refusals import must_be_refused
from harness.stage import Stage
from targets.port import Outcome

SPELLINGS = {
    "written in full": "http://{}/",
    "written without its beginning": "//{}/",
    "with a slash turned round": "/\\{}/",
    "with both slashes turned": "\\\\{}/",
    "with a gap in it": "/\t/{}/",
}
"""How an address is written that browsers take for another site's, and careless checks for the product's."""


@pytest.fixture
def site_of_others() -> Iterator[str]:
    """Host and port of a site that isn't the product's."""
    with another_site.another_site() as host:
        yield host


@given(parse("{who:Person} was asked to sign in when she wanted her security settings"))
def wanted_her_settings(stage: Stage, who: str) -> None:
    asked = stage.act(who).browser.visit_security_settings()
    expect(asked is Outcome.PASSWORD_ASKED, f"{who} is asked to sign in first.", asked.value)


@given(
    parse(
        "{who:Person} has followed a link to the sign-in that wants to lead her to another site, {how:Spelling}",
        Spelling=SPELLINGS,
    )
)
def has_followed_a_link(stage: Stage, who: str, how: str, site_of_others: str) -> None:
    device = stage.act(who).new_device(bypass_csp=True)  # not every browser holds a policy against it
    device.come_to_sign_in_leading_to(how.format(site_of_others))


@given(parse("{who:Person} was turned away there with a wrong code"))
def was_turned_away_there(stage: Stage, who: str) -> None:
    signs_in_there(stage, who, CODES["a wrong code"])
    must_be_refused(stage.person(who))


@when(parse("{who:Person} signs in there with her password and {code:Code}"))
def signs_in_there(stage: Stage, who: str, code: Code) -> None:
    person = stage.act(who)
    person.answer = person.browser.sign_in_here(person.account.email, person.account.password.reveal())
    code.enter(person)


@then(parse("{who:Person} has her security settings before her"))
def has_settings_before_her(stage: Stage, who: str) -> None:
    browser = stage.person(who).browser
    expect(browser.shows_security_settings(), f"{who} is at her security settings.", f"at {browser.path()}")


@then(parse("{who:Person} has not been led off to another site"))
def has_not_been_led_off(stage: Stage, who: str) -> None:
    browser = stage.person(who).browser
    expect(browser.is_at_product(), f"{who} is still at the product.", "she is at another site")
