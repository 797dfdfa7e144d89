"""Checks of the way to the product: its target's file, permission, start, answer, clock, accounts."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any

from harness import declared, https, target_file
from harness.browsers import NoBrowser
from harness.counting import counted
from harness.doctor import place, watch
from harness.doctor.check import Check
from harness.doctor.finding import NotTested, Wrong
from harness.doctor.limits import PAGE_SECONDS, START_SECONDS
from harness.doctor.visit import Visit
from harness.failure import Fault
from harness.permission import must_be_permitted
from harness.stage import CAST
from targets.port import Account, Facts, TargetError

CLOCK_SECONDS = 5.0
"""How far the product's time may be from what the target takes it for; its Date has whole seconds only."""
SERVER_ERROR = 500


def loads(visit: Visit) -> None:
    """The file that --target names can be loaded, and makes a target."""
    try:
        visit.product = target_file.load(visit.options.target, visit.options.root)
    except TargetError as error:
        told, _, advice = str(error).partition("\n  Do this: ")
        where = place.of_loading(error) or _named_in(told)
        mend = advice or "mend this line; Python's own words are above."
        raise Wrong("The target's file can be loaded.", told, mend, where, Fault.TARGET) from error


def _named_in(text: str) -> place.Place | None:
    found = re.match(r"(\S+\.py):", text)
    return place.Place(Path(found[1]), 1) if found else None


def forgets_nothing(visit: Visit) -> None:
    """The target has all that the port asks for."""
    if lacks := declared.forgotten(visit.target):
        raise Wrong(
            "The target has all that targets/port.py asks for.",
            f"It lacks {', '.join(lacks)}.",
            f"add {', '.join(lacks)} to this class; targets/port.py says what each is for.",
            place.of_class(visit.target),
            Fault.TARGET,
        )
    if not isinstance(visit.facts, Facts):
        raise visit.wrong_target(
            "`facts` is a Facts of targets/port.py.", type(visit.facts).__name__, "make it one.", "facts"
        )


def permitted(visit: Visit) -> None:
    """The product may be tested: it is on this machine, or its owner has consented."""
    try:
        must_be_permitted(visit.target)
    except TargetError as error:
        told, _, advice = str(error).partition("\n  Do this: ")
        names = ("consent", "address") if visit.target.consent is not None else ("address",)
        raise visit.wrong_target(
            "The product is on this machine, or its owner has consented in writing.", told, advice, *names
        ) from error


def starts(visit: Visit) -> None:
    """The product gets ready, and is where it may be."""
    visit.do(visit.target, "start", visit.target.start, START_SECONDS)
    permitted(visit)


def accounts_at_hand(visit: Visit) -> str:
    """Where the target has so many accounts and no more, they are enough for this visit."""
    needed = 1 if visit.options.short else len(_cast(visit))
    if visit.at_hand is None:
        return "they can be made"
    if visit.at_hand < needed:
        raise visit.wrong_target(
            f"{counted(needed, 'account')} for this visit.",
            f"The target has {visit.at_hand} at hand.",
            "add accounts without two-factor authentication to the target's pool.",
            *("accounts_at_hand", "pool", "new_account"),
        )
    return f"{visit.at_hand} at hand, {needed} needed"


def _cast(visit: Visit) -> tuple[str, ...]:
    """Who takes an account: of a pool, Mallory none where nothing may lock, as then she isn't needed."""
    is_spared = visit.at_hand is not None and not visit.target.destructive
    return tuple(name for name in CAST if not (is_spared and name == "Mallory"))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Takes a redirection for the answer that it is: where it leads may be somebody else's."""

    def redirect_request(self, *args: Any) -> None:
        return None


def reachable(visit: Visit) -> str:
    """The address answers."""
    address = visit.target.address
    try:
        status, visit.date = _ask(address, visit.target.browser_settings)
    except (OSError, ValueError, HTTPException) as error:
        if why := https.untrusted(error):
            found = https.told(address, why)
            asked = f"{address} has a certificate that is trusted, or that the target says to take as it is."
            raise visit.wrong_target(asked, found, https.ADVICE, "browser_settings") from error
        raise visit.wrong_target(
            f"{address} answers within {PAGE_SECONDS:g} seconds.",
            f"It doesn't: {getattr(error, 'reason', None) or error}.",
            "start the product, or correct the address in this line.",
            "address",
        ) from error
    if status >= SERVER_ERROR:
        raise visit.wrong_target(
            f"{address} answers without an error of the server.",
            f"status {status}",
            "look into the product's log, or correct the address in this line.",
            "address",
        )
    return f"status {status}"


def _ask(address: str, settings: dict[str, object]) -> tuple[int, str]:
    opener = urllib.request.build_opener(_NoRedirect(), https.handler(settings))
    try:
        with opener.open(address, timeout=PAGE_SECONDS) as answer:
            return answer.status, str(answer.headers["Date"] or "")
    except urllib.error.HTTPError as error:
        return error.code, str(error.headers["Date"] or "")


def clock_is_right(visit: Visit) -> str:
    """The product's own Date is the time that the target says (RFC 9110 6.6.1)."""
    try:
        told = parsedate_to_datetime(visit.date).timestamp()
    except (TypeError, ValueError) as error:
        raise NotTested("the product's answer has no Date") from error
    off = told - visit.target.clock.now()
    if abs(off) > CLOCK_SECONDS:
        raise visit.wrong_target(
            f"The product's time and target.clock are at most {CLOCK_SECONDS:g} seconds apart.",
            f"The product is {abs(off):.0f} seconds {'ahead' if off > 0 else 'behind'}.",
            "give the clock that the product lives by; where that is real time, set this machine's and the "
            "product's clock right.",
            "clock",
            "start",
        )
    return f"{abs(off):.0f} s apart"


def an_account(visit: Visit) -> None:
    """An account can be made."""
    visit.alice.account = _made(visit, "Alice")


def accounts_for_all(visit: Visit) -> str:
    """There are accounts enough for one example with the whole cast, each for one person alone."""
    cast = _cast(visit)
    others = {name: _made(visit, name) for name in cast if name != "Alice"}
    visit.stage.person("Bob").account = others["Bob"]
    if visit.at_hand is not None and "Mallory" in others:  # else the product may have one ready-made for her
        visit.stage.person("Mallory").account = others["Mallory"]
    emails = {account.email for account in (visit.alice.account, *others.values())}
    if len(emails) < len(cast) and not visit.facts.shared_accounts:
        raise visit.wrong_target(
            f"{len(cast)} people get {len(cast)} accounts.",
            f"They get {len(emails)}.",
            "give each an account of their own, or declare shared_accounts=True.",
            "new_account",
        )
    return f"{len(emails)} accounts"


def _made(visit: Visit, name: str) -> Account:
    account = visit.do(visit.target, "new_account", lambda: visit.target.new_account(name))
    if not isinstance(account, Account):
        raise visit.wrong_target(
            "new_account() gives an Account of targets/port.py.",
            type(account).__name__,
            "return an Account.",
            "new_account",
        )
    return account


def browser_starts(visit: Visit) -> None:
    """A browser starts."""
    try:
        visit.open_browser()
    except NoBrowser as error:
        told, _, advice = str(error).partition("\n  Do this: ")
        raise Wrong("A browser starts.", told, advice, None, Fault.MACHINE) from error


def driver_forgets_nothing(visit: Visit) -> None:
    """The driver has all tasks that the port asks for."""
    visit.alice.new_device()
    driver: Any = visit.driver_in_hand
    if lacks := watch.forgotten(driver):
        raise visit.wrong(
            "The driver has all that targets/port.py asks of a Driver.",
            f"It lacks {', '.join(lacks)}.",
            f"add {', '.join(lacks)} to this class; targets/port.py says what each is for.",
            fault=Fault.TARGET,
        )


BEFORE_ANYTHING = (
    Check("the target's file can be loaded", loads),
    Check("the target forgets nothing that the port asks for", forgets_nothing),
    Check("the product may be tested", permitted),
    Check("there are accounts enough for a visit", accounts_at_hand),
)
"""Where one of these is wrong, the target is unusable, and nothing was asked of the product."""
SHORT = (
    Check("the product starts", starts),
    Check("its address answers", reachable),
    Check("its clock is the one that the target says", clock_is_right, vital=False),
    Check("a browser starts", browser_starts),
    Check("an account can be made", an_account),
    Check("the driver forgets nothing that the port asks for", driver_forgets_nothing),
)
FULL = (Check("there are accounts for a whole cast", accounts_for_all),)
