"""How one server is set up: where its data lies, its sealing key, its public address."""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

KEY_VARIABLE = "LANTERN_KEY"
_KEY_BYTES = 32


class SettingsError(Exception):
    """The server can't be set up like this. The text says why and what to do."""


@dataclass(frozen=True)
class Settings:
    """The set-up of one server. `lab_token` is None unless the control plane for tests was asked for.

    smtp: host and port of the mail server on this machine that gets every message; None: none does.
    """

    database_url: str
    sealing_key: bytes = field(repr=False)
    public_url: str = "http://127.0.0.1"
    lab_token: str | None = field(default=None, repr=False)
    smtp: tuple[str, int] | None = None

    @property
    def https(self) -> bool:
        """Whether people reach the server by https: then cookies are marked Secure."""
        return urlsplit(self.public_url).scheme == "https"


def sealing_key(sqlite_file: Path | None) -> bytes:
    """The 32-byte key that seals authenticator keys at rest.

    From the environment variable LANTERN_KEY (base64) if set, else from a file beside the SQLite database,
    made at the first start and readable by its owner only. Raises SettingsError when neither can be had.
    """
    text = os.environ.get(KEY_VARIABLE)
    if text is not None:
        return _decoded(text, f"the environment variable {KEY_VARIABLE}")
    if sqlite_file is None:
        raise SettingsError(
            f"{KEY_VARIABLE} is not set: a database outside a file needs it to seal authenticator "
            f"keys. Set it to 32 random "
            "bytes in base64, for instance from: python -c "
            "'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())'"
        )
    return _key_beside(sqlite_file)


def _key_beside(sqlite_file: Path) -> bytes:
    path = sqlite_file.with_name(sqlite_file.name + ".key")
    if not sqlite_file.parent.is_dir():
        raise SettingsError(f"There is no folder {sqlite_file.parent} for the database. Make it first.")
    if sqlite_file.exists() and sqlite_file.stat().st_size and not path.exists():
        raise SettingsError(
            f"The database {sqlite_file} is there, but its key file {path} is gone: no authenticator code "
            f"could be checked. Put it back, set {KEY_VARIABLE}, or move the database away to start anew."
        )
    try:
        _make_key_file(path)
        return _decoded(path.read_text("ascii"), f"the file {path}")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The key file {path} can't be used ({error}). Make it readable, or set {KEY_VARIABLE}."
        ) from error


def _make_key_file(path: Path) -> None:
    """Writes a new key under a temporary name and links it into place: whoever comes first wins, nobody
    sees half a key.
    """
    if path.exists():
        return
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise SettingsError(f"The key in {where} isn't {_KEY_BYTES} bytes in base64. Put the right one back.")
    return key
