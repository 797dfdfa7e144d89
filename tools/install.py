"""Set-up itself: makes .venv, installs the pinned requirements and the package, makes sure of a browser.

Standard library only. What counts as finished is in stamp.py; how browsers are found and installed is in
harness/browser_install.py, which runs in the new environment.
"""

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from tools import pip_log, stamp
from tools.problem import SetUpProblem, from_os_error

ROOT = Path(__file__).resolve().parent.parent
# Installs somewhere else, or asks for hashes that an own, unpacked package can't have.
_UNWANTED = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES", "PYTHONHOME", "PYTHONPATH")
_STILL_THERE = 20  # seconds without a word after which a long installation shows what it is doing


def main(root: Path = ROOT) -> int:
    """Sets up what is missing; 0 when all is there, 1 after one message when it can't be."""
    try:
        _set_up(root)
    except SetUpProblem as problem:
        return _stop(str(problem), 1)
    except OSError as error:
        return _stop(str(from_os_error(error)), 1)
    except KeyboardInterrupt:
        return _stop("Set-up was interrupted; nothing half-made is left. Run make again.", 130)
    return 0


def _stop(message: str, status: int) -> int:
    print(message, file=sys.stderr, flush=True)
    return status


def _say(line: str) -> None:
    print(line, flush=True)


def _set_up(root: Path) -> None:
    if stamp.why_stale(root) is None and stamp.browser_is_there(root):
        return
    with _alone(root):
        # Another set-up may have finished while this one waited, so all is asked afresh.
        if reason := stamp.why_stale(root):
            _announce(root, reason)
            _replace(root)
        if not stamp.browser_is_there(root):
            stamp.write(root, _browser(root))


def _announce(root: Path, reason: str) -> None:
    if os.path.lexists(root / ".venv"):
        _say(f"The environment in .venv is stale ({reason}): building it again.")


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Holds the lock that keeps two set-ups of one folder apart; waits for the other one to end."""
    (root / ".twofold").mkdir(exist_ok=True)
    with (root / ".twofold" / "set_up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another set-up is at work in this folder: waiting for it to end.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _replace(root: Path) -> None:
    """Builds a new .venv; the old one is put back when that fails, as plain pytest may still do with it."""
    stamp.fingerprint(root)  # fails early when what is to be installed can't be told
    venv, old = root / ".venv", root / ".twofold" / "replaced-environment"
    _remove(old)
    if os.path.lexists(venv):
        venv.rename(old)
    try:
        _build(root, venv)
    except BaseException:
        _remove(venv)
        if os.path.lexists(old):
            old.rename(venv)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _build(root: Path, venv: Path) -> None:
    log = root / ".twofold" / "set_up.log"
    log.write_bytes(b"")
    _make_venv(venv, log)
    pins = re.findall(
        r"^[\w.-]+(?:\[.*\])?==", (root / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    _say(f"Installing {len(pins)} pinned packages (a minute or two).")
    # In a temporary network failure a retry helps; more of them only hide a lasting one.
    _pip(root, log, "--retries", "2", "--require-hashes", "-r", "requirements.txt")
    _pip(root, log, "--no-deps", "--no-build-isolation", "-e", ".")
    stamp.write(root, browser=None)


def _base_python() -> str:
    """The Python to build with: never .venv's own, which is about to go."""
    base = getattr(sys, "_base_executable", None)
    return str(base or sys.executable)


def _make_venv(venv: Path, log: Path) -> None:
    python = _base_python()
    _say(f"Making .venv with Python {sys.version.split()[0]} ({python}).")
    status, text = _run([python, "-m", "venv", str(venv)], venv.parent, log)
    if status == 0:
        return
    if "ensurepip" in text or "No module named venv" in text:
        version = stamp.python_version()
        raise SetUpProblem(
            f"the Python at {python} comes without venv, so it can't make an environment.",
            f"Debian, Ubuntu: apt-get install python3-venv (or python{version}-venv); then run make again.",
        )
    raise pip_log.problem(text, log)


def _pip(root: Path, log: Path, *arguments: str) -> None:
    python = str(root / ".venv" / "bin" / "python")
    command = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *arguments]
    status, text = _run(command, root, log)
    if status != 0:
        raise pip_log.problem(text, log)


def _run(command: list[str], cwd: Path, log: Path) -> tuple[int, str]:
    """Runs quietly, with all output added to the log; gives the exit status and the output."""
    environment = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    environment["PIP_USER"] = "0"
    with (
        log.open("a", encoding="utf-8") as kept,
        subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        try:
            text = _listen(process, kept)
        except BaseException:
            process.kill()  # or it would go on in a folder that is being taken away
            raise
    return process.returncode, text


def _listen(process: subprocess.Popen[str], kept: TextIO) -> str:
    assert process.stdout is not None
    lines = []
    spoke = time.monotonic()
    for line in process.stdout:
        lines.append(line)
        kept.write(line)
        if time.monotonic() - spoke > _STILL_THERE:
            spoke = time.monotonic()
            _say(f"  still at it: {line.strip()[:90]}")
    return "".join(lines)


def _browser(root: Path) -> str:
    """Finds or installs a browser; gives its path. What it tells goes to the terminal as it happens."""
    python = str(root / ".venv" / "bin" / "python")
    command = [python, "-m", "harness.browser_install", "--install", "--path", "chromium"]
    done = subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SetUpProblem(
            "no browser that Twofold can use (see above).", "as said above, then run make again."
        )
    return done.stdout.strip()
