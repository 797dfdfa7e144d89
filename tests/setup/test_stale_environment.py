"""An environment that no longer fits is noticed, named and built again; a sound one is left alone."""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.setup.house import House
from tools import stamp

VENV = ".venv"


def _pretend_set_up(house: House) -> Path:
    """An environment as set-up leaves it, as far as the stamp can tell."""
    scripts = house.path / VENV / "bin"
    scripts.mkdir(parents=True)
    (scripts / "python").symlink_to(sys.executable)
    house.write(f"{VENV}/bin/pytest", "")
    stamp.write(house.path, browser=str(house.path / "browser"))
    return house.path / VENV


def _restamp(house: House, old: str, new: str) -> None:
    file = house.path / VENV / stamp.STAMP
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_sound_environment_is_not_stale(house: House) -> None:
    _pretend_set_up(house)
    assert stamp.why_stale(house.path) is None
    assert stamp.browser_is_there(house.path)


def _other_python(house: House) -> None:
    _restamp(house, f'"{stamp.python_version()}"', '"3.9"')


def _other_pins(house: House) -> None:
    house.write("requirements.txt", "six==1\n")


def _other_package(house: House) -> None:
    pyproject = house.path / "pyproject.toml"
    pyproject.write_text(pyproject.read_text().replace('version = "0"', 'version = "1"'))


def _script_gone(house: House) -> None:
    (house.path / VENV / "bin" / "pytest").unlink()


def _python_gone(house: House) -> None:
    python = house.path / VENV / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")


def _python_broken(house: House) -> None:
    python = house.path / VENV / "bin" / "python"
    python.unlink()
    house.write(f"{VENV}/bin/python", "#!/bin/sh\nexit 1\n", 0o755)


def _stamp_damaged(house: House) -> None:
    house.write(f"{VENV}/{stamp.STAMP}", '{"path": ')


def _killed_half_way(house: House) -> None:
    (house.path / VENV / stamp.STAMP).unlink()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_other_python, "it was made with Python 3.9, and this is "),
        (_other_pins, "requirements.txt or pyproject.toml has changed"),
        (_other_package, "requirements.txt or pyproject.toml has changed"),
        (_script_gone, ".venv/bin/pytest is gone"),
        (_python_gone, ".venv/bin/python is gone"),
        (_python_broken, ".venv/bin/python does not start"),
        (_killed_half_way, "it was never finished"),
        (_stamp_damaged, "it was never finished"),
    ],
)
def test_each_kind_of_staleness_is_named(house: House, change: Callable[[House], None], reason: str) -> None:
    _pretend_set_up(house)
    change(house)
    assert (stamp.why_stale(house.path) or "").startswith(reason)


def test_settings_of_the_linters_do_not_make_it_stale(house: House) -> None:
    _pretend_set_up(house)
    pyproject = house.path / "pyproject.toml"
    pyproject.write_text(pyproject.read_text() + "\n[tool.ruff]\nline-length = 100\n")
    assert stamp.why_stale(house.path) is None


@pytest.mark.parametrize("furnished", [True, False])
def test_a_damaged_pyproject_is_named_before_anything_is_made(house: House, furnished: bool) -> None:
    if furnished:
        _pretend_set_up(house)
    house.write("pyproject.toml", "<<<<<<< HEAD\n")
    done = house.set_up()
    assert done.returncode != 0
    assert "Set-up stopped: pyproject.toml is not valid TOML" in done.stdout
    assert "Do this: correct it there." in done.stdout
    assert (house.path / VENV).exists() is furnished


def test_missing_pins_are_named(house: House) -> None:
    (house.path / "requirements.txt").unlink()
    done = house.set_up()
    assert done.returncode != 0
    assert "requirements.txt is missing.\n  Do this: restore it: git checkout -- ." in done.stdout


@pytest.mark.long
def test_a_moved_environment_is_built_again_and_then_left_alone(house: House) -> None:
    first = house.set_up()
    assert first.returncode == 0, first.stdout
    assert (house.path / VENV / "bin" / "twofold").exists()

    moved = House(house.path.with_name("moved house"), house.environment)
    moved.environment["TWOFOLD_CHROMIUM"] = str(moved.path / "browser")
    shutil.move(house.path, moved.path)
    again = moved.make("setup")
    assert again.returncode == 0, again.stdout
    assert f"it was moved or copied here from {house.path / VENV}" in again.stdout
    assert moved.run(".venv/bin/python", "-m", "pip", "--version").returncode == 0

    begun = time.monotonic()
    third = moved.make("setup")
    assert (third.returncode, third.stdout) == (0, "")
    assert time.monotonic() - begun < 2


def test_an_environment_whose_python_is_gone_is_built_again(house: House) -> None:
    _pretend_set_up(house)
    _python_gone(house)
    done = house.set_up()
    assert done.returncode == 0, done.stdout
    assert "The environment in .venv is stale (.venv/bin/python is gone): building it again." in done.stdout
    assert not (house.path / ".twofold" / "replaced-environment").exists()


def test_a_browser_that_went_away_is_looked_for_without_building_again(house: House) -> None:
    _pretend_set_up(house)
    (house.path / "browser").rename(house.path / "browser2")
    done = house.make("setup", TWOFOLD_CHROMIUM=str(house.path / "browser2"))
    assert done.returncode == 0, done.stdout
    assert "Making .venv" not in done.stdout
    assert str(house.path / "browser2") in done.stdout
