"""The canary gate: nothing that a failing run leaves holds a secret, and no choke point is idle in that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.canary import cage, videos
from tests.canary.search import Truth, search
from tests.long import mostly_long

FILES = {
    "junitxml": "junit.xml",
    "output": "results",
    "report-dir": "report",
    "log-file": "run.log",
    "summary": "summary.md",
    "cucumber-json": "cucumber.json",
    "history": "history",
    "allure-results": "allure",
}
PICTURES = ("--tracing=on", "--screenshot=on", "--full-page-screenshot")
FALLS_OVER, SAYS_IT = "tests/canary/falls_over.py", "tests/canary/says_it.py"

FAILED = (1, 3, 6)
"""How a run ends that failed on purpose: a broken word, an error of its own, or no answer."""


def run_canary(folder: Path, *options: str, off: str = "") -> tuple[Path, Truth]:
    """Let it fall over; what it left, the terminal's text included, and what it knew."""
    left, truth = folder / "left", folder / "truth"
    left.mkdir()
    truth.mkdir()
    command = [sys.executable, "-m", "pytest", "-p", "tests.canary.cage", "--showlocals", "-vv", "--tb=long"]
    command += ["--rootdir", "tests/canary", "--confcutdir", "."]  # its features are the log's
    command += [f"--{option}={left / file}" for option, file in FILES.items()]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    recording = videos.environment(folder / "encoder") if "--video=on" in options else {}
    environment = {**outside, **recording, "GITHUB_ACTIONS": "true", cage.TRUTH: str(truth), cage.OFF: off}
    with (left / "terminal.txt").open("w", encoding="utf-8") as terminal:
        run = subprocess.run(
            [*command, *options], env=environment, stdout=terminal, stderr=terminal, timeout=120
        )
    assert run.returncode in FAILED, (left / "terminal.txt").read_text(encoding="utf-8")[-3000:]
    return left, _told(truth)


def _told(folder: Path) -> Truth:
    told = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")]
    assert told, "the canary knew nothing: it fell over too early"
    secrets = {value: label for one in told for value, label in one["secrets"].items()}
    return Truth(secrets, {name: boxes for one in told for name, boxes in one["boxes"].items()})


FOR_USERS = "--pictures=user-guide"
"""With all that is noted and pictured for a guide for end users; failures are pictured as ever."""
STRICT_ALOUD = ("-p", "no:xdist", "-s", "--evidence=strict", "--video=on", FOR_USERS)
FULL_IN_A_WORKER = ("-n", "1", "--evidence=full", FOR_USERS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        pytest.param(STRICT_ALOUD, id="strict", marks=pytest.mark.long),
        pytest.param(FULL_IN_A_WORKER, id="full"),
    ],
)
def test_nothing_left_holds_a_secret(options: tuple[str, ...], tmp_path: Path) -> None:
    left, truth = run_canary(tmp_path, FALLS_OVER, *PICTURES, *options)
    kinds = {path.suffix for path in left.rglob("*") if path.is_file()}
    assert kinds == {
        ".png",
        ".zip",
        ".xml",
        ".json",
        ".ndjson",
        ".html",
        ".js",
        ".log",
        ".txt",
        ".md",
        ".properties",
    }
    assert len(list(left.glob("report/pictures/*.png"))) > 2, "pictures of more than the two failures"
    assert '"name": "Authentication code"' in (left / "report/run.json").read_text(encoding="utf-8")
    assert sum(label.startswith("backup code") for label in truth.secrets.values()) == 10
    assert search(left, truth) == []


def test_nothing_said_is_left(tmp_path: Path) -> None:
    left, truth = run_canary(tmp_path, SAYS_IT, "-p", "no:xdist")
    assert search(left, truth) == []


ALONE = ("-p", "no:xdist")


@pytest.mark.parametrize(
    ("off", "options", "where"),
    mostly_long(
        [
            ("report", ("-n", "1"), "terminal.txt"),
            ("record", ALONE, "run.json"),
            ("record", ALONE, "summary.md"),
            ("record", ALONE, "cucumber.json"),
            ("record", ALONE, "*-result.json"),
            ("record", ALONE, "*Z-*.json"),
            ("junit", ALONE, "junit.xml"),
            ("message", ALONE, "messages.ndjson"),
            ("log", ALONE, "run.log"),
            ("warning", ALONE, "terminal.txt"),
            ("stream", (*ALONE, "-s"), "terminal.txt"),
        ],
        ("junit", ALONE, "junit.xml"),
        ("message", ALONE, "messages.ndjson"),
    ),
)
def test_the_gate_needs(off: str, options: tuple[str, ...], where: str, tmp_path: Path) -> None:
    left, truth = run_canary(tmp_path, SAYS_IT, *options, off=off)
    assert search(left, truth, where), f"the gate sees nothing with {off} switched off"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("off", "options", "where"),
    mostly_long(
        [
            ("trace", ("--tracing=on", "-k", "qr_code"), "trace.zip"),
            ("picture", ("--screenshot=on", "-k", "qr_code"), "*.png"),
            ("cover", (*PICTURES[1:], "-k", "backup_codes"), "*.png"),
            ("video", ("--video=on", "--evidence=strict", "-k", "qr_code"), "*.webm"),
            ("witness", ("-k", "backup_codes"), "junit.xml"),
        ],
        ("picture", ("--screenshot=on", "-k", "qr_code"), "*.png"),
    ),
)
def test_the_gate_needs_in_the_browser(
    off: str, options: tuple[str, ...], where: str, tmp_path: Path
) -> None:
    left, truth = run_canary(tmp_path, FALLS_OVER, *ALONE, *options, off=off)
    assert search(left, truth, where), f"the gate sees nothing with {off} switched off"


def test_every_choke_point_has_its_turn() -> None:
    from harness import chokepoints

    assert set(chokepoints.POINTS) == set(cage.WAYS_THROUGH)
