"""Installing a browser: what is tried, within what time, and what is said when every way is closed."""

import os
import select
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import browser_install, browsers
from harness.browsers import NoBrowser
from tests.setup.house import House


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No browser, and a Playwright that can't download one; gives the only folder on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.delenv("TWOFOLD_CHROMIUM", raising=False)
    monkeypatch.setattr(browsers, "STANDARD_PLACES", dict.fromkeys(browsers.NAMES, ()))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("sys.executable", str(_program(tmp_path / "python", "exit 1")))
    return folder


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, so nobody else gets it, and on which nobody listens."""
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        yield port.getsockname()[1]


def _program(file: Path, text: str) -> Path:
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def _reason(way: str, error: NoBrowser) -> str:
    return next(line for line in str(error).splitlines() if line.startswith(f"  - {way}: "))


PYTHON = sys.executable
TAIL = shutil.which("tail")


def test_all_ways_closed_names_each_and_what_to_do(
    bare_machine: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", PYTHON)
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{closed_port}")
    with pytest.raises(NoBrowser) as nothing:
        browser_install.find_or_install("chromium")
    assert "ECONNREFUSED" in _reason("Playwright's download", nothing.value)
    assert "this system has no apt-get" in _reason("Debian's package", nothing.value)
    assert "  Do this: install one" in str(nothing.value)


def test_without_root_and_sudo_apt_is_not_tried(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(bare_machine / "apt-get", "echo called >&2; exit 1")
    _program(bare_machine / "sudo", "exit 1")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(NoBrowser) as nothing:
        browser_install.find_or_install("chromium")
    assert "apt-get needs root" in _reason("Debian's package", nothing.value)


def test_a_distribution_without_the_package_is_named(bare_machine: Path) -> None:
    _program(bare_machine / "apt-get", "exit 0")
    _program(bare_machine / "apt-cache", "echo 'N: Unable to locate package' >&2; exit 100")
    with pytest.raises(NoBrowser) as nothing:
        browser_install.find_or_install("chromium")
    assert "no package chromium-headless-shell" in _reason("Debian's package", nothing.value)


def test_apts_own_error_is_handed_on(bare_machine: Path) -> None:
    _program(bare_machine / "apt-get", "echo Get:1; echo 'E: Failed to fetch it' >&2; echo rest; exit 100")
    with pytest.raises(NoBrowser) as nothing:
        browser_install.find_or_install("chromium")
    assert "exit status 100, E: Failed to fetch it" in _reason("Debian's package", nothing.value)


def test_debians_package_is_taken_where_the_download_is_blocked(bare_machine: Path) -> None:
    shell = bare_machine / "chromium-headless-shell"
    made = f"printf '#!/bin/sh\\necho Chromium 1\\n' > {shell}; /bin/chmod 755 {shell}"
    _program(bare_machine / "apt-get", f'case "$*" in *install*chromium-headless-shell*) {made};; esac')
    _program(bare_machine / "apt-cache", "exit 0")
    assert browser_install.find_or_install("chromium").path == shell


def test_an_installed_browser_that_does_not_start_is_no_success(bare_machine: Path) -> None:
    _program(bare_machine / "apt-get", "exit 0")
    _program(bare_machine / "apt-cache", "exit 0")
    with pytest.raises(NoBrowser) as nothing:
        browser_install.find_or_install("chromium")
    assert "installed, but it does not start" in _reason("Debian's package", nothing.value)


def test_a_hanging_download_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bare_machine: Path
) -> None:
    held = tmp_path / "held"  # a pipe that ends when the last process that holds it does
    os.mkfifo(held)
    end = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    _program(tmp_path / "python", f"{TAIL} -f /dev/null >{held} & wait")
    monkeypatch.setattr(browser_install, "DOWNLOAD_LIMIT", 1)
    with pytest.raises(NoBrowser) as nothing:
        browser_install.find_or_install("chromium")
    assert "no answer within 1 s" in _reason("Playwright's download", nothing.value)
    ready = select.poll()
    ready.register(end)
    assert ready.poll(5000) == [(end, select.POLLHUP)]
    os.close(end)


def test_set_up_stops_with_one_message_when_no_browser_can_be_had(house: House, tmp_path: Path) -> None:
    done = house.set_up(TWOFOLD_CHROMIUM=str(tmp_path / "nothing"))
    assert done.returncode != 0
    assert f"TWOFOLD_CHROMIUM names {tmp_path / 'nothing'}, which does not exist." in done.stdout
    assert "Set-up stopped: no browser that Twofold can use" in done.stdout
    assert "Traceback" not in done.stdout

    again = house.set_up()
    assert again.returncode == 0, again.stdout
    assert "Making .venv" not in again.stdout, "what was finished is not made again"
