"""What all processes of a run share: a folder that goes when the run ends, and a key that nobody stores."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

_COMMON = pytest.StashKey[dict[str, str]]()
_INPUT = "twofold_common"
"""Under which name the controller hands it to its workers."""


def folder(config: pytest.Config) -> Path:
    """A folder for what workers tell each other."""
    return Path(_common(config)["folder"])


def folder_if_any(config: pytest.Config) -> Path | None:
    """The same where somebody has asked for it already, on the controller."""
    made = config.stash.get(_COMMON, None)
    return Path(made["folder"]) if made else None


def key(config: pytest.Config) -> bytes:
    """A random key of this run, kept in memory alone."""
    return bytes.fromhex(_common(config)["key"])


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is one of several that pytest-xdist started."""
    return hasattr(config, "workerinput")


def worker_of(config: pytest.Config) -> str:
    """The name of this worker, such as gw0."""
    given: dict[str, str] = getattr(config, "workerinput")  # noqa: B009 - xdist adds it
    return given["workerid"]


def _common(config: pytest.Config) -> dict[str, str]:
    if is_worker(config):
        given: dict[str, str] = getattr(config, "workerinput")[_INPUT]  # noqa: B009 - xdist adds it
        return given
    if _COMMON not in config.stash:
        made = tempfile.mkdtemp(prefix="twofold-run-")
        config.stash[_COMMON] = {"folder": made, "key": secrets.token_hex(32)}
    return config.stash[_COMMON]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand it to a worker."""
    node.workerinput[_INPUT] = _common(node.config)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder, if there was any use for one."""
    made = config.stash.get(_COMMON, None)
    if made is not None:
        shutil.rmtree(made["folder"], ignore_errors=True)
