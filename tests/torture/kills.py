"""kill -9 in the middle of every flow: each errand is under way when the server dies.

An errand that was answered has been acknowledged, and must be kept in full. One that wasn't is either done or
not, and never half of it: whoever owns the account gets in, and no code works twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from tests.server.people import SET_UP, TURN_OFF, Phone, codes_of
from tests.torture.site import NEW_PASSWORD, PASSWORD, Resident, Site, Watched, link_of, together

LATEST_KILL = 0.12
"""Seconds after their start within which errands are cut off: some have been answered then, some not."""


@dataclass
class Errand:
    """What one person was about to do when the server died. answer: None where none came."""

    who: Resident
    browser: Watched
    answer: httpx.Response | None = None
    made: list[str] = field(default_factory=list)
    phone: Phone | None = None

    @property
    def done(self) -> bool:
        """Whether it was acknowledged."""
        return self.answer is not None and self.answer.status_code < 400

    def keeps(self, holds: bool, what: str) -> None:
        """What was acknowledged is there."""
        self.who.site.tally.keeps(holds, f"{self.who.email}: {what}")

    def right(self, holds: bool, what: str) -> None:
        """The account is in one of the states that make sense."""
        self.who.site.tally.right(holds, f"{self.who.email}: {what}")


@dataclass(frozen=True)
class Flow:
    """How it is prepared, what is cut off, and what must hold afterwards."""

    prepare: Callable[[Resident], Watched]
    act: Callable[[Errand], httpx.Response]
    check: Callable[[Errand], None]


def _fresh(who: Resident) -> Watched:
    return who.site.browser()


def _inside(who: Resident) -> Watched:
    browser = who.half_way()
    assert browser.enter_code(who.code()).status_code == 303
    return browser


def _half_way(who: Resident) -> Watched:
    return who.half_way()


def _lets_in(errand: Errand, password: str = PASSWORD) -> str:
    """How far a password leads: 'in', 'code' or 'out'."""
    browser = errand.who.site.browser()
    place = browser.sign_in(errand.who.email, password).headers.get("location", "")
    return {"/home": "in", "/sign-in/code": "code"}.get(place, "out")


def _sign_up(errand: Errand) -> httpx.Response:
    errand.who.email = f"new-{errand.who.email}"
    return errand.browser.sign_up(errand.who.email)


def _signed_up(errand: Errand) -> None:
    if errand.done:
        errand.keeps(_lets_in(errand) == "in", "the account is gone")
        errand.keeps(errand.who.site.browser(0, errand.browser.session).is_signed_in(), "its session is gone")
    else:
        again = errand.who.site.browser().sign_up(errand.who.email).status_code == 303
        errand.right(again or _lets_in(errand) == "in", "neither an account nor a way to make one")


def _sign_in(errand: Errand) -> httpx.Response:
    return errand.browser.sign_in(errand.who.email, PASSWORD)


def _half_in(errand: Errand) -> None:
    if errand.done:
        page = errand.who.site.browser(0, errand.browser.session).get("/sign-in/code")
        errand.keeps(page.status_code == 200, "the sign-in is forgotten")
    errand.right(_lets_in(errand) == "code", "a right password doesn't lead to the second step")


def _enter(errand: Errand) -> httpx.Response:
    return errand.browser.enter_code(errand.who.code())


def _entered(errand: Errand) -> None:
    if errand.done:
        inside = errand.who.site.browser(0, errand.browser.session).is_signed_in()
        errand.keeps(inside, "a session is gone")
    once = errand.who.half_way().enter_code(errand.who.code()).status_code == 303
    errand.right(not (errand.done and once), "a code worked twice")
    errand.right(
        errand.who.half_way().enter_code(errand.who.code()).status_code == 422, "a code worked again"
    )


def _enter_backup(errand: Errand) -> httpx.Response:
    return errand.browser.enter_backup_code(errand.who.codes[0])


def _backup_entered(errand: Errand) -> None:
    once = errand.who.half_way().enter_backup_code(errand.who.codes[0]).status_code == 303
    errand.right(not (errand.done and once), "a backup code worked twice")
    again = errand.who.half_way().enter_backup_code(errand.who.codes[0])
    errand.right(again.status_code == 422, "a backup code worked again")
    errand.keeps(
        errand.who.half_way().enter_backup_code(errand.who.codes[1]).status_code == 303, "the list is gone"
    )


def _make_codes(errand: Errand) -> httpx.Response:
    errand.browser.get("/settings/security/backup-codes/new")
    answer = errand.browser.post("/settings/security/backup-codes/new")
    errand.made = codes_of(answer)
    return answer


def _codes_made(errand: Errand) -> None:
    works = [
        errand.who.half_way().enter_backup_code(code).status_code == 303 for code in errand.who.codes[:2]
    ]
    if errand.made:
        errand.right(works == [False, False], "old backup codes outlived their list")
        new = errand.who.half_way().enter_backup_code(errand.made[0])
        errand.keeps(new.status_code == 303, "the new backup codes are gone")
    else:
        errand.right(works[0] == works[1], "half a list of backup codes")
        inside = errand.who.site.browser()
        inside.sign_in(errand.who.email, PASSWORD)
        errand.right(inside.enter_code(errand.who.code()).status_code == 303, "the phone doesn't open")


def _without(who: Resident) -> Watched:
    """Somebody new, at the set-up page."""
    who.email = f"set-up-{who.email}"
    browser = who.site.browser()
    browser.sign_up(who.email)
    return browser


def _confirm(errand: Errand) -> httpx.Response:
    errand.phone = errand.browser.scan(SET_UP)
    errand.who.phone = errand.phone
    answer = errand.browser.post(SET_UP, code=errand.who.code())
    errand.made = codes_of(answer)
    return answer


def _confirmed(errand: Errand) -> None:
    stage = _lets_in(errand)
    if errand.made:
        errand.keeps(stage == "code", "two-factor authentication is off again")
    if stage != "code":
        errand.right(stage == "in", "the password alone doesn't open an account without 2FA")
        return
    errand.right(errand.phone is not None, "2FA is on, and nobody was shown a key")
    if errand.made:
        worked = errand.who.half_way().enter_backup_code(errand.made[0]).status_code == 303
        errand.keeps(worked, "the backup codes that were shown are gone")
    spent = errand.who.half_way().enter_code(errand.who.phone.code(errand.who.site.now - 30))
    errand.right(spent.status_code == 422, "the code of the set-up worked again")
    errand.right(
        errand.who.half_way().enter_code(errand.who.code()).status_code == 303, "the phone opens not"
    )


def _turn_off(errand: Errand) -> httpx.Response:
    return errand.browser.post(TURN_OFF)


def _turned_off(errand: Errand) -> None:
    stage = _lets_in(errand)
    if errand.done:
        errand.keeps(stage == "in", "two-factor authentication is on again")
    if stage == "code":
        errand.right(errand.who.half_way().enter_code(errand.who.code()).status_code == 303, "no way in")
    errand.right(stage in ("in", "code"), "a right password is refused")


def _with_link(who: Resident) -> Watched:
    browser = who.site.browser()
    browser.post("/forgot-password", email=who.email)
    browser.get(link_of(who.site, who))
    return browser


def _reset(errand: Errand) -> httpx.Response:
    return errand.browser.post("/reset-password", new_password=NEW_PASSWORD)


def _was_reset(errand: Errand) -> None:
    old, new = _lets_in(errand), _lets_in(errand, NEW_PASSWORD)
    if errand.done:
        errand.keeps(new == "code", "the new password is gone")
    errand.right({old, new} == {"out", "code"}, f"the old password leads {old}, the new one {new}")


def _one_below(who: Resident) -> Watched:
    browser = who.half_way()
    for _ in range(4):
        browser.enter_code(who.wrong_code())
    return browser


def _lock(errand: Errand) -> httpx.Response:
    return errand.browser.enter_code(errand.who.wrong_code())


def _locked(errand: Errand) -> None:
    if errand.answer is None:
        errand.who.half_way().enter_code(errand.who.wrong_code())
    refused = errand.who.half_way().enter_code(errand.who.code()).status_code == 429
    errand.right(refused, "the lock, or the count that leads to it, is forgotten")


FLOWS: dict[str, Flow] = {
    "sign-up": Flow(_fresh, _sign_up, _signed_up),
    "set-up": Flow(_without, _confirm, _confirmed),
    "password": Flow(_fresh, _sign_in, _half_in),
    "code": Flow(_half_way, _enter, _entered),
    "backup code": Flow(_half_way, _enter_backup, _backup_entered),
    "new backup codes": Flow(_inside, _make_codes, _codes_made),
    "turning off": Flow(_inside, _turn_off, _turned_off),
    "reset": Flow(_with_link, _reset, _was_reset),
    "lock": Flow(_one_below, _lock, _locked),
}


def killed_in_every_flow(site: Site, rounds: int) -> None:
    """All flows at once, each by somebody else, and in their midst the server is killed."""
    for _ in range(rounds):
        errands = [Errand(who, site.browser()) for who in site.residents(len(FLOWS))]
        flows = list(FLOWS.values())
        for errand, flow in zip(errands, flows, strict=True):
            errand.browser = flow.prepare(errand.who)
        site.wait(30)
        pairs = list(zip(errands, flows, strict=True))
        killer = threading.Timer(site.chance.uniform(0.0, LATEST_KILL), site.crash)
        killer.start()
        for errand, answer in zip(errands, together(pairs, lambda it: it[1].act(it[0])), strict=True):
            errand.answer = answer
        killer.join()
        site.recover()
        _check(site, pairs)


def _check(site: Site, pairs: list[tuple[Errand, Flow]]) -> None:
    """The code of the moment first: what worked in this time step must not work again; then the next step."""
    for errand, flow in pairs:
        if flow.check in (_entered, _locked):
            flow.check(errand)
    site.wait(30)
    for errand, flow in pairs:
        if flow.check not in (_entered, _locked):
            flow.check(errand)
