"""A target's settings: from the environment, else from a TOML file; secrets from the environment alone."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from harness.secrets import Secret
from targets.port import TargetError

_SECRETIVE = re.compile(r"password|secret|token|api_?key|credential", re.I)


class Settings:
    """Settings of one target.

    `Settings("shop", __file__)["url"]` reads TWOFOLD_SHOP_URL, else `url` in shop.toml beside that file.

    What is named like a secret is refused in the file: files are committed.
    """

    def __init__(self, name: str, beside: str | Path) -> None:
        self._name = name
        self.file = Path(beside).resolve().with_name(f"{name}.toml")
        self._told = self._read()

    def _read(self) -> dict[str, object]:
        if not self.file.exists():
            return {}
        try:
            told = tomllib.loads(self.file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise TargetError(f"{self.file}: this is no TOML: {error}.") from error
        if secret := next((key for key in told if _SECRETIVE.search(key)), None):
            raise TargetError(
                f"{self.file}: {secret!r} is a secret, and files are committed.\n"
                f"  Do this: take it out, and set {self.variable(secret)} in the environment."
            )
        return told

    def variable(self, key: str) -> str:
        """The environment variable that holds a setting."""
        return f"TWOFOLD_{self._name}_{key}".upper().replace("-", "_")

    def get(self, key: str, default: str = "") -> str:
        """A setting as text, or the default."""
        found = os.environ.get(self.variable(key)) or self._told.get(key, default)
        return str(found)

    def __getitem__(self, key: str) -> str:
        """A setting as text. Raises TargetError when it isn't there."""
        if found := self.get(key):
            return found
        raise TargetError(
            f"The setting {key!r} of the target {self._name} is missing.\n"
            f"  Do this: set {self.variable(key)}, or write {key} = ... in {self.file}."
        )

    def secret(self, key: str) -> Secret:
        """A secret, from the environment alone. Raises TargetError when it isn't there."""
        if found := os.environ.get(self.variable(key)):
            return Secret(found, key)
        raise TargetError(
            f"The secret {key!r} of the target {self._name} is missing.\n"
            f"  Do this: set {self.variable(key)} in the environment; it is not read from files."
        )
