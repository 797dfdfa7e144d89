"""A short part of the proof, and what it says where the suite itself is sabotaged."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from faults.register import SUBJECTS
from harness.check import read_suite
from harness.prove.examples import examples_of
from harness.prove.trial import Bench, Outcome

ROOT = Path(__file__).resolve().parents[2]
SUITE = ("catalogue", "faults", "features", "harness", "server", "steps", "targets")
FILES = ("conftest.py", "pytest.ini", "pyproject.toml")


def prove(root: Path, into: Path, *faults: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harness.cli", "prove", *faults, "--into", str(into), "--workers", "1"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=600)


@pytest.mark.slow
def test_a_short_part_of_the_proof(tmp_path: Path) -> None:
    """A race, a pair that is easy to mix up, a fault against the owner, and one that waits for the clock."""
    done = prove(ROOT, tmp_path, "A5", "A4", "P-leading-zero", "P-lock-too-short")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))
    assert {fault["id"]: fault["outcome"] for fault in told["faults"]} == dict.fromkeys(
        ("A4", "A5", "P-leading-zero", "P-lock-too-short"), "caught"
    )
    assert all(trial["fired"] for fault in told["faults"] for trial in fault["trials"])


@pytest.mark.slow
def test_a_fault_that_makes_no_difference_is_no_survivor_and_no_proof() -> None:
    examples, subject = examples_of(read_suite(ROOT)), SUBJECTS["reference"]
    example = examples["Signing in to a new account"]  # no set-up is confirmed in it
    bench = Bench(ROOT, ("--target", "reference"), subject.mark)
    try:
        assert bench.run("A4", [], [example], subject.environment("A4")).outcome is Outcome.NOT_FIRED
        assert bench.run("", [], [example], subject.environment("")).outcome is Outcome.CAUGHT
    finally:
        bench.end()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The suite once more, to be sabotaged."""
    root = tmp_path / "suite"
    for folder in SUITE:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, root / file)
    return root


def sabotage(file: Path, right: str, wrong: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{file.name} has changed: choose another place to sabotage"
    file.write_text(text.replace(right, wrong), encoding="utf-8")


@pytest.mark.slow
def test_a_dropped_assertion_is_noticed(copy: Path, tmp_path: Path) -> None:
    sabotage(copy / "steps" / "signing_in.py", "sum(inside) == 1,", "True,")
    done = prove(copy, tmp_path / "proof", "A5")
    assert done.returncode == 1
    assert "A5 survived: Two sign-ins at one moment can both use the same code." in done.stdout
    assert "did not notice it: Two sign-ins with one code at the same moment (PASS)" in done.stdout


@pytest.mark.slow
def test_a_refusal_that_always_passes_is_noticed(copy: Path, tmp_path: Path) -> None:
    judged = "    answer = person.answer\n    _must_have_arrived(person)\n    expect(answer.outcome not in"
    sabotage(copy / "harness" / "refusals.py", judged, f"    return\n{judged}")
    done = prove(copy, tmp_path / "proof", "A2")
    assert done.returncode == 1
    assert "A2 survived" in done.stdout
    assert "the same code again, just after it has changed (PASS)" in done.stdout


def test_a_feature_that_is_not_bound_is_noticed(copy: Path) -> None:
    (copy / "steps" / "test_05_moving_to_a_new_phone.py").unlink()
    command = [sys.executable, "-m", "harness.cli", "check"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "05_moving_to_a_new_phone" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Z9",), "there is no fault Z9: `twofold prove --list` lists them"),
        (("--target", "shop"), "no faults are seeded in shop: there are some in reference, django_allauth"),
    ],
)
def test_what_can_not_be_tried_is_told(arguments: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = prove(ROOT, tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stderr == f"prove: {told}\n"


def test_the_list_names_who_must_notice(tmp_path: Path) -> None:
    done = prove(ROOT, tmp_path, "--list")
    assert done.returncode == 0
    assert (
        "A2: A used code is refused at first, and works again once the phone shows the next." in done.stdout
    )
