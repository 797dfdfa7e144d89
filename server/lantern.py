"""What every flow works with: the wired parts of one server, and who is asking."""

from dataclasses import dataclass

from server.clock import Clock
from server.mailer import Mailer
from server.policies import Policies
from server.settings import Settings
from server.store.database import Database
from server.vault import Vault


@dataclass(frozen=True)
class Lantern:
    """The parts of one running server."""

    settings: Settings
    clock: Clock
    policies: Policies
    database: Database
    vault: Vault
    mailer: Mailer | None = None  # None: messages stay in the outbox


@dataclass(frozen=True)
class Visitor:
    """Who asks, and when: network address of the peer, name of the browser, seconds since the epoch.

    devices: the tokens by which this browser is remembered, one for each of the people who share it, newest
    first.
    """

    address: str
    browser: str
    now: float
    devices: tuple[str, ...] = ()
