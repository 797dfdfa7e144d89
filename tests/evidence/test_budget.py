"""A run that may not be, or that would lock others out, refuses to start; what destroys is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from harness import gherkin
from harness.budget import RIGHT_CODES, Planned, Tries, must_fit, planned
from harness.codes import CODES
from harness.permission import is_loopback, must_be_permitted
from harness.record import StepRecord, Story
from targets.port import BackupCodes, Consent, Facts, Lock, LockScope, Target, TargetError
from tests.evidence.tiny_suite import TinySuite
from tests.long import mostly_long
from tests.plain import plain, plain_text

TODAY = date(2026, 3, 1)
CONSENT = Consent("Olga Owner", "Test our staging site, with locks.", date(2026, 2, 1))
ELSEWHERE = "https://shop.example"


def product(**declared: Any) -> Target:
    usual = {"name": "shop", "address": "http://127.0.0.1", "consent": None, "destructive": True}
    return cast(Target, SimpleNamespace(**{**usual, "facts": facts(), **declared}))


def facts(scope: LockScope = LockScope.ACCOUNT, *, shared: bool = False) -> Facts:
    return plain(
        lock=Lock(5, 60, backup_way_open=True, scope=scope),
        backup_codes=BackupCodes(10, 4),
        shared_accounts=shared,
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8080",
        "http://127.9.9.9/x",
        "http://[::1]:80",
        "http://localhost",
        "http://a.localhost",
    ],
)
def test_loopback_needs_no_consent(address: str) -> None:
    assert is_loopback(address)
    must_be_permitted(product(address=address), TODAY)


@pytest.mark.parametrize(
    "address",
    [
        ELSEWHERE,
        "http://10.0.0.1",
        "http://192.168.1.1",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://user@shop.example:80/127.0.0.1",
        "http://127.0.0.1@shop.example",
        "http://[::1",
        "",
    ],
)
def test_anything_else_needs_the_owner_in_writing(address: str) -> None:
    assert not is_loopback(address)
    with pytest.raises(TargetError, match="holds no consent of its owner"):
        must_be_permitted(product(address=address), TODAY)
    must_be_permitted(product(address=address, consent=CONSENT), TODAY)


def test_a_target_that_declares_no_address_is_not_taken_for_a_local_one() -> None:
    with pytest.raises(TargetError, match="declares no address"):
        must_be_permitted(cast(Target, SimpleNamespace(name="shop")), TODAY)


@pytest.mark.parametrize(
    ("consent", "fault"),
    [
        (Consent(" ", "Yes.", TODAY), "names no owner"),
        (Consent("Olga", "", TODAY), "has no text"),
        (Consent("Olga", "Yes.", date(2026, 3, 2)), "yet to come"),
    ],
)
def test_a_consent_that_says_nothing_is_none(consent: Consent, fault: str) -> None:
    with pytest.raises(TargetError, match=fault):
        must_be_permitted(product(address=ELSEWHERE, consent=consent), TODAY)


def all_planned() -> dict[str, Planned]:
    found = {}
    for chapter in gherkin.parse_folder(Path("features")):
        for example in chapter.examples:
            for row in example.rows:
                plan = planned(story(example, row), facts())
                found[plan.title] = plan
    return found


def story(example: gherkin.Example, row: dict[str, str]) -> Story:
    steps = [
        StepRecord(keyword="", text=gherkin.fill(step.text, row), line=step.line, outcome="not reached")
        for step in example.background + example.steps
    ]
    return Story(
        chapter="",
        rule="",
        example=example.title,
        values=list(row.values()),
        tags=list(example.tags),
        file="",
        line=example.line,
        browser="",
        steps=steps,
    )


@pytest.mark.parametrize(
    ("title", "tries"),
    [
        ("Reading the code off the phone", Tries()),
        ("A wrong password before any code", Tries(passwords=1)),
        ("Entering a code that is not the current one (a wrong code)", Tries(codes=1)),
        ("A backup code for the second time", Tries(backup_codes=1)),
        ("Two refusals before the clock is set right", Tries(codes=2)),
        ("As far off as the product tolerates (slow)", Tries()),
        ("A right code in between", Tries(codes=8)),
        ("Reading how long the lock lasts", Tries(codes=6)),
        ("Wrong codes of both kinds", Tries(codes=5, backup_codes=5)),
    ],
)
def test_the_words_of_the_steps_tell_the_tries(title: str, tries: Tries) -> None:
    assert all_planned()[title].tries == tries


def test_locks_and_bursts_are_destructive_and_nothing_else_is() -> None:
    plans = all_planned()
    destructive = {title for title, plan in plans.items() if plan.destructive}
    assert {"Reaching the limit", "Two sign-ins with one code at the same moment"} <= destructive
    # three: a wrong password for each of three addresses
    assert max(plan.tries.total for title, plan in plans.items() if title not in destructive) <= 3
    assert len(plans) - len(destructive) > 80


def test_a_code_that_is_taken_for_right_is_one_that_features_can_name() -> None:
    assert CODES.keys() > RIGHT_CODES


EXAMPLES = [Planned("one", Tries(codes=2, passwords=1)), Planned("two", Tries(backup_codes=2))]


@pytest.mark.parametrize(
    ("declared", "fits"),
    [
        (facts(), True),
        (facts(shared=True), True),
        (facts(LockScope.ADDRESS), False),
        (facts(LockScope.SITE), False),
        (plain(), True),
    ],
    ids=["own accounts", "shared, few of a kind", "address", "site", "no lock"],
)
def test_who_would_be_locked_out(declared: Facts, fits: bool) -> None:
    target = product(facts=declared)
    if fits:
        return must_fit(target, EXAMPLES)
    with pytest.raises(TargetError, match=r"up to 5 wrong tries, and shop locks out everybody.* after 5"):
        must_fit(target, EXAMPLES)
    return must_fit(target, EXAMPLES[:1])


def test_a_shared_account_is_not_locked() -> None:
    with pytest.raises(TargetError, match="an account that others use after 5"):
        must_fit(product(facts=facts(shared=True)), [Planned("x", Tries(codes=3))] * 2)


def test_what_is_left_out_costs_nothing() -> None:
    lock_it = [Planned("lock it", Tries(codes=5), "it locks")]
    must_fit(product(facts=facts(LockScope.SITE), destructive=False), lock_it)
    with pytest.raises(TargetError):
        must_fit(product(facts=facts(LockScope.SITE)), lock_it)


FEATURE = """Feature: A tiny chapter

  Rule: Codes count

    Example: A wrong one
      When Alice enters a wrong code

    @needs-lock
    Example: Too many
      Given Alice has entered enough wrong codes to lock the way in
"""
STEPS = """
import pathlib
@when("Alice enters a wrong code")
@given("Alice has entered enough wrong codes to lock the way in")
def enter(): pathlib.Path("asked").touch()
"""
REFUSING = {
    "elsewhere": ("Product.address = 'https://shop.example'", "tiny is at https://shop.example"),
    "site": (
        "import dataclasses\n"
        "Product.destructive = True\n"
        f"Product.facts = {plain_text('lock=Lock(6, 60, True, LockScope.SITE)')}",
        "make up to 7 wrong tries, and tiny locks out everybody after 6",
    ),
    "pool": (
        "Product.destructive = True\nProduct.accounts_at_hand = 1",
        "The 2 examples selected take 2 accounts; tiny has 1.",
    ),
}


@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "2"))
@pytest.mark.parametrize("case", REFUSING)
def test_a_run_refuses_to_start(suite: TinySuite, case: str, workers: str) -> None:
    declared, message = REFUSING[case]
    suite.tell(FEATURE, STEPS, declared)
    run = suite.run("-n", workers)
    assert run.code == 7, run.printed
    assert run.printed.count("Twofold does not start. ") == 1
    assert message in run.printed and "Do this: " in run.printed
    assert not (suite.folder / "asked").exists()
    assert not run.folder.exists()


def test_whose_account_it_is_is_told_by_the_words() -> None:
    of = {title: plan.accounts for title, plan in all_planned().items()}
    assert of["Signing in to a new account"] == 1
    assert of["A stranger with the right password"] == 1
    assert of["A stranger with a phone of her own"] == 2
    assert of["Somebody else's backup code"] == 2
    assert of["A stranger who reads the owner's mail"] == 1


@pytest.mark.parametrize("workers", mostly_long(["0", "2"], "2"))
def test_destructive_examples_only_where_they_are_allowed(suite: TinySuite, workers: str) -> None:
    suite.tell(FEATURE, STEPS, "Product.destructive = False")
    run = suite.run("-n", workers, "-rs")
    assert run.code == 0, run.printed
    assert [run.result(title)["outcome"] for title in ("A wrong one", "Too many")] == ["passed", "skipped"]
    assert "it comes near a lock, or locks, and the target tiny allows nothing" in run.printed
    suite.tell(FEATURE, STEPS, "Product.destructive = True")
    assert suite.run("-n", workers).result("Too many")["outcome"] == "passed"


TELLS_LESS = """
@pytest.fixture
def new_context():
    class Context:
        browser = None
        def set_default_timeout(self, milliseconds): pass
        def on(self, event, listener): pass
        def new_page(self): return None
    return Context

@when("Alice enters a wrong code")
def twice(stage):
    for _ in range(2): stage.person("Alice").browser.enter_code("000000")
"""
REFUSES = """
class Pages:
    page = None
    def enter_code(self, code): return Answer(Outcome.REJECTED)
Product.driver = lambda self, page: Pages()
"""


def test_a_budget_that_told_too_little_is_said_aloud(suite: TinySuite) -> None:
    suite.write("pytest.ini", "[pytest]\n")
    suite.tell(FEATURE, "import pytest\n" + TELLS_LESS, REFUSES)
    run = suite.run("-k", "a_wrong_one", "--no-doctor")  # its driver has one task
    assert "the attempt budget told Tries(codes=1, " in run.printed
    assert "the example made Tries(codes=2, " in run.printed


@pytest.mark.parametrize(("tries", "is_said"), [(2, False), (3, True)])
def test_the_try_that_an_example_fails_at_is_nobodys_plan(
    suite: TinySuite, tries: int, is_said: bool
) -> None:
    """A product that refuses a right code makes one wrong try of it; its example ends there."""
    suite.write("pytest.ini", "[pytest]\n")
    fails = TELLS_LESS.replace("range(2)", f"range({tries})") + "    assert False, 'the last was right'\n"
    suite.tell(FEATURE, "import pytest\n" + fails, REFUSES)
    run = suite.run("-k", "a_wrong_one", "--no-doctor")
    assert run.result("A wrong one")["outcome"] == "failed"
    assert ("the attempt budget told" in run.printed) is is_said, run.printed


def test_looking_at_what_there_is_needs_no_consent(suite: TinySuite) -> None:
    suite.tell(FEATURE, STEPS, "Product.address = 'https://shop.example'")
    assert suite.run("--collect-only").code == 0


def test_a_product_that_turns_out_to_be_elsewhere_is_asked_nothing(suite: TinySuite) -> None:
    moves = "def start(self): self.address = 'https://shop.example'\nProduct.start = start"
    steps = "\n@when('Alice enters a wrong code')\ndef enter(target): raise AssertionError('it was asked')\n"
    suite.tell(FEATURE, steps, moves)
    run = suite.run("-k", "a_wrong_one")
    assert run.code == 7
    assert "At fault:  the target" in run.result("A wrong one")["error"]
    assert "it was asked" not in run.printed
