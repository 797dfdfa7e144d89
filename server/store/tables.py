"""The tables. All times are seconds since the epoch, as floats."""

from sqlalchemy import BigInteger, Float, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from server.rules.lockout import Tries


class Base(DeclarativeBase):
    """All tables of the server."""

    type_annotation_map = {float: Float(53), str: Text, bytes: LargeBinary}  # noqa: RUF012 - as SQLAlchemy wants it


class Account(Base):
    """A person's account. Its row is the lock for everything that belongs to it."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    made_at: Mapped[float]
    # Set while 2FA is on. Apart from the key, so that a lost key closes the account instead of opening it.
    two_factor_since: Mapped[float | None]

    @property
    def initial(self) -> str:
        """The letter shown as the account's picture."""
        return self.email[:1].upper()


class Authenticator(Base):
    """The bound authenticator app of an account, its key sealed, and the last time step used."""

    __tablename__ = "authenticators"
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sealed_key: Mapped[bytes]
    bound_at: Mapped[float]
    last_step: Mapped[int | None] = mapped_column(BigInteger)


class PendingBinding(Base):
    """A key shown on a set-up page and not yet confirmed. One an account: a later one replaces it."""

    __tablename__ = "pending_bindings"
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    session_id: Mapped[int]
    sealed_key: Mapped[bytes]
    started_at: Mapped[float]
    wrong_tries: Mapped[int] = mapped_column(default=0)


class MethodTries(Base):
    """Failures at one second-step method of one account.

    Made with the account, so it is always there to be locked.
    """

    __tablename__ = "method_tries"
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    method: Mapped[str] = mapped_column(primary_key=True)
    since_lock: Mapped[int] = mapped_column(default=0)
    in_a_row: Mapped[int] = mapped_column(default=0)
    until: Mapped[float] = mapped_column(default=0.0)

    @property
    def tries(self) -> Tries:
        """The row as the rules see it."""
        return Tries(self.since_lock, self.in_a_row, self.until)

    @tries.setter
    def tries(self, tries: Tries) -> None:
        self.since_lock, self.in_a_row, self.until = tries.since_lock, tries.in_a_row, tries.until


class PasswordTries(Base):
    """Wrong passwords for one e-mail address (with or without an account) from one network address."""

    __tablename__ = "password_tries"
    email: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    since_lock: Mapped[int] = mapped_column(default=0)
    in_a_row: Mapped[int] = mapped_column(default=0)
    until: Mapped[float] = mapped_column(default=0.0)
    last_at: Mapped[float] = mapped_column(index=True)

    @property
    def tries(self) -> Tries:
        """The row as the rules see it."""
        return Tries(self.since_lock, self.in_a_row, self.until)

    @tries.setter
    def tries(self, tries: Tries) -> None:
        self.since_lock, self.in_a_row, self.until = tries.since_lock, tries.in_a_row, tries.until


class BackupSet(Base):
    """An account's set of backup codes: the salt they share, and when they were made."""

    __tablename__ = "backup_sets"
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    salt: Mapped[bytes]
    made_at: Mapped[float]


class BackupCode(Base):
    """One hashed backup code."""

    __tablename__ = "backup_codes"
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes]
    used_at: Mapped[float | None]


class WebSession(Base):
    """A browser's session.

    Of its token only the SHA-256 is kept; the token changes at each step up, the row stays.
    """

    __tablename__ = "sessions"
    # The number of an ended session is never given again: a pending binding remembers whose it is.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy wants it
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    stage: Mapped[str]
    method: Mapped[str]
    started_at: Mapped[float]  # of the present stage
    last_seen: Mapped[float] = mapped_column(index=True)
    password_at: Mapped[float] = mapped_column(default=0.0)
    address: Mapped[str]
    browser: Mapped[str]
    wanted: Mapped[str] = mapped_column(default="")
    messages: Mapped[str] = mapped_column(default="[]")  # JSON: [[kind, text], ...] for the next page
    reset_hash: Mapped[bytes | None]
    thief_told: Mapped[bool] = mapped_column(
        default=False
    )  # 'someone has your password' went out for this sign-in
    codes_shown: Mapped[bool] = mapped_column(
        default=False
    )  # so that a reload of that answer doesn't make new codes


class RememberedDevice(Base):
    """A browser that spares its owner the second step. Of its token only the SHA-256 is kept."""

    __tablename__ = "remembered_devices"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    since: Mapped[float] = mapped_column(index=True)


class ResetLink(Base):
    """A password reset link. Of its token only the SHA-256 is kept."""

    __tablename__ = "reset_links"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[float]


class OutboxMessage(Base):
    """A message to an account's owner. A real product would hand it to its mailer."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    text: Mapped[str]
    sent_at: Mapped[float]


class ActivityLine(Base):
    """One line of an account's recent security activity."""

    __tablename__ = "activity"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    event: Mapped[str]
    text: Mapped[str]
    address: Mapped[str]
    at: Mapped[float]
