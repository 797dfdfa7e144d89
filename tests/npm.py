"""Packages of npm for tests that ask a consumer that nobody here wrote; they skip where none can be had."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

QUIET = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
SECONDS = 60
"""How long npm, and each script, may take."""


def install(folder: Path, what: str, *packages: str, seconds: int = SECONDS) -> Path:
    """Install packages into a folder that exists, and return it; `what` is what a skip says can't be had."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip(f"npm is not installed: {what} can't be fetched")
    (folder / "package.json").write_text("{}", encoding="utf-8")
    command = [npm, "install", *QUIET, *packages]
    try:
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not fetch {what} within {seconds} seconds")
    if ended.returncode:
        pytest.skip(f"npm can't fetch {what}: {ended.stderr.strip().splitlines()[-1:]}")
    return folder


def node(folder: Path, *command: str, seconds: int = SECONDS) -> str:
    """What a script prints, run in a folder with packages; it has to end well."""
    ended = subprocess.run(["node", *command], cwd=folder, capture_output=True, text=True, timeout=seconds)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout
