"""Which Python set-up takes, and what it says when there is none, or only an old one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.house import PROJECT, House

GATE = PROJECT / "tools" / "set_up.py"
SHELL = shutil.which("sh") or "/bin/sh"


def _old_pythons() -> list[Path]:
    """Pythons before 3.11 that lie about on this machine."""
    found = [Path(path) for name in ("python2.7", "python3.8", "python3.9") if (path := shutil.which(name))]
    for minor in ("2.7", "3.6", "3.8", "3.10"):
        found += sorted((Path.home() / ".pyenv" / "versions").glob(f"{minor}.*/bin/python"))[:1]
    return [path for path in found if subprocess.run([path, "-c", ""], capture_output=True).returncode == 0]


def _path_with(house: House, **programs: str) -> str:
    """A PATH on which there is nothing but `dirname` and these programs (name=target or script)."""
    folder = house.path / "path"
    folder.mkdir()
    for name, target in {"dirname": shutil.which("dirname") or "", **programs}.items():
        if target.startswith("#!"):
            house.write(f"path/{name}", target, 0o755)
        else:
            (folder / name).symlink_to(target)
    return str(folder)


def test_no_python_at_all(house: House) -> None:
    done = house.run(SHELL, "tools/set_up.sh", "", PATH=_path_with(house))
    assert done.returncode == 1
    assert "no Python found on PATH" in done.stdout
    assert "Do this: install Python 3.11 or newer" in done.stdout


def test_the_named_python_is_not_there(house: House) -> None:
    done = house.make("setup", "PYTHON=/nowhere/python3")
    assert done.returncode != 0
    assert "no Python starts as '/nowhere/python3'" in done.stdout
    assert "make setup PYTHON=/path/to/python3" in done.stdout


def test_a_python_that_calls_itself_too_old_is_refused() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 8, 18, 'final', 0); runpy.run_path(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", pretend, GATE], capture_output=True, text=True)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, this is 3.8.18 at " + sys.executable in done.stderr
    assert "Do this: install it and run  make setup PYTHON=python3.12" in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(not _old_pythons(), reason="no Python older than 3.11 on this machine")
def test_each_old_python_on_this_machine_is_refused_in_two_lines() -> None:
    for python in _old_pythons():
        done = subprocess.run([python, GATE], capture_output=True, text=True)
        assert done.returncode == 1, python
        assert "needs Python 3.11 or newer" in done.stderr
        assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(not _old_pythons(), reason="no Python older than 3.11 on this machine")
def test_an_old_python_alone_on_path_is_named_in_the_message(house: House) -> None:
    old = _old_pythons()[-1]
    done = house.run(SHELL, "tools/set_up.sh", "", PATH=_path_with(house, python3=str(old)))
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, this is" in done.stdout


def test_a_python_that_does_not_start_is_passed_over(house: House) -> None:
    broken = "#!/bin/sh\nexit 127\n"
    good = f'#!/bin/sh\necho "took this one"; exec {sys.executable} "$@"\n'
    path = _path_with(house, **{"python3.13": broken, "python3.12": broken, "python3": good})
    (house.path / "tools" / "set_up.py").write_text("")
    done = house.run(SHELL, "tools/set_up.sh", "", PATH=path)
    assert "took this one" in done.stdout
    assert done.returncode == 0


def test_a_python_without_venv_is_told_how_to_get_it(house: House) -> None:
    without = house.write("without/venv.py", "raise SystemExit('No module named venv')\n").parent
    python = house.write("python", f'#!/bin/sh\nPYTHONPATH={without} exec {sys.executable} "$@"\n', 0o755)
    driver = f"""
import sys
sys._base_executable = {str(python)!r}
sys.path.insert(0, {str(house.path)!r})
from tools import install
sys.exit(install.main())
"""
    done = house.run(sys.executable, "-c", driver)
    assert done.returncode == 1
    assert "comes without venv" in done.stdout
    assert "apt-get install python3-venv" in done.stdout
    assert not os.path.lexists(house.path / ".venv")
