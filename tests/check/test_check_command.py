"""The command line of the check: what it prints, its exit codes, and input that it can't use."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.check.tiny import TinySuite

ROOT = Path(__file__).resolve().parents[2]
Twofold = Callable[..., tuple[int, str, str]]


def test_the_real_suite_is_clean_within_five_seconds_of_processor_time() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "harness.cli", "check"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].endswith("47 of 47 statements: no findings")
    assert after.ru_utime - before.ru_utime < 5


def test_findings_are_grouped_by_rule_and_counted(tiny: TinySuite, run_twofold: Twofold) -> None:
    tiny.edit("features/01_opening_a_door.feature", "Given a door is locked", "Given a door is locked.")
    tiny.edit("features/01_opening_a_door.feature", "@G-1a", "@G-6a @B08")
    tiny.edit("features/01_opening_a_door.feature", "@G-1b", "@G-6b @B08 @G-99")
    code, output, errors = run_twofold("check", "--root", str(tiny.root))
    lines = output.splitlines()
    assert (code, errors) == (1, "")
    place = lines.index("step-period")
    assert lines[place + 1] == (
        "  features/01_opening_a_door.feature:7: the step 'a door is locked.' ends with a period — drop it"
    )
    assert sum(line.startswith("  ") for line in lines) == int(lines[-1].split()[1])
    assert lines[-1].startswith("check: ") and lines[-1].endswith(" findings")


def test_the_rules_are_listed(run_twofold: Twofold) -> None:
    code, output, _ = run_twofold("check", "--rules")
    assert code == 0
    assert any(line.split(maxsplit=1)[0] == "async-step" for line in output.splitlines())


def broken_feature(tiny: TinySuite) -> None:
    tiny.edit(
        "features/01_opening_a_door.feature", "      Then the door is open", "      Than the door is open"
    )


def conjunction_first(tiny: TinySuite) -> None:
    tiny.edit("features/01_opening_a_door.feature", "Given Alice has", "And Alice has")


def empty_feature(tiny: TinySuite) -> None:
    tiny.write("features/02_nothing.feature", "# nothing yet\n")


def no_features(tiny: TinySuite) -> None:
    tiny.feature.unlink()
    tiny.feature.parent.rmdir()


def no_steps(tiny: TinySuite) -> None:
    (tiny.root / "steps").rename(tiny.root / "phrases")


def broken_steps(tiny: TinySuite) -> None:
    tiny.edit("steps/doors.py", "def locked():", "def locked(:")


def broken_binding(tiny: TinySuite) -> None:
    tiny.write("steps/test_door.py", "raise RuntimeError('the binding is broken')\n")


@pytest.mark.parametrize(
    ("breaks", "named"),
    [
        (broken_feature, "features/01_opening_a_door.feature:16: not Gherkin: "),
        (conjunction_first, "features/01_opening_a_door.feature:14: the first step starts with 'And'"),
        (empty_feature, "features/02_nothing.feature:1: there is no feature in it"),
        (no_features, "there is no folder features/"),
        (no_steps, "steps/: there is no such folder"),
        (broken_steps, "steps/doors.py"),
        (broken_binding, "the binding is broken"),
    ],
)
def test_a_suite_that_can_not_be_read_gives_exit_code_2_and_says_where(
    tiny: TinySuite, run_twofold: Twofold, breaks: Callable[[TinySuite], None], named: str
) -> None:
    breaks(tiny)
    code, output, errors = run_twofold("check", "--root", str(tiny.root))
    assert (code, output) == (2, "")
    assert named in errors


def test_the_glossary_lists_each_phrase_with_its_uses(tiny: TinySuite, run_twofold: Twofold) -> None:
    code, output, _ = run_twofold("glossary", "--root", str(tiny.root))
    lines = output.splitlines()
    assert code == 0
    assert lines[:3] == ["# Phrases", "", "7 phrases, and how many steps of the features use each."]
    assert "## Doors" in lines
    assert "| Given | `a door is locked` | 1 |" in lines
    assert "| Given | `{name} has her key` | 3 |" in lines
    assert "| When | `{name} turns the {which} key` | 1 |" in lines


def test_the_glossary_lists_the_words_that_a_phrase_takes(tiny: TinySuite, run_twofold: Twofold) -> None:
    tiny.edit(
        "steps/doors.py",
        "from pytest_bdd import",
        "from harness.phrases import parse\nfrom pytest_bdd import",
    )
    tiny.edit(
        "steps/doors.py",
        'parsers.parse("{name} turns the {which} key")',
        'parse("{name} turns the {which:Which} key", Which={"right": 1, "other": 2})',
    )
    _, output, _ = run_twofold("glossary", "--root", str(tiny.root))
    assert output.endswith("\n\n**Which**\n\n- right\n- other\n")


@pytest.mark.parametrize("command", [(), ("guide",), ("check",), ("glossary",)])
def test_help_is_there(run_twofold: Twofold, command: tuple[str, ...]) -> None:
    code, output, _ = run_twofold(*command, "--help")
    assert code == 0
    assert output.startswith(" ".join(("usage: twofold", *command)))


@pytest.mark.parametrize("arguments", [(), ("dance",), ("check", "--ram", "x")])
def test_a_command_that_does_not_exist_gives_exit_code_2(
    run_twofold: Twofold, arguments: tuple[str, ...]
) -> None:
    code, output, errors = run_twofold(*arguments)
    assert (code, output) == (2, "")
    assert "usage: twofold" in errors


@pytest.fixture
def pytest_arguments(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the guide hands to pytest, which answers 'no tests' (5)."""
    calls: list[list[str]] = []

    def answer(arguments: list[str]) -> int:
        calls.append(arguments)
        return 5

    monkeypatch.setattr(pytest, "main", answer)
    monkeypatch.chdir(ROOT)
    return calls


def test_the_guide_hands_its_arguments_and_pytests_exit_code_on(
    run_twofold: Twofold, pytest_arguments: list[list[str]]
) -> None:
    code, _, _ = run_twofold("guide", "-k", "lost_phone", "--headed")
    assert code == 5
    evenly = ["--splitting-algorithm", "least_duration", "--durations-path", str(ROOT / ".test_durations")]
    ours = ["-c", str(ROOT / "pytest.ini"), str(ROOT / "steps"), "-n", "2", "--narrate", *evenly]
    light = ["-p", "no:hypothesispytest"]
    assert pytest_arguments == [[*ours, *light, "-k", "lost_phone", "--headed"]]


def test_the_guide_runs_only_the_tests_that_are_named(
    run_twofold: Twofold, pytest_arguments: list[list[str]]
) -> None:
    test = "tests/check/test_check_command.py::test_help_is_there"
    run_twofold("guide", test)
    assert pytest_arguments[0][2:5] == ["-n", "2", "--narrate"]
    assert pytest_arguments[0][-1] == str(ROOT / test)


def test_a_target_s_file_is_the_same_wherever_one_stands(
    run_twofold: Twofold, pytest_arguments: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop.py").touch()
    monkeypatch.chdir(tmp_path)
    for words in (["--target", "shop.py"], ["--target=./shop.py"]):
        run_twofold("guide", *words)
    assert [given[-1] for given in pytest_arguments] == [f"--target={tmp_path / 'shop.py'}"] * 2


def test_a_word_that_happens_to_be_a_folder_is_no_test(
    run_twofold: Twofold, pytest_arguments: list[list[str]]
) -> None:
    run_twofold("guide", "-k", "server")
    assert pytest_arguments[0][2] == str(ROOT / "steps")
