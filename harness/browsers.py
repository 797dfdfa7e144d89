"""Finds a browser on this machine and says how Playwright is to start it.

Playwright's own download comes first, then what the system has. Installing one is in browser_install.py.
Importable without Playwright, which is asked only when there may be a download of its own.
"""

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "firefox", "webkit")
OVERRIDES = {"chromium": "TWOFOLD_CHROMIUM", "firefox": "TWOFOLD_FIREFOX"}
ON_PATH = {
    # The headless shell first: it runs the same script in less than half the time.
    "chromium": (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ),
    "firefox": ("firefox-esr", "firefox"),
    "webkit": (),
}
STANDARD_PLACES = {
    "chromium": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    ),
    "firefox": (
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        r"C:\Program Files\Mozilla Firefox\firefox.exe",
    ),
    "webkit": (),
}
# A test browser talks to the product under test and to nobody else.
QUIET_NETWORK = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
# Loading a page once more that answered a post asks "send again?", which nobody is there to answer.
FIREFOX_PREFERENCES = {"dom.confirm_repost.testing.always_accept": True}
_CLONE_NEWUSER = 0x10000000
_LOOKING = threading.Lock()


class NoBrowser(Exception):
    """No browser that fits; the text says what was looked for, and what to do."""


@dataclass(frozen=True)
class Found:
    """A browser that starts. `own` is Playwright's download; `windowless` can't show a window."""

    browser_name: str
    path: Path
    version: str
    where: str
    own: bool = False
    windowless: bool = False

    def __str__(self) -> str:
        return f"{self.browser_name}: {self.version} at {self.path} ({self.where})"


@dataclass
class _Search:
    """One look around: what was looked at and why it would not do, in order."""

    browser_name: str
    headed: bool
    rejected: list[str] = field(default_factory=list)

    def first_that_fits(self) -> Found | None:
        for path, where, own in self._places():
            windowless = "headless" in path.name
            if not path.is_file():
                self.rejected.append(f"{where}: nothing at {path}")
            elif self.headed and windowless:
                self.rejected.append(f"{where}: {path} can't show a window, and --headed asks for one")
            elif (version := _version(path)) is None:
                self.rejected.append(f"{where}: {path} does not start ('{path} --version' fails)")
            else:
                return Found(self.browser_name, path, version, where, own, windowless)
        return None

    def _places(self) -> Iterator[tuple[Path, str, bool]]:
        for path in _own_downloads(self.browser_name):
            yield path, "Playwright's own download", True
        for name in ON_PATH[self.browser_name]:
            if program := shutil.which(name):
                yield Path(program), "on PATH", False
            else:
                self.rejected.append(f"on PATH: no {name}")
        for place in STANDARD_PLACES[self.browser_name]:
            if Path(place).is_file():
                yield Path(place), "in its standard place", False


def find(browser_name: str, headed: bool = False) -> Found | None:
    """The browser to use for one of NAMES; None when this machine has none that starts.

    Raises NoBrowser when TWOFOLD_CHROMIUM or TWOFOLD_FIREFOX names something that will not do, and
    ValueError for a name that is no browser's.
    """
    return _look(browser_name, headed)[0]


def require(browser_name: str, headed: bool = False) -> Found:
    """As find(); raises NoBrowser, with all that was looked for, when there is none."""
    found, rejected = _look(browser_name, headed)
    if found is None:
        raise NoBrowser(_nothing_found(browser_name, rejected))
    return found


def launch_options(browser_name: str, headed: bool = False) -> dict[str, Any]:
    """What to give to Playwright's launch() of that browser type, `headless` aside.

    Raises NoBrowser when there is none.
    """
    found = require(browser_name, headed)
    options: dict[str, Any] = {}
    if not found.own:
        options["executable_path"] = str(found.path)
    if browser_name == "firefox":
        options["firefox_user_prefs"] = FIREFOX_PREFERENCES
        if not found.own:
            options["channel"] = "moz-firefox"
    if browser_name == "chromium":
        options["args"] = list(QUIET_NETWORK)
        # Playwright adds --no-sandbox itself unless told that the sandbox is to be used.
        options["chromium_sandbox"] = sandbox_works()
        if found.own and not found.windowless and not headed:
            options["channel"] = "chromium"  # else Playwright insists on its headless shell
    return options


def look_ahead(browser_name: str, headed: bool = False) -> None:
    """Begin to look for the browser, in a thread: asking programs for their versions takes a moment.

    Says nothing: whoever needs the browser finds it at once, or is told what is wrong.
    """

    def look() -> None:
        with contextlib.suppress(NoBrowser, ValueError):
            find(browser_name, headed)

    threading.Thread(target=look, daemon=True).start()


def sandbox_works() -> bool:
    """Whether Chromium can use its sandbox here: not as root, nor where user namespaces are refused."""
    if sys.platform == "win32":
        return True
    if os.geteuid() == 0:
        return False
    return sys.platform != "linux" or _user_namespaces_allowed()


@functools.cache
def _user_namespaces_allowed() -> bool:
    restricted = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    if restricted.is_file() and restricted.read_text().strip() == "1":
        return False
    # Asked for in a process of its own, as there is no way back out of a namespace.
    code = f"import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare({_CLONE_NEWUSER}) != 0)"
    return subprocess.run([sys.executable, "-E", "-S", "-c", code], capture_output=True).returncode == 0


def _look(browser_name: str, headed: bool) -> tuple[Found | None, list[str]]:
    if browser_name not in NAMES:
        raise ValueError(f"{browser_name!r} is no browser that Twofold knows: {', '.join(NAMES)}")
    with _LOOKING:  # whoever comes meanwhile waits, and asks no program again
        if override := os.environ.get(OVERRIDES.get(browser_name, "")):
            return _overridden(browser_name, Path(override), headed), []
        search = _Search(browser_name, headed)
        return search.first_that_fits(), search.rejected


def _overridden(browser_name: str, path: Path, headed: bool) -> Found:
    variable = OVERRIDES[browser_name]
    windowless = "headless" in path.name
    version = _version(path) if path.is_file() else None
    if version and not (headed and windowless):
        return Found(browser_name, path, version, f"named by {variable}", windowless=windowless)
    fault = "can't show a window" if version else "does not start" if path.is_file() else "does not exist"
    remedy = f"correct {variable}, or unset it to let Twofold look by itself."
    raise NoBrowser(f"{variable} names {path}, which {fault}.\n  Do this: {remedy}")


@functools.cache
def _version(path: Path) -> str | None:
    """What the browser calls itself, which proves that it starts; None when it does not."""
    if path.name == "pw_run.sh" or sys.platform == "win32":
        return "present"  # these have no --version that ends
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.strip().splitlines()
    return lines[-1].strip() if done.returncode == 0 and lines else None


def _own_downloads(browser_name: str) -> list[Path]:
    """Where Playwright's own downloads of this browser are, the quickest first."""
    if not _anything_downloaded(browser_name):
        return []
    path = _ask_playwright(browser_name)
    if path is None:
        return []
    return [*_headless_shells(path), path] if browser_name == "chromium" else [path]


def _headless_shells(chromium: Path) -> list[Path]:
    """The headless shell is downloaded beside chromium-REVISION, and Playwright does not tell its path."""
    for folder in chromium.parents:
        if folder.name.startswith("chromium-"):
            beside = folder.with_name(folder.name.replace("chromium-", "chromium_headless_shell-"))
            return sorted(file for file in beside.glob("*/*headless*shell*") if file.suffix in ("", ".exe"))
    return []


def _anything_downloaded(browser_name: str) -> bool:
    """Spares starting Playwright (half a second) where it has downloaded no browser of that name.

    An empty folder says nothing: `playwright install` leaves one behind that could not download.
    """
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if named == "0":  # inside the package
        return True
    usual = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")
    folders = [named] if named else [os.environ.get("XDG_CACHE_HOME", "") + "/ms-playwright", *usual]
    return any(any(Path(folder).expanduser().glob(f"{browser_name}*")) for folder in folders)


@functools.cache
def _ask_playwright(browser_name: str) -> Path | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None

    def ask() -> str:
        with sync_playwright() as playwright:
            return str(getattr(playwright, browser_name).executable_path)

    # In a thread of its own: one that runs Playwright already refuses to start it again.
    with ThreadPoolExecutor(1) as thread:
        return Path(thread.submit(ask).result())


def _nothing_found(browser_name: str, rejected: list[str]) -> str:
    looked = (
        rejected
        if _anything_downloaded(browser_name)
        else ["Playwright's own download: none on this machine", *rejected]
    )
    lines = [f"No {browser_name} that Twofold can use. Looked for:", *(f"  - {line}" for line in looked)]
    return "\n".join([*lines, f"  Do this: {remedy(browser_name)}"])


def remedy(browser_name: str) -> str:
    """What somebody can do to get this browser."""
    by_hand = {
        "chromium": "install one (Debian: apt-get install chromium-headless-shell; elsewhere: Chrome)",
        "firefox": "install one (Debian: apt-get install firefox-esr; elsewhere: Firefox)",
    }
    ways = [f"run .venv/bin/playwright install --with-deps {browser_name}"]
    if browser_name in by_hand:
        ways = [by_hand[browser_name], *ways, f"or name yours in {OVERRIDES[browser_name]}=/path/to/it"]
    return ", ".join(ways) + "."
