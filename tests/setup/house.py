"""A small copy of the project in a folder of its own, for set-up to be tried on. Tests nothing itself.

All of set-up is real in it (Makefile, tools/, the browser finder); only what gets installed is small: a
package without dependencies, built by a backend in the folder itself, so that no network is needed.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = ("ARGS", "WORKERS", "PORT", "TARGET")
"""What make takes from the environment as well: those that run these tests may have set them."""
COPIED = ("Makefile", "tools", "harness/browsers.py", "harness/browser_install.py")
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "twofold"
version = "0"
"""
BACKEND = """
import zipfile

def build_editable(directory, config_settings=None, metadata_directory=None):
    name = "twofold-0-py3-none-any.whl"
    info = "twofold-0.dist-info/"
    with zipfile.ZipFile(directory + "/" + name, "w") as wheel:
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: twofold\\nVersion: 0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\ntwofold = harness:main\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""


@dataclass
class House:
    """The copy at `path`, and the environment variables in which its commands run."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a command in the house; its standard error is mixed into its standard output."""
        return subprocess.run(
            command,
            cwd=self.path,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )

    def make(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs make in the house, with the Python that runs this test unless told otherwise."""
        return self.run("make", *arguments, **variables)

    def set_up(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs set-up in the house with the Python that runs this test."""
        return self.make("setup", f"PYTHON={sys.executable}", **variables)

    def write(self, name: str, text: str, mode: int = 0o644) -> Path:
        """Writes a file of the house, with the folders it lies in."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)
        return file


def build(path: Path) -> House:
    """Makes the copy at `path`. Its browser is a stand-in that can say its version."""
    for name in COPIED:
        source, target = PROJECT / name, path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    house = House(path, _environment(path))
    house.write("harness/__init__.py", "")
    house.write("pyproject.toml", PYPROJECT)
    house.write("backend.py", BACKEND)
    house.write("requirements.txt", "# nothing\n")
    house.write("browser", "#!/bin/sh\necho Stand-in 1.0\n", 0o755)
    return house


def _environment(path: Path) -> dict[str, str]:
    """The caller's, less what would reach the outside or change what pip and make do."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(
            ("PIP_", "PYTEST", "MAKE", "MFLAGS", *SETTINGS, "PYTHON", "TWOFOLD_", "VIRTUAL_ENV")
        )
    }
    return {
        **kept,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "TWOFOLD_CHROMIUM": str(path / "browser"),
        "LC_ALL": "C",
    }
