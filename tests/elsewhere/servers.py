"""Browsers on other machines, for which processes on loopback stand: each a server of one browser."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from harness import browsers

START = 60
"""Seconds that a browser may take to start on a machine that has much else to do."""


@dataclass(frozen=True)
class Server:
    """One of them: where it is, and its process, the head of a group of its own."""

    address: str
    pid: int

    def die(self) -> None:
        """As if its machine were switched off."""
        os.killpg(self.pid, signal.SIGKILL)


@contextmanager
def playwright_server(folder: Path) -> Iterator[Server]:
    """`playwright launch-server` with the browser of this machine."""
    options = browsers.launch_options("chromium")
    settings = {
        "executablePath": options["executable_path"],
        "chromiumSandbox": options["chromium_sandbox"],
        "args": options["args"],
        "host": "127.0.0.1",
    }
    config = folder / "server.json"
    config.write_text(json.dumps(settings), encoding="utf-8")
    command = [*compute_driver_executable(), "launch-server", "--browser=chromium", f"--config={config}"]
    with started(command, "ws://") as (process, rest):
        yield Server(f"ws://{rest}", process.pid)


@contextmanager
def cdp_endpoint(folder: Path) -> Iterator[Server]:
    """A Chromium that speaks the DevTools Protocol, as the nodes of a grid do."""
    options = browsers.launch_options("chromium")
    sandbox = [] if options["chromium_sandbox"] else ["--no-sandbox"]
    where = [f"--user-data-dir={folder}", "--remote-debugging-port=0", "--headless"]
    command = [options["executable_path"], *sandbox, *where, *options["args"]]
    with started(command, "DevTools listening on ws://") as (process, rest):
        host = rest.partition("/")[0]
        with urllib.request.urlopen(f"http://{host}/json/version", timeout=START) as answer:
            assert answer.status == 200
        yield Server(f"http://{host}", process.pid)


@contextmanager
def started(command: list[str], mark: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process in a group of its own, and what it says behind a mark once it is ready."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if mark in line:
                break
        else:
            raise AssertionError("".join(said))
        yield process, line.partition(mark)[2].strip()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=START)
