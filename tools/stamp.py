"""What a finished environment is, and why one that is there may be stale. Builds nothing: see install.py.

The stamp (.venv/.twofold-stamp) is written last, so an environment without one is half-made.
"""

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tools.problem import SetUpProblem

STAMP = ".twofold-stamp"


def python_version() -> str:
    """Major and minor version of the Python that runs this, as an environment depends on no more."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def fingerprint(root: Path) -> str:
    """A hash over all that decides what is installed: the pins and the package's own declarations.

    The settings of ruff and its like in pyproject.toml are left out, as they install nothing.

    Raises SetUpProblem when pyproject.toml or requirements.txt is missing or can't be read.
    """
    try:
        pins = (root / "requirements.txt").read_bytes()
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SetUpProblem(f"{error.filename} is missing.", "restore it: git checkout -- .") from error
    except ValueError as error:
        raise SetUpProblem(f"pyproject.toml is not valid TOML: {error}.", "correct it there.") from error
    declared = [
        project.get("project"),
        project.get("build-system"),
        project.get("tool", {}).get("setuptools"),
    ]
    return hashlib.sha256(pins + json.dumps(declared, sort_keys=True).encode()).hexdigest()


def read(venv: Path) -> dict[str, Any]:
    """The environment's stamp; empty when it was never finished, or its stamp is damaged."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write(root: Path, browser: str | None) -> None:
    """Declares the environment finished, with the browser that was found (None: not looked for yet)."""
    venv = root / ".venv"
    content = {
        "path": os.path.realpath(venv),
        "python": python_version(),
        "fingerprint": fingerprint(root),
        "scripts": sorted(os.listdir(venv / "bin")),
        "browser": browser,
    }
    fresh = venv / (STAMP + ".new")
    fresh.write_text(json.dumps(content), encoding="utf-8")
    fresh.replace(venv / STAMP)


def why_stale(root: Path) -> str | None:
    """Why the environment has to be built again; None when it is sound."""
    venv = root / ".venv"
    stamp = read(venv)
    if not stamp:
        return "it was never finished"
    if stamp.get("path") != os.path.realpath(venv):
        return f"it was moved or copied here from {stamp.get('path')}"
    if stamp.get("python") != python_version():
        return f"it was made with Python {stamp.get('python')}, and this is {python_version()}"
    if stamp.get("fingerprint") != fingerprint(root):
        return "requirements.txt or pyproject.toml has changed since it was made"
    return _why_broken(venv, stamp.get("scripts", []))


def _why_broken(venv: Path, scripts: list[str]) -> str | None:
    for script in scripts:
        if not (venv / "bin" / script).exists():
            return f".venv/bin/{script} is gone"
    if Path(sys.executable).parent == venv / "bin":
        return None  # its Python runs this very line
    return None if _starts(venv / "bin" / "python") else ".venv/bin/python does not start"


def _starts(python: Path) -> bool:
    try:
        done = subprocess.run([python, "-E", "-S", "-c", "import json"], capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def browser_is_there(root: Path) -> bool:
    """Whether the browser found by the last set-up is still in its place."""
    browser = read(root / ".venv").get("browser")
    return isinstance(browser, str) and os.path.exists(browser)
