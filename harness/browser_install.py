"""Installs a Chromium where there is none; also the command line, python -m harness.browser_install.

Two ways: Playwright's download, else Debian's package. How a browser is found is in browsers.py.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness import browsers
from harness.browsers import Found, NoBrowser

DOWNLOAD_LIMIT = 300  # seconds; a blocked download may hang
APT_LIMIT = 900  # seconds; a slow mirror may need minutes
# The font goes with it, as without one a page shows no text.
DEBIAN_PACKAGES = ("chromium-headless-shell", "fonts-liberation")


class _DidNot(Exception):
    """One way to install did not lead anywhere; the text says why."""


def find_or_install(browser_name: str) -> Found:
    """The browser that is there, else a newly installed one (Chromium only).

    Raises NoBrowser, with each way that was tried and what to do, when none can be had.
    """
    if (found := browsers.find(browser_name)) is not None:
        return found
    if browser_name != "chromium":
        return browsers.require(browser_name)
    tried = []
    for way, install in (("Playwright's download", _download), ("Debian's package", _apt)):
        if (reason := _try(way, install)) is None:
            return browsers.require(browser_name)
        tried.append(f"  - {way}: {reason}")
    raise NoBrowser("\n".join(["No browser could be installed. Tried:", *tried, _advice()]))


def _advice() -> str:
    return f"  Do this: {browsers.remedy('chromium')}"


def _try(way: str, install: Callable[[], None]) -> str | None:
    """Why this way led to no browser that starts; None when there is one now."""
    print(f"No browser here: trying {way}.", file=sys.stderr, flush=True)
    try:
        install()
    except _DidNot as reason:
        return str(reason)
    if browsers.find("chromium") is None:
        return "installed, but it does not start (system libraries missing?)"
    return None


def _download() -> None:
    command = [sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"]
    # Playwright tries several servers, several times each; a closed network may leave each try hanging.
    _run(command, DOWNLOAD_LIMIT, {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"})


def _apt() -> None:
    if not shutil.which("apt-get"):
        raise _DidNot("this system has no apt-get")
    as_root = _as_root()
    apt = [*as_root, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    _run([*apt, "update"], APT_LIMIT, quiet)
    try:
        _run(["apt-cache", "show", DEBIAN_PACKAGES[0]], 60, quiet)
    except _DidNot as error:
        raise _DidNot(f"this distribution has no package {DEBIAN_PACKAGES[0]}") from error
    _run([*apt, "install", "-y", "--no-install-recommends", *DEBIAN_PACKAGES], APT_LIMIT, quiet)


def _as_root() -> list[str]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        with contextlib.suppress(_DidNot):
            _run(["sudo", "-n", "true"], 20, {})
            return ["sudo", "-n"]
    raise _DidNot("apt-get needs root, and sudo is not to be had without a password")


def _run(command: list[str], limit: float, environment: dict[str, str]) -> None:
    """Runs quietly for `limit` seconds at most; raises _DidNot with the last that was said when it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        try:
            status = _status(command, limit, {**os.environ, **environment}, said.fileno())
        except OSError as error:
            raise _DidNot(f"{command[0]}: {error.strerror}") from error
        if status == 0:
            return
        said.seek(0)
        lines = [line.strip() for line in said if line.strip()]
    ended = f"no answer within {limit:.0f} s" if status is None else f"exit status {status}"
    raise _DidNot(
        f"'{' '.join([Path(command[0]).name, *command[1:]])}': {ended}"
        + (f", {_telling(lines)}" if lines else "")
    )


def _telling(lines: list[str]) -> str:
    """The line that says why: the first error, as later ones follow from it; else the last line."""
    errors = [line for line in lines if line.startswith(("E:", "Error:", "ERROR"))]
    return (errors[0] if errors else lines[-1])[:200]


def _status(command: list[str], limit: float, environment: dict[str, str], said: int) -> int | None:
    """The exit status; None when it had to be ended, with all that it had started."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment, start_new_session=True
    )
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main(arguments: list[str] | None = None) -> int:
    """The command line: tells what was found; 1 when that is nothing."""
    parser = argparse.ArgumentParser(
        prog="python -m harness.browser_install", description="Find a browser to test with."
    )
    parser.add_argument("name", nargs="?", choices=browsers.NAMES, help="which one (all of them)")
    parser.add_argument("--install", action="store_true", help="install it if there is none (chromium)")
    parser.add_argument(
        "--path", action="store_true", help="print only its path to standard output (chromium)"
    )
    options = parser.parse_args(arguments)
    names = list(browsers.NAMES)
    if options.name or options.install or options.path:
        names = [options.name or "chromium"]
    found = [browser for name in names if (browser := _find_and_tell(name, options.install)) is not None]
    if options.path and found:
        print(found[0].path)
    return 0 if found else 1


def _find_and_tell(browser_name: str, install: bool) -> Found | None:
    try:
        found = find_or_install(browser_name) if install else browsers.require(browser_name)
    except NoBrowser as nothing:
        print(nothing, file=sys.stderr)
        return None
    print(found, file=sys.stderr)
    return found


if __name__ == "__main__":
    sys.exit(main())
