"""Reads the YAML of our own files, which every run does as it starts."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times faster


def read(text: str) -> Any:
    """What a YAML text says, in plain values. Raises yaml.YAMLError."""
    return yaml.load(text, _LOADER)
