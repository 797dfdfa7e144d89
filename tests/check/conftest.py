"""The tiny suite on disk, kept apart from the real one's modules, and the command line in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.cli import main
from tests.check.tiny import TinySuite


@pytest.fixture
def tiny(tmp_path: Path, fresh_modules: None) -> TinySuite:
    return TinySuite(tmp_path)


@pytest.fixture
def fresh_modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each tiny suite has modules of the same names as the real one: hide those, forget these."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = dict(sys.modules)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("steps", "conftest")]:
        del sys.modules[name]
    yield
    for name in set(sys.modules) - set(before):
        if name.partition(".")[0] in ("steps", "conftest") or name.startswith("test_"):
            del sys.modules[name]
    sys.modules.update(before)


@pytest.fixture
def run_twofold(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Calls the command line in this process; returns exit code, output and errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as error:
            code = int(error.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run
