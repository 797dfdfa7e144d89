"""The attempt budget: how many wrong tries the selected examples make, added up before the first request.

A run that would lock out somebody who isn't its own doesn't start, and examples that lock or send bursts are
left out where the target doesn't allow them. The numbers are told by the words of the steps, and are upper
bounds for a product that keeps its word: one that refuses what is right adds a try where an example fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from harness import common, target_file
from harness.codes import CODES
from harness.measures import GROWTH, HALF, LOCK, SCOPE, THRESHOLD, WINDOW
from harness.measuring.locks import LOOKED_FOR
from harness.measuring.window import BEYOND
from harness.permission import must_be_permitted
from harness.record import Story, story_in, story_to_come
from harness.stage import CAST
from harness.verdicts import NotApplicable
from targets.port import Facts, Lock, LockScope, Outcome, Target, TargetError

UNUSABLE = 7
"""The exit code for a target that is unusable or misdeclared."""

JUST_CHANGED = "a code that has just changed"
"""Right where the product declares that it takes codes one step late, wrong elsewhere."""

RIGHT_CODES = frozenset(
    {
        "the code from her phone",
        "the code from her new phone",
        "the code from her phone, typed in two halves",
        "the code of the newer entry",
        JUST_CHANGED,
        "a backup code",
        "the first of her backup codes",
        "a backup code from the middle of her list",
        "the last of her backup codes",
    }
)
"""Codes that a product takes, unless the example says that this one is refused; any other may be wrong."""

DESTRUCTIVE_TAGS = {"needs-lock": "it comes near a lock, or locks"}
ON_ACCOUNT = r"^it is measured on \w+'s account"
DESTRUCTIVE_STEPS = (
    (re.compile(r"on both devices at the same moment$"), "it sends requests in a burst"),
    (re.compile(f"{ON_ACCOUNT} {WINDOW}$"), "it comes near a lock again and again"),
    (re.compile(f"{ON_ACCOUNT} {THRESHOLD}$"), "it tries wrong codes until a lock begins"),
)
MORE_ACCOUNTS = {THRESHOLD: 1, LOCK: 1, SCOPE: 1}
"""How many accounts are taken to measure something, beside that of who is named."""
ENTRY = re.compile(r"\b(?:enters|signs in with|has signed in with|has been turned away with)\b")
REFUSAL = re.compile(r"^the (?:backup )?code is refused\b")
IN_VAIN = re.compile(r"has been turned away\b")
STRANGER = re.compile(r"^\w+ (?:knows|has tried|tries|resets|asks for a new password|has kept|puts)\b")
"""What somebody does who acts on another's account."""
WRONG_TIME = re.compile(r"'s phone is (?!as\b)|enough wrong (?:backup )?codes to lock")
"""From here on right codes may be refused, for the phone's clock or a lock."""
_CODE = re.compile("|".join(re.escape(words) for words in sorted(CODES, key=len, reverse=True)))


@dataclass(frozen=True)
class Tries:
    """Wrong tries, by what is tried."""

    codes: int = 0
    backup_codes: int = 0
    passwords: int = 0

    def __add__(self, other: Tries) -> Tries:
        return Tries(
            self.codes + other.codes,
            self.backup_codes + other.backup_codes,
            self.passwords + other.passwords,
        )

    @property
    def total(self) -> int:
        """All of them."""
        return self.codes + self.backup_codes + self.passwords


REFUSED = (Outcome.REJECTED.value, Outcome.LOCKED.value)
TRIED = {
    "enter code": Tries(codes=1),
    "finish set up": Tries(codes=1),
    "enter backup code": Tries(backup_codes=1),
    "sign in": Tries(passwords=1),
    "confirm password": Tries(passwords=1),
}
"""What a driver's task tries, by the name that evidence has for it."""


def _lock(facts: Facts) -> int:
    return facts.lock.threshold if facts.lock else 0


def _backup_lock(facts: Facts) -> int:
    return facts.backup_codes.threshold if facts.backup_codes else 0


def _password_limit(facts: Facts) -> int:
    return facts.password_limit.threshold if facts.password_limit else 0


STEPS: tuple[tuple[re.Pattern[str], Callable[[Facts], Tries]], ...] = (
    (
        re.compile("enough wrong codes to lock the way in, with a wrong backup code"),
        lambda facts: Tries(codes=_lock(facts), backup_codes=1),
    ),
    (re.compile("enough wrong codes to lock"), lambda facts: Tries(codes=_lock(facts))),
    (re.compile("one wrong code fewer than it takes"), lambda facts: Tries(codes=max(_lock(facts) - 1, 0))),
    (re.compile("more wrong codes half-way"), lambda facts: Tries(codes=_lock(facts))),
    (re.compile("twice as many wrong codes"), lambda facts: Tries(codes=2 * _lock(facts))),
    (
        re.compile("enough wrong passwords to be stopped"),
        lambda facts: Tries(passwords=_password_limit(facts)),
    ),
    (re.compile("gives her password before the change"), lambda facts: Tries(passwords=1)),
    (re.compile("enough wrong backup codes to lock"), lambda facts: Tries(backup_codes=_backup_lock(facts))),
    (re.compile("has entered one more wrong code"), lambda facts: Tries(codes=1)),
    (re.compile("more wrong passwords"), lambda facts: Tries(passwords=_lock(facts) + 1)),
    (re.compile("signs in with a wrong password"), lambda facts: Tries(passwords=1)),
    (re.compile("asked for her password again, and a wrong one"), lambda facts: Tries(passwords=1)),
    (re.compile("enters one backup code on both devices"), lambda facts: Tries(backup_codes=1)),
    (re.compile("enters one code on both devices"), lambda facts: Tries(codes=1)),
    (re.compile(r"^the next code .* is refused$"), lambda facts: Tries(codes=1)),
    # Beyond the guide: right codes for sign-ins that have ended, which a product may count as wrong
    (re.compile("just after the sign-in has waited"), lambda facts: Tries(codes=1)),
    (re.compile("comes back to it"), lambda facts: Tries(codes=1)),
    (re.compile("enters the code from her phone on her second device"), lambda facts: Tries(codes=1)),
    (re.compile("was turned away there with a wrong code"), lambda facts: Tries(codes=1)),
    (re.compile("comes to .* after a wrong code"), lambda facts: Tries(codes=1)),
    (re.compile("tries a wrong password for"), lambda facts: Tries(passwords=3)),
    (re.compile(f"{ON_ACCOUNT} {WINDOW}$"), lambda facts: Tries(codes=2 * BEYOND)),
    (re.compile(f"{ON_ACCOUNT} {THRESHOLD}$"), lambda facts: Tries(codes=2 * _lock(facts) or LOOKED_FOR)),
    (re.compile(f"{ON_ACCOUNT} {LOCK}$"), lambda facts: Tries(codes=2 * _lock(facts) + 1)),
    (re.compile(f"{ON_ACCOUNT} {GROWTH}$"), lambda facts: Tries(codes=2 * _lock(facts))),
    (re.compile(f"{ON_ACCOUNT} {SCOPE}$"), lambda facts: Tries(codes=_lock(facts) + 1)),
    (re.compile(f"{ON_ACCOUNT} {HALF}$"), lambda facts: Tries(codes=1)),
)
"""What steps that say it in words of their own try; where a step names one code, that code tells."""


@dataclass(frozen=True)
class Planned:
    """One example: its wrong tries at most, why it is destructive, if so, and the accounts that it takes."""

    title: str
    tries: Tries
    destructive: str = ""
    accounts: int = 1


def planned(story: Story, facts: Facts) -> Planned:
    """What an example will do, by the words of its steps and its tags."""
    steps = [step["text"] for step in story["steps"]]
    reasons = [reason for tag, reason in DESTRUCTIVE_TAGS.items() if tag in story["tags"]]
    reasons += [reason for pattern, reason in DESTRUCTIVE_STEPS if any(map(pattern.search, steps))]
    values = f" ({', '.join(story['values'])})" if story["values"] else ""
    owners = sum(owns_an_account(name, steps) for name in CAST)
    owners += sum(more for asked, more in MORE_ACCOUNTS.items() for step in steps if step.endswith(asked))
    return Planned(story["example"] + values, _tries(steps, facts), next(iter(reasons), ""), owners)


def owns_an_account(name: str, steps: Iterable[str]) -> bool:
    """Whether one of the cast takes an account: all who act do, but for a stranger without one of her own."""
    own = [step for step in steps if step.startswith(f"{name} ")]
    is_stranger = any(STRANGER.search(step) for step in own)
    return bool(own) and (not is_stranger or any(step.startswith(f"{name} has an account") for step in own))


def _tries(steps: Iterable[str], facts: Facts) -> Tries:
    total, last, is_off = Tries(), "", False
    for step in steps:
        is_off = is_off or bool(WRONG_TIME.search(step))
        told = next((tries(facts) for pattern, tries in STEPS if pattern.search(step)), None)
        if told is not None:
            total += told
        elif REFUSAL.search(step) and last in RIGHT_CODES and not is_off:
            total += _one(last)  # a right code in itself, that the example says is refused
        elif ENTRY.search(step) and (found := _CODE.search(step)):
            last = found[0]
            is_right = last in RIGHT_CODES and not is_off and not IN_VAIN.search(step)
            is_right = is_right and (last != JUST_CHANGED or facts.steps_back > 0)
            total += Tries() if is_right else _one(last)
    return total


def _one(words: str) -> Tries:
    return Tries(backup_codes=1) if CODES[words].backup else Tries(codes=1)


def must_fit(target: Target, examples: Iterable[Planned]) -> None:
    """Raise TargetError when these examples would lock out more than an account of their own."""
    lock = target.facts.lock
    allowed = [example for example in examples if target_allows(target, example)]
    _must_have_accounts(target, allowed)
    if lock is None or (lock.scope is LockScope.ACCOUNT and not target.facts.shared_accounts):
        return
    if target.facts.rest_seconds:  # by then the product has forgotten what the example before tried
        return
    total = sum((example.tries for example in allowed), Tries())
    if (most := _against_one_limit(total, lock)) >= lock.threshold:
        raise TargetError(_would_lock(target, lock, most, allowed))


def _must_have_accounts(target: Target, examples: list[Planned]) -> None:
    """Raise TargetError when the target has so many accounts at hand, and these examples take more."""
    at_hand: int | None = getattr(target, "accounts_at_hand", None)
    needed = sum(example.accounts for example in examples)
    if at_hand is not None and needed > at_hand:
        raise TargetError(
            f"The {len(examples)} examples selected take {needed} accounts; {target.name} has {at_hand}.\n"
            "  Do this: add accounts to the target's pool, or select fewer examples (pytest -k, -m)."
        )


def target_allows(target: Target, example: Planned) -> bool:
    """Whether the target takes this example: it breaks nothing, or may."""
    return not example.destructive or getattr(target, "destructive", False)


def _against_one_limit(total: Tries, lock: Lock) -> int:
    """An account counts each kind of code by itself; a limit for all counts everything."""
    if lock.scope is LockScope.ACCOUNT:
        return max(total.codes, total.backup_codes)
    return total.total


def _would_lock(target: Target, lock: Lock, most: int, examples: list[Planned]) -> str:
    worst = sorted(examples, key=lambda example: -example.tries.total)[:3]
    told = ", ".join(f"{example.title!r} {example.tries.total}" for example in worst)
    whom = "an account that others use" if lock.scope is LockScope.ACCOUNT else lock.scope.value
    return (
        f"The {len(examples)} examples selected make up to {most} wrong tries, and {target.name} locks out "
        f"{whom} after {lock.threshold}.\n"
        f"  Most are made by: {told}.\n"
        f"  Do this: select fewer examples (pytest -k, -m), or let targets/{target.name} give each scenario "
        "accounts of its own and a lock that keeps out nobody else."
    )


@pytest.hookimpl(tryfirst=True)  # before a worker tells what it has collected
def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to start, once it is known what was selected and before anything is asked of the product."""
    config = session.config
    stories = [story for item in session.items if (story := story_to_come(item))]
    target = _target(config) if stories and not config.option.collectonly else None
    if target is None:
        return
    try:
        must_be_permitted(target)
        must_fit(target, [planned(story, target.facts) for story in stories])
    except TargetError as reason:
        if not common.is_worker(config):
            stop(config, str(reason))
        _refusal(config, common.worker_of(config)).write_text(str(reason), encoding="utf-8")


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_node_collection_finished(node: object, ids: list[str]) -> None:
    """With workers: the controller refuses, before it hands out the first example."""
    config: pytest.Config = getattr(node, "config")  # noqa: B009 - xdist's node has it
    told = _refusal(config, node.gateway.id)  # type: ignore[attr-defined]
    if told.exists():
        stop(config, told.read_text(encoding="utf-8"))


def _refusal(config: pytest.Config, worker: str) -> Path:
    """Where a worker says why nothing may start: a file of its own, so that none reads another's half."""
    return common.folder(config) / f"refused-{worker}.txt"


def stop(config: pytest.Config, reason: str) -> NoReturn:
    """End the run before its first example, with the reason."""
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if terminal is not None:
        terminal.ensure_newline()
        terminal.write_line(f"Twofold does not start. {reason}", red=True)
    pytest.exit("Twofold does not start: no example was acted out", UNUSABLE)


_TARGET = pytest.StashKey[Target]()


def _target(config: pytest.Config) -> Target | None:
    """The product as it is declared, not started; None where that fails, as the first example will tell."""
    try:
        config.stash[_TARGET] = target_file.load(str(config.getoption("--target")), config.rootpath)
    except Exception:
        return None
    return config.stash[_TARGET]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what the target doesn't allow, with the reason."""
    target, story = item.config.stash.get(_TARGET, None), story_to_come(item)
    if target is None or story is None:
        return
    example = planned(story, target.facts)
    if not target_allows(target, example):
        not_applicable(f"{example.destructive}, and the target {target.name} allows nothing destructive")


def not_applicable(reason: str) -> NoReturn:
    """End an example that says nothing about this product."""
    raise NotApplicable(reason)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Say so when an example has made more wrong tries than its words told: then the table here is wrong."""
    target, story = item.config.stash.get(_TARGET, None), story_in(item)
    if target is None or story is None:
        return
    made, told = made_tries(story), planned(story, target.facts).tries
    if any(is_more(made, told + stopped_at(story))):
        item.warn(pytest.PytestWarning(f"the attempt budget told {told}, the example made {made}"))


def is_more(made: Tries, told: Tries) -> Iterator[bool]:
    """For each kind of try, whether more were made than told."""
    yield made.codes > told.codes
    yield made.backup_codes > told.backup_codes
    yield made.passwords > told.passwords


def made_tries(story: Story) -> Tries:
    """The wrong tries that an example made, by its evidence."""
    return sum(_refused(story), Tries())


def stopped_at(story: Story) -> Tries:
    """The last refusal of an example that failed: it may be of something right, which no words foretell."""
    failed = any(step["outcome"] == "failed" for step in story["steps"])
    return next(reversed(_refused(story)), Tries()) if failed else Tries()


def _refused(story: Story) -> list[Tries]:
    deeds = [deed for step in story["steps"] for deed in step.get("evidence", [])]
    return [
        TRIED.get(deed["task"], Tries())
        for deed in deeds
        if deed.get("answer") in REFUSED
        # A right password meets a lock as well, and tries nothing by that.
        and (deed["task"], deed["answer"]) != ("sign in", Outcome.LOCKED.value)
    ]
