"""Faults about backup codes (D): used twice, outliving their set, shown again or not at all, not limited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from starlette.responses import PlainTextResponse

from faults.fault import Faults, Wiring, fired, fires
from faults.layers import answering, rewriting_headers, rewriting_pages
from faults.moments import Meeting
from faults.numbers import SET_UPS
from server.flows import backup, enrolment, second_step, summary
from server.rules.backup_codes import BackupCodes, StoredCode
from server.store.queries import BACKUP_CODE, backup_set, stored_codes
from server.web import render, two_factor_pages, visit

faults = Faults()

TWICE = "A backup code for the second time"
AT_ONE_MOMENT = "Two sign-ins with one backup code at the same moment"


class NeverUsedUp(BackupCodes):
    """A backup code opens the account as often as it is typed."""

    def may_use(self, code: StoredCode) -> bool:
        return fires(True, super().may_use(code))


@faults("D1", "A backup code works as often as it is typed.", TWICE, AT_ONE_MOMENT)
def _(server: Wiring) -> None:
    server.rules(backup_codes=NeverUsedUp(server.policies.numbers))


class AsItWasBefore(BackupCodes):
    """Judges by what was known of used codes before the requests of one moment met."""

    meeting: ClassVar[Meeting[frozenset[int]]] = Meeting()

    def may_use(self, code: StoredCode) -> bool:
        right = super().may_use(code)
        if not self.meeting.took_place():
            return right
        return fires(code.position in self.meeting.seen, right)


@faults("D2", "Two sign-ins at one moment can both use the same backup code.", AT_ONE_MOMENT, by_chance=True)
def _(server: Wiring) -> None:
    rule = AsItWasBefore(server.policies.numbers)

    def unused(lantern: Any, account_id: int) -> frozenset[int]:
        with lantern.database.reading() as db:
            return frozenset(code.position for code in stored_codes(db, account_id) if code.used_at is None)

    def judge(right: Any, lantern: Any, session: Any, text: str, visitor: Any) -> Any:
        with rule.meeting.of(lantern, session, unused):
            return right(lantern, session, text, visitor)

    server.rules(backup_codes=rule)
    server.flow(second_step, "by_backup_code", judge)


@dataclass
class OldSets:
    """Sets of backup codes that should be gone, and still open the account."""

    sets: dict[int, tuple[bytes, tuple[bytes, ...]]]

    def keep(self, db: Any, account_id: int) -> None:
        """Put the present set's unused codes aside."""
        if kept := backup_set(db, account_id):
            unused = tuple(code.hash for code in stored_codes(db, account_id) if code.used_at is None)
            self.sets[account_id] = kept.salt, unused

    def accept(self, right: Any, lantern: Any, session: Any, text: str, visitor: Any) -> Any:
        """Judge a backup code by the old set first."""
        salt, hashes = self.sets.get(session.account_id, (b"", ()))
        rule = lantern.policies.backup_codes
        bare = rule.read(text)
        if not salt or bare is None or rule.hash(bare, salt) not in hashes:
            return right(lantern, session, text, visitor)
        fired()
        return _let_in(lantern, session, visitor)


@faults("D3", "After making new backup codes the old ones still work.", "An old code that was never used")
def _(server: Wiring) -> None:
    old = OldSets({})

    def make_new(right: Any, lantern: Any, session: Any, visitor: Any) -> Any:
        with lantern.database.reading() as db:
            old.keep(db, session.account_id)
        return right(lantern, session, visitor)

    server.flow(backup, "make_new", make_new)
    server.flow(second_step, "by_backup_code", old.accept)


@faults(
    "D4",
    "Backup codes from before two-factor authentication was off work again once it is on.",
    "Backup codes from before the move",
)
def _(server: Wiring) -> None:
    old = OldSets({})

    def turn_off(right: Any, lantern: Any, session: Any, visitor: Any) -> Any:
        with lantern.database.reading() as db:
            old.keep(db, session.account_id)
        return right(lantern, session, visitor)

    server.flow(enrolment, "turn_off", turn_off)
    server.flow(second_step, "by_backup_code", old.accept)


@faults(
    "D4-move",
    "Backup codes of the lost phone's time still work once a new phone is linked in its place.",
    "Backup codes from the time of the lost phone",
)
def _(server: Wiring) -> None:
    old = OldSets({})

    def confirm(right: Any, lantern: Any, session: Any, mode: Any, *given: Any) -> Any:
        if mode is enrolment.Mode.MOVE:
            with lantern.database.reading() as db:
                old.keep(db, session.account_id)
        return right(lantern, session, mode, *given)

    server.flow(enrolment, "confirm", confirm)
    server.flow(second_step, "by_backup_code", old.accept)


@faults(
    "D6",
    "The last backup code of the list that is shown is not among those that are stored.",
    "Trying codes from the top, the middle and the end of the list: the last of her backup codes",
    "The last code of the list",
)
def _(server: Wiring) -> None:
    def prepare(right: Any, lantern: Any) -> Any:
        fresh = right(lantern)
        fired()
        return replace(fresh, codes=(*fresh.codes[:-1], lantern.policies.backup_codes.generate()[0]))

    server.flow(backup, "prepare", prepare)


@faults(
    "D9",
    "Turning two-factor authentication on shows no backup codes.",
    "Finishing the set-up",
    "Reading the advice beside the codes",
    "Writing the codes down",
    "A device that was signed in before",
    "A change made in her name: to a new account, turns two-factor authentication on, that two-factor "
    "authentication is on now",
)
def _(server: Wiring) -> None:
    def codes_page(right: Any, here: Any, codes: tuple[str, ...], why: str) -> Any:
        if why != "set-up":
            return right(here, codes, why)
        fired()
        return visit.redirect(two_factor_pages.SECURITY)

    server.flow(two_factor_pages, "_codes_page", codes_page)


@faults(
    "D10",
    "Loading the page with the backup codes once more shows them again.",
    "Looking for the codes a second time: by loading them once more",
)
def _(server: Wiring) -> None:
    shown: dict[int, tuple[str, ...]] = {}

    def codes_page(right: Any, here: Any, codes: tuple[str, ...], why: str) -> Any:
        shown[here.session.id] = codes
        return right(here, codes, why)

    def ended(right: Any, here: Any, mode: Any, bound: Any) -> Any:
        if bound.outcome is not enrolment.Confirmation.ALREADY_SHOWN:
            return right(here, mode, bound)
        fired()
        return two_factor_pages._codes_page(here, shown[here.session.id], "set-up")

    server.flow(two_factor_pages, "_codes_page", codes_page)
    server.flow(two_factor_pages, "_ended", ended)


@faults(
    "D10-back",
    "The browser may keep the page with the backup codes, and shows it again on the way back.",
    "Looking for the codes a second time: by going back after leaving them",
)
def _(server: Wiring) -> None:
    def keepable(scope: Any, headers: Any) -> None:
        if scope["method"] == "POST" and scope["path"] == two_factor_pages.SET_UP:
            fired()
            headers["cache-control"] = "private, max-age=600"

    server.around(rewriting_headers(keepable))


@faults(
    "D10-settings",
    "The security settings list the backup codes for as long as one is signed in.",
    "Looking for the codes a second time: in her security settings",
    "Looking for the codes a second time: by asking for them directly, as a script does",
)
def _(server: Wiring) -> None:
    shown: dict[int, tuple[str, ...]] = {}

    def codes_page(right: Any, here: Any, codes: tuple[str, ...], why: str) -> Any:
        shown[here.session.id] = codes
        return right(here, codes, why)

    def page(right: Any, here: Any, template: str, *rest: Any, **values: Any) -> Any:
        if template == "security.html" and (codes := shown.get(here.session.id)):
            fired()
            values["events"] = [
                *values["events"],
                {"when": "", "text": f"Your backup codes: {' '.join(codes)}", "address": ""},
            ]
        return right(here, template, *rest, **values)

    server.flow(two_factor_pages, "_codes_page", codes_page)
    server.flow(render, "page", page)


@faults(
    "D10-script",
    "The backup codes are handed to any script that asks for them in the owner's name.",
    "Looking for the codes a second time: by asking for them directly, as a script does",
)
def _(server: Wiring) -> None:
    shown: list[str] = []

    def codes_page(right: Any, here: Any, codes: tuple[str, ...], why: str) -> Any:
        shown.extend(codes)
        return right(here, codes, why)

    def hand_out(scope: Any) -> Any:
        if scope["method"] == "GET" and scope["path"].endswith("/backup-codes/download") and shown:
            fired()
            return PlainTextResponse("\n".join(shown))
        return None

    server.flow(two_factor_pages, "_codes_page", codes_page)
    server.around(answering(hand_out))


def without_password(server: Wiring, path: str) -> None:
    """Let one page be used however long ago the password was given."""

    def ask_password(right: Any, here: Any, page: Any) -> Any:
        due = right(here, page)
        return due if page.path != path else fires(None, due)

    server.flow(visit, "_ask_password", ask_password)


@faults(
    "D12",
    "An open session can make new backup codes without the password.",
    "Making new backup codes long after the password was given",
)
def _(server: Wiring) -> None:
    without_password(server, "/settings/security/backup-codes/new")


@faults(
    "D13",
    "Backup codes can be guessed as often as one likes.",
    "Too many wrong backup codes",
    "Wrong codes of both kinds",
)
def _(server: Wiring) -> None:
    def fail(right: Any, attempt: Any, verdict: Any) -> Any:
        if attempt.method != BACKUP_CODE:
            return right(attempt, verdict)
        fired()
        second_step._tell_of_thief(attempt)
        return second_step.Outcome(verdict)

    server.flow(second_step, "_fail", fail)


class NeverLow(BackupCodes):
    """However few are left, they are enough."""

    def is_low(self, left: int) -> bool:
        return fires(False, super().is_low(left))


@faults("D14", "Nobody is told that few backup codes are left.", "Only a few codes left")
def _(server: Wiring) -> None:
    server.rules(backup_codes=NeverLow(server.policies.numbers))


@faults("D14-last", "When the last backup code is used, one is said to be left.", "The last code of the list")
def _(server: Wiring) -> None:
    def say(right: Any, attempt: Any, left: int) -> None:
        right(attempt, fires(max(1, left), left))

    def of(right: Any, *given: Any) -> Any:
        seen = right(*given)
        return replace(seen, codes_left=max(1, seen.codes_left)) if seen.on_since else seen

    server.flow(second_step, "_say_codes_left", say)
    server.flow(summary, "of", of)


class AlwaysLow(BackupCodes):
    """However many are left, they are few."""

    def is_low(self, left: int) -> bool:
        return fires(True, super().is_low(left))


@faults("P-always-warns", "Every backup code that is used warns that few are left.", "Plenty of codes left")
def _(server: Wiring) -> None:
    server.rules(backup_codes=AlwaysLow(server.policies.numbers))


@faults(
    "D15",
    "Who came in with a backup code can't link a new phone: that takes a code from the lost one.",
    "Linking a new phone",
    "A backup code, a new phone, and back in",
)
def _(server: Wiring) -> None:
    def show(right: Any, lantern: Any, session: Any, mode: Any, visitor: Any) -> Any:
        stuck = mode is enrolment.Mode.MOVE and session.method == BACKUP_CODE
        return fires(None, True) if stuck else right(lantern, session, mode, visitor)

    server.flow(enrolment, "show", show)


@faults(
    "P-nine-codes",
    "A set holds nine backup codes, not the ten that are declared.",
    "Finishing the set-up",
    "Making new backup codes",
    "Addresses of a new set of backup codes",
)
def _(server: Wiring) -> None:
    fired()
    server.numbers(backup_codes=9)


class Twins(BackupCodes):
    """The second code of a list is the first once more."""

    def generate(self) -> list[str]:
        codes = super().generate()
        return fires([codes[0], codes[0], *codes[2:]], codes)


@faults(
    "P-twin-codes",
    "One backup code stands twice in the list.",
    "Finishing the set-up",
    SET_UPS,
)
def _(server: Wiring) -> None:
    server.rules(backup_codes=Twins(server.policies.numbers))


@faults(
    "P-wrong-count",
    "The settings count as many backup codes as before, however many were used.",
    "Counting the codes that are left",
)
def _(server: Wiring) -> None:
    def of(right: Any, *given: Any) -> Any:
        seen = right(*given)
        return fires(replace(seen, codes_left=10 if seen.codes_left else 0), seen)

    server.flow(summary, "of", of)


class SameAgain(BackupCodes):
    """Nine codes of a set are new, and the last is that of every set before."""

    last: ClassVar[list[str]] = []  # one for the process

    def generate(self) -> list[str]:
        codes = super().generate()
        if not self.last:
            self.last.append(codes[-1])
        return fires([*codes[:-1], self.last[0]], codes)


@faults(
    "P-old-code-in-new-set",
    "A code of the old list is among the new ones.",
    "Making new backup codes",
)
def _(server: Wiring) -> None:
    server.rules(backup_codes=SameAgain(server.policies.numbers))


@faults(
    "P-short-file",
    "The file to download holds one backup code fewer than were shown.",
    "Downloading the codes",
)
def _(server: Wiring) -> None:
    def shorter(path: str, text: str) -> str:
        return fires("\n".join(text.splitlines()[:-1]), text) if path.endswith("/download") else text

    server.around(rewriting_pages(shorter))


@faults(
    "P-no-advice",
    "Nothing is said about where to keep the backup codes.",
    "Reading the advice beside the codes",
)
def _(server: Wiring) -> None:
    def silent(path: str, text: str) -> str:
        return fires(
            text.replace("Keep an offline copy too: print them, or write them on paper", "").replace(
                "Don't keep them only on this computer.", ""
            ),
            text,
        )

    server.around(rewriting_pages(silent))


@faults("P-no-copying", "The backup codes can't be selected, and so not be copied.", "Writing the codes down")
def _(server: Wiring) -> None:
    def unselectable(path: str, text: str) -> str:
        return fires(text.replace('<ol id="backup-codes"', '<ol inert id="backup-codes"'), text)

    server.around(rewriting_pages(unselectable))


@faults(
    "P-codes-too-early",
    "Before two-factor authentication is on, the settings offer to make backup codes.",
    "Looking for backup codes during a set-up",
)
def _(server: Wiring) -> None:
    link = '<a href="/settings/security/backup-codes/new">Make new backup codes</a>'

    def offering(path: str, text: str) -> str:
        is_off = path == two_factor_pages.SECURITY and "Make new backup codes" not in text
        return fires(text.replace("</h1>", f"</h1>{link}", 1), text) if is_off else text

    server.around(rewriting_pages(offering))


@faults(
    "P-no-backup-way",
    "The second step doesn't offer to use a backup code.",
    "Asked for a code without a phone",
)
def _(server: Wiring) -> None:
    def hiding(path: str, text: str) -> str:
        return fires(text.replace("Use a backup code instead", "Read about backup codes"), text)

    server.around(rewriting_pages(hiding))


class OfAnyAccount(BackupCodes):
    """Takes a code for right that is in anybody's list."""

    shown: ClassVar[set[str]] = set()  # one for the process, as its accounts are

    def generate(self) -> list[str]:
        codes = super().generate()
        self.shown.update(code.replace("-", "") for code in codes)
        return codes


@faults(
    "P-anybodys-backup-code",
    "Anybody's backup code opens the account.",
    "Somebody else's backup code",
    "An old code that was never used",
    "An old code that was used before",
    "Backup codes from before the move",
    "Backup codes from the time of the lost phone",
)
def _(server: Wiring) -> None:
    rule = OfAnyAccount(server.policies.numbers)

    def judge(right: Any, lantern: Any, session: Any, text: str, visitor: Any) -> Any:
        outcome = right(lantern, session, text, visitor)
        is_known = rule.read(text) in rule.shown and outcome.verdict is second_step.Verdict.WRONG
        return fires(_let_in(lantern, session, visitor), outcome) if is_known else outcome

    server.rules(backup_codes=rule)
    server.flow(second_step, "by_backup_code", judge)


@faults(
    "P-any-backup-code",
    "A backup code that was never issued opens the account.",
    "A backup code that was never issued",
    "Somebody else's backup code",
    "An old code that was never used",
    "An old code that was used before",
    "Backup codes from before the move",
    "Backup codes from the time of the lost phone",
    "Too many wrong backup codes",
    "Wrong codes of both kinds",
)
def _(server: Wiring) -> None:
    def judge(right: Any, lantern: Any, session: Any, text: str, visitor: Any) -> Any:
        outcome = right(lantern, session, text, visitor)
        is_wrong = outcome.verdict is second_step.Verdict.WRONG
        return fires(_let_in(lantern, session, visitor), outcome) if is_wrong else outcome

    server.flow(second_step, "by_backup_code", judge)


def _let_in(lantern: Any, session: Any, visitor: Any) -> Any:
    with lantern.database.writing() as db:
        return second_step._succeed(second_step._open(lantern, db, session, BACKUP_CODE, visitor))
