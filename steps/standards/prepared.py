"""What somebody may have prepared: a key he knows, what a browser held earlier, a clock of his own."""

from __future__ import annotations

from pytest_bdd import given, then

from harness.browser_state import claim_time_of_phone, take_over
from harness.expect import expect
from harness.phrases import parse
from harness.stage import Stage

LONGEST_RUN = 4
"""How many bytes in a row two random keys of 20 bytes share, but for one pair in a thousand million."""


@given(parse("{who:Person} has been asked to sign in"))
def has_been_asked_to_sign_in(stage: Stage, who: str) -> None:
    stage.act(who).browser.visit_security_settings()


@given(parse("{stranger:Person} has kept what {owner:Person}'s browser holds"))
def has_kept_what_the_browser_holds(stage: Stage, stranger: str, owner: str) -> None:
    victim, thief = stage.person(owner), stage.person(stranger)
    thief.account = victim.account
    take_over(thief, victim)


@given(parse("{who:Person}'s browser claims the same time as her phone"))
def browser_claims_the_time_of_the_phone(stage: Stage, who: str) -> None:
    claim_time_of_phone(stage.person(who))


@then(parse("{one:Person}'s key tells nothing about {other:Person}'s"))
def key_tells_nothing(stage: Stage, one: str, other: str) -> None:
    first, second = stage.person(one).come_to_key().key.data, stage.person(other).phone.entry().key.data
    shared = longest_run(first, second)
    expect(shared <= LONGEST_RUN, "The keys have no piece in common.", f"they share {shared} bytes in a row")
    kinds = min(len(set(first)), len(set(second)))
    expect(2 * kinds >= len(first), "The keys show no pattern.", f"one has {kinds} different bytes only")


def longest_run(first: bytes, second: bytes) -> int:
    """How many bytes in a row two keys share at most."""
    lengths = range(len(first), 0, -1)
    pieces = ((n, first[i : i + n]) for n in lengths for i in range(len(first) - n + 1))
    return next((length for length, piece in pieces if piece in second), 0)
