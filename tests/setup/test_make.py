"""The make commands: what each runs, where `make test` stops, and what `make clean` leaves alone."""

import socket
import sys
from pathlib import Path

import pytest

from tests.setup.house import PROJECT, House
from tools import stamp

STAGES = [
    "ruff format --check .",
    "ruff check .",
    "mypy",
    "lint-imports --no-cache",
    "twofold check",
    "pytest -n 2 --profile all -m not long -o faulthandler_timeout=900 -o faulthandler_exit_on_timeout=true",
]


@pytest.fixture
def furnished(house: House) -> House:
    """A house whose environment holds stand-ins: each writes its call to `calls`, and fails if told so."""
    scripts = house.path / ".venv" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "python").symlink_to(sys.executable)
    stand_in = '#!/bin/sh\ncall=$(echo "${0##*/} $*" | sed "s/ *$//")\necho "$call" >> calls\n'
    stand_in += 'echo "closing line of $call"\n[ "$call" != "$FAILING" ] || exit 3\n'
    for name in ("ruff", "mypy", "lint-imports", "twofold", "pytest"):
        house.write(f".venv/bin/{name}", stand_in, 0o755)
    stamp.write(house.path, browser=str(house.path / "browser"))
    return house


def _calls(house: House) -> list[str]:
    return (house.path / "calls").read_text().splitlines()


def test_plain_make_lists_every_command_with_its_purpose(house: House) -> None:
    done = house.make()
    assert done.returncode == 0
    listed = [line.split()[1] for line in done.stdout.splitlines()]
    made = ["help", "guide", "test", "test-long", "serve", "check", "products", "product", "prove", "torture"]
    made += ["clean", "setup"]
    assert listed == made
    assert all(len(line.split()) > 3 for line in done.stdout.splitlines())


def test_make_test_runs_all_stages_and_ends_with_pytests_closing_line(furnished: House) -> None:
    done = furnished.make("test")
    assert done.returncode == 0, done.stdout
    assert _calls(furnished) == STAGES
    assert done.stdout.splitlines()[-1] == f"closing line of {STAGES[-1]}"


@pytest.mark.parametrize("failing", STAGES)
def test_make_test_stops_at_the_first_failing_stage_and_names_it(furnished: House, failing: str) -> None:
    done = furnished.make("test", FAILING=failing)
    assert done.returncode != 0
    assert _calls(furnished) == STAGES[: STAGES.index(failing) + 1]
    assert f"{failing} (exit status 3)" in done.stdout


def test_the_long_form_runs_what_make_test_leaves_out(furnished: House) -> None:
    assert furnished.make("test-long", "ARGS=-k mishaps").returncode == 0
    (call,) = _calls(furnished)
    assert call.startswith("pytest tests -n 2 -m long ") and call.endswith(" -k mishaps")


def test_arguments_are_handed_on(furnished: House) -> None:
    assert furnished.make("guide", "ARGS=-k backup --headed").returncode == 0
    assert furnished.make("check").returncode == 0
    assert _calls(furnished) == ["twofold guide -k backup --headed", "twofold check"]


def test_serve_on_a_port_in_use_says_so_and_what_to_do(furnished: House) -> None:
    (furnished.path / "server").symlink_to(PROJECT / "server")
    (furnished.path / ".venv/bin/python").unlink()
    furnished.write(".venv/bin/python", f'#!/bin/sh\nexec {sys.executable} "$@"\n', 0o755)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = furnished.make("serve", f"PORT={port}")
    assert done.returncode != 0
    assert f"127.0.0.1 port {port}: Address already in use" in done.stdout
    assert "choose another --port" in done.stdout
    assert "Traceback" not in done.stdout


def test_clean_removes_what_was_made_and_nothing_else(furnished: House, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "__pycache__").mkdir(parents=True)
    (outside / "precious").write_text("")
    (furnished.path / "report").symlink_to(outside)
    (furnished.path / "linked").symlink_to(outside)
    furnished.write("server/__pycache__/x.pyc", "")
    before = {"Makefile", "tools", "harness", "pyproject.toml", "backend.py", "requirements.txt", "browser"}
    done = furnished.make("clean")
    assert (done.returncode, done.stdout) == (0, "")
    assert {entry.name for entry in furnished.path.iterdir()} == before | {"server", "linked"}
    assert list((furnished.path / "server").iterdir()) == []
    assert sorted(entry.name for entry in outside.iterdir()) == ["__pycache__", "precious"]


def test_clean_refuses_any_other_folder(house: House, tmp_path: Path) -> None:
    other = House(tmp_path / "other", house.environment)
    kept = other.write("report/kept", "")
    done = other.make("-f", str(PROJECT / "Makefile"), "clean")
    assert done.returncode != 0
    assert "not Twofold's folder; nothing removed" in done.stdout
    assert kept.exists()
