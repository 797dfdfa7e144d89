"""The stage of one scenario: its cast, its product and the one time that everybody lives in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.ledger import Ledger
from harness.measures import Measure
from harness.people import Person
from targets.port import BackupCodes, Driver, Facts, Lock, PasswordLimit, Target

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from harness.evidence import Evidence

CAST = ("Alice", "Mallory", "Bob")
"""Alice owns the account, Mallory knows her password, Bob is a bystander with an account of his own."""


class Stage:
    """What a scenario's steps act on.

    spotlight: the person whose last answer the next Then is about. measured: what the scenario has found out.
    """

    def __init__(
        self,
        target: Target,
        new_context: Callable[..., BrowserContext],
        evidence: Evidence | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.target = target
        self.evidence = evidence
        self.new_context = evidence.contexts(new_context) if evidence else new_context
        self.ledger = ledger or Ledger()
        self.measured: list[Measure] = []
        self._people: dict[str, Person] = {}
        self._spotlight: Person | None = None

    @property
    def facts(self) -> Facts:
        """What the product declares."""
        return self.target.facts

    @property
    def lock(self) -> Lock:
        """The declared lock. Raises LookupError: the scenario needs the tag @needs-lock."""
        if self.facts.lock is None:
            raise LookupError("The product declares no lock: this scenario needs the tag @needs-lock.")
        return self.facts.lock

    @property
    def backup_codes(self) -> BackupCodes:
        """The declared backup codes. Raises LookupError: the scenario needs the tag @needs-backup-codes."""
        if self.facts.backup_codes is None:
            raise LookupError(
                "The product declares no backup codes: this scenario needs the tag @needs-backup-codes."
            )
        return self.facts.backup_codes

    @property
    def password_life(self) -> int:
        """Seconds after which a change asks for the password. Raises LookupError when none is declared."""
        if self.facts.fresh_password_seconds is None:
            raise LookupError(
                "The product never asks for the password again: this scenario needs @needs-fresh-password."
            )
        return self.facts.fresh_password_seconds

    @property
    def password_limit(self) -> PasswordLimit:
        """The declared limit on wrong passwords before a change. Raises LookupError when none is declared."""
        if self.facts.password_limit is None:
            raise LookupError(
                "The product declares no limit on passwords: this scenario needs @needs-password-limit."
            )
        return self.facts.password_limit

    @property
    def remembered_days(self) -> int:
        """Days for which devices are remembered. Raises LookupError when none are declared."""
        if self.facts.remembered_days is None:
            raise LookupError(
                "The product remembers no device: this scenario needs the tag @needs-remembered-devices."
            )
        return self.facts.remembered_days

    @property
    def half_sign_in_seconds(self) -> int:
        """Seconds that a sign-in waits for its code. Raises LookupError when none are declared."""
        if self.facts.half_sign_in_seconds is None:
            raise LookupError(
                "The product declares no half_sign_in_seconds: this scenario needs @needs-sign-in-limit."
            )
        return self.facts.half_sign_in_seconds

    def found(self, measure: Measure) -> None:
        """Keep what was measured: for the steps that follow, and in the record."""
        self.measured.append(measure)
        if self.evidence:
            self.evidence.measured(measure)

    def driver(self, page: Page, who: str, device: int) -> Driver:
        """The product's driver on a fresh page, with what it does noted as evidence."""
        driver = self.target.driver(page)
        return self.evidence.watch(driver, who, device, self.target.clock) if self.evidence else driver

    def person(self, name: str) -> Person:
        """One of the cast, the same for the whole scenario."""
        if name not in self._people:
            self._people[name] = Person(name, self)
        return self._people[name]

    def act(self, name: str) -> Person:
        """One of the cast, who now steps into the spotlight."""
        self._spotlight = self.person(name)
        return self._spotlight

    @property
    def spotlight(self) -> Person:
        """The person who acted last. Raises LookupError when nobody has."""
        if self._spotlight is None:
            raise LookupError(
                "The scenario asks about an answer before anybody has acted: its When step is missing."
            )
        return self._spotlight
