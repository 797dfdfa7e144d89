"""Sets real products up for `make products`, each in a folder of its own below .twofold/products.

A target's folder says what its product needs: requirements.txt (a Python environment, pinned by hashes) or
package-lock.json (npm ci). What is there and in step with that file is left alone. Runs in Twofold's own
environment; the products never share it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from targets.common.clocks import faketime
from targets.common.product import PRODUCTS
from tools.problem import SetUpProblem

TARGETS = Path(__file__).resolve().parent.parent / "targets"
STAMP = ".twofold-stamp"
LIMIT = 900
"""Seconds after which an installation is given up."""


def main(argv: Sequence[str] | None = None) -> int:
    """Set the named products up, or all; 0 when all is there, 1 after a message for each that isn't."""
    parser = argparse.ArgumentParser(prog="make products", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="TARGET", help="folders of targets/ (default: all)")
    names = parser.parse_args(argv).names or known()
    _move_time()
    failed = 0
    for name in names:
        try:
            set_up(name)
        except SetUpProblem as problem:
            print(problem, file=sys.stderr, flush=True)
            failed = 1
    return failed


def known() -> list[str]:
    """The targets whose products can be set up here."""
    return sorted({file.parent.name for pin in PINS for file in TARGETS.glob(f"*/{pin}")})


def set_up(name: str) -> None:
    """Install one product, unless it is there as its pins say. Raises SetUpProblem."""
    pin = next((TARGETS / name / pin for pin in PINS if (TARGETS / name / pin).exists()), None)
    if pin is None:
        if (TARGETS / name / "__init__.py").exists():
            return  # nothing to install, as for the bundled server
        raise SetUpProblem(f"there is no target {name!r}.", f"name one of {', '.join(known())}.")
    folder, wanted = PRODUCTS / name, _fingerprint(pin)
    if _stamp(folder) == wanted:
        print(f"{name}: already set up.", flush=True)
        return
    print(f"{name}: installing what {pin.name} pins (a minute or two).", flush=True)
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    PINS[pin.name](pin, folder)
    (folder / STAMP).write_text(wanted, encoding="ascii")


def _fingerprint(pin: Path) -> str:
    return hashlib.sha256(pin.read_bytes() + sys.version.encode()).hexdigest()


def _stamp(folder: Path) -> str:
    try:
        return (folder / STAMP).read_text(encoding="ascii")
    except OSError:
        return ""


def _python(pin: Path, folder: Path) -> None:
    _run([getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(folder)], folder)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "-r", str(pin)], folder)


def _node(pin: Path, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SetUpProblem(
            "there is no npm on PATH, and this product runs on Node.",
            "install Node.js with npm, then run make again.",
        )
    for file in ("package.json", "package-lock.json"):
        shutil.copy(pin.with_name(file), folder)
    _run([npm, "ci", "--no-audit", "--no-fund"], folder)


PINS = {"requirements.txt": _python, "package-lock.json": _node}
"""The files that pin what a product needs, and what installs it."""


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=LIMIT, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        words = "\n    ".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise SetUpProblem(
            f"'{' '.join(command[:4])} ...' failed for {folder.name}:\n    {words}",
            "see whether the package registry can be reached from here, then run make again.",
        )


def _move_time() -> None:
    """Make sure of libfaketime, with which products live on a time that scenarios can move."""
    if faketime() is not None:
        return
    apt = [*([] if os.geteuid() == 0 else ["sudo", "-n"]), "apt-get", "-q"]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "faketime"]):
        if shutil.which(apt[0]) and shutil.which("apt-get"):
            subprocess.run([*apt, *arguments], capture_output=True, timeout=LIMIT, stdin=subprocess.DEVNULL)
    if faketime() is None:
        print(
            "libfaketime isn't here, so products live in real time, and examples that let time pass wait.\n"
            "  Do this: install it (Debian, Ubuntu: apt-get install faketime), or set TWOFOLD_FAKETIME "
            "to the path of libfaketimeMT.so.1.",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
