"""The rules the server runs by, bundled so that a test can replace one of them. Nothing is decided here."""

from dataclasses import dataclass
from typing import Self

from server.policy import Policy
from server.rules.access import Access, Origin, Redirects
from server.rules.backup_codes import BackupCodes
from server.rules.codes import CodeEntry, Replay, Window
from server.rules.lockout import Lockout, PasswordLimit
from server.rules.notices import Notices
from server.rules.passwords import Passwords
from server.rules.sessions import BindingRules, SessionRules


@dataclass(frozen=True)
class Policies:
    """One object a rule.

    To break a rule on purpose: `dataclasses.replace(Policies.standard(), replay=Broken())`.
    """

    numbers: Policy
    code_entry: CodeEntry
    window: Window
    replay: Replay
    lockout: Lockout
    password_limit: PasswordLimit
    backup_codes: BackupCodes
    passwords: Passwords
    sessions: SessionRules
    binding: BindingRules
    access: Access
    origin: Origin
    redirects: Redirects
    notices: Notices

    @classmethod
    def standard(cls, numbers: Policy | None = None) -> Self:
        """The rules as they should be, with the standard numbers or others."""
        policy = numbers or Policy()
        return cls(
            numbers=policy,
            code_entry=CodeEntry(policy.digits),
            window=Window(policy),
            replay=Replay(),
            lockout=Lockout(policy),
            password_limit=PasswordLimit(policy),
            backup_codes=BackupCodes(policy),
            passwords=Passwords(policy),
            sessions=SessionRules(policy),
            binding=BindingRules(policy),
            access=Access(),
            origin=Origin(),
            redirects=Redirects(),
            notices=Notices(),
        )
