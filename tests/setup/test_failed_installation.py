"""Set-up that can't go on: one message with cause and remedy, and nothing half-made left behind."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.setup import house as houses
from tests.setup.house import House
from tools import pip_log

NOBODY = 65534
PINNED = "nothing-of-this-name==1 --hash=sha256:" + "0" * 64 + "\n"


def _closed_port() -> socket.socket:
    """A port that is taken, so nobody else gets it, and on which nobody listens."""
    port = socket.socket()
    port.bind(("127.0.0.1", 0))
    return port


def test_no_network(house: House) -> None:
    house.write("requirements.txt", PINNED)
    kept = house.write(".venv/kept", "made by an earlier set-up")
    with _closed_port() as port:
        registry = f"http://127.0.0.1:{port.getsockname()[1]}/simple"
        done = house.set_up(PIP_INDEX_URL=registry, PIP_NO_INDEX="0")
    assert done.returncode != 0
    assert "Set-up stopped: the package registry can't be reached (Connection refused)" in done.stdout
    assert "Do this: check the network" in done.stdout
    assert str(house.path / ".twofold" / "set_up.log") in done.stdout
    assert "Traceback" not in done.stdout
    assert [file.name for file in (house.path / ".venv").iterdir()] == [kept.name], "the old one is put back"


def test_a_package_with_another_hash(house: House) -> None:
    house.write("wheels/six-1-py3-none-any.whl", "not what was pinned")
    house.write("requirements.txt", PINNED.replace("nothing-of-this-name", "six"))
    done = house.set_up(PIP_FIND_LINKS=str(house.path / "wheels"))
    assert done.returncode != 0
    assert "a package is not the one that requirements.txt pins" in done.stdout
    assert "Do this: do not install it" in done.stdout
    assert not os.path.lexists(house.path / ".venv")


def _can_mount() -> bool:
    tool = shutil.which("unshare")
    if tool is None:
        return False
    mount = "mount -t tmpfs tmpfs /mnt"
    return subprocess.run([tool, "-m", "sh", "-c", mount], capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_mount(), reason="this user can't mount a small disk")
def test_a_full_disk(house: House, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = f"mount -t tmpfs -o size=4m tmpfs {small} && cp -R . {small}/house && cd {small}/house && "
    script += f'make setup PYTHON={sys.executable}; status=$?; ls -d .venv; exit "$status"'
    done = house.run("unshare", "-m", "sh", "-c", script)
    assert done.returncode != 0
    assert "Set-up stopped: the disk is full" in done.stdout
    assert "Do this: free about 1 GB there" in done.stdout
    assert "Traceback" not in done.stdout
    assert "cannot access '.venv'" in done.stdout


@pytest.fixture
def open_house() -> Iterator[House]:
    """A house in a folder that every user may enter, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield houses.build(Path(folder) / "house")


def _python_for_everybody() -> str | None:
    """A Python new enough that a user without rights may start."""
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        path = shutil.which(name, path="/usr/local/bin:/usr/bin:/bin")
        if (
            path
            and subprocess.run([path, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode
            == 0
        ):
            return path
    return None


def test_no_permission_to_write(open_house: House) -> None:
    command = ["make", "setup", f"PYTHON={sys.executable}"]
    if os.geteuid() == 0:
        python = _python_for_everybody()
        if python is None or not shutil.which("setpriv"):
            pytest.skip("as root this needs setpriv, and a Python outside root's home")
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "make", "setup"]
        command.append(f"PYTHON={python}")
    open_house.path.chmod(0o555)
    done = open_house.run(*command)
    open_house.path.chmod(0o755)
    assert done.returncode != 0
    assert "Set-up stopped: no permission to write (" in done.stdout
    assert str(open_house.path / ".twofold") in done.stdout
    assert (
        "Do this: run make as the folder's owner, or clone Twofold into a folder of your own" in done.stdout
    )
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("ERROR: Could not install: [Errno 13] Permission denied: '/x'", "no permission to write"),
        (
            "WARNING: Retrying after ProxyError('x')\nERROR: No matching distribution found for a==1",
            "ProxyError",
        ),
        (
            "[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer\nERROR: gone",
            "CERTIFICATE_VERIFY_FAILED",
        ),
        ("building\nerror: command 'gcc' failed\n\n", "pip could not install. pip: command 'gcc' failed"),
        ("", "pip could not install. pip: (it said nothing)"),
    ],
)
def test_what_pip_says_is_told_in_words_of_cause_and_remedy(output: str, cause: str) -> None:
    message = str(pip_log.problem(output, Path("the.log")))
    assert cause in message
    assert "\n  Do this: " in message


def test_two_set_ups_at_once_leave_one_sound_environment(house: House) -> None:
    command = ["sh", "tools/set_up.sh", sys.executable]
    both = [
        subprocess.Popen(command, cwd=house.path, env=house.environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Making .venv" in text for text in said) == 1
    assert house.set_up().stdout == ""
