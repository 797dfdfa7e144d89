"""Ten examples of the guide beside the same in playwright-bdd, @playwright/test, and behave with Playwright.

    .venv/bin/python -m benchmarks.peers                          # one and two workers, five rounds
    .venv/bin/python -m benchmarks.peers --workers 1 --rounds 2   # less of it

The guide is acted out once to write down what it does in each step (benchmarks/floor.py). The peers then do
the same acts, step by step, in the same browser, each worker on a server of its own; an answer other than
the guide's ends it. Twofold runs as it is by default, with evidence, log, verdicts and report; the peers
have none of these. All take turns, each a process of its own from its start to its end. Needs npm and pip,
which fetch the peers into a folder that is thrown away. It asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.plot import barred
from harness import browsers

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
IN_NODE = HERE / "peers_js"
SIGNING_IN = "steps/test_03_signing_in_with_a_code.py::"
TEN = (
    f"{SIGNING_IN}test_reading_the_code_off_the_phone[chromium]",
    f"{SIGNING_IN}test_correcting_a_mistyped_code[chromium]",
    f"{SIGNING_IN}test_typing_the_code_with_the_gap_that_phones_show[chromium]",
    f"{SIGNING_IN}test_entering_a_code_that_is_not_the_current_one[chromium-a wrong code]",
    f"{SIGNING_IN}test_a_wrong_password_before_any_code[chromium]",
    f"{SIGNING_IN}test_using_one_code_for_two_signins[chromium-the same code again]",
    f"{SIGNING_IN}test_a_computer_at_work_and_a_computer_at_home[chromium]",
    f"{SIGNING_IN}test_turning_back_when_asked_for_a_code[chromium]",
    "steps/test_06_a_lost_phone.py::test_a_backup_code_for_the_first_time[chromium]",
    "steps/test_06_a_lost_phone.py::test_a_backup_code_for_the_second_time[chromium]",
)
BEHAVE_VERSION, BDD_VERSION = "1.3.3", "9.2.1"
ENVIRONMENT = """
import json
from pathlib import Path
from playwright.sync_api import sync_playwright
from benchmarks.floor import Player
from harness import browsers
from targets.reference.product import ReferenceProduct

EXAMPLES = {its["title"]: its["steps"] for its in json.loads(Path("examples.json").read_text())}


def before_all(context):
    context.product = ReferenceProduct()
    context.product.start()
    context.playwright = sync_playwright().start()
    context.browser = context.playwright.chromium.launch(**browsers.launch_options("chromium"))


def after_all(context):
    context.browser.close()
    context.playwright.stop()
    context.product.stop()


def before_scenario(context, scenario):
    context.script = iter(EXAMPLES[scenario.name])
    context.player = Player(context.product, context.browser)
    context.player.begin()


def after_scenario(context, scenario):
    context.player.end()
"""
STEPS = """
from behave import step


@step("{text}")
def act_out(context, text):
    told = next(context.script)
    assert told["text"] == text, (told["text"], text)
    for act in told["acts"]:
        different = context.player.do(act)
        assert not different, different
"""


@dataclass(frozen=True)
class Peer:
    """commands: what runs the ten examples with so many workers; several run side by side."""

    name: str
    commands: Callable[[int], list[list[str]]]
    environment: Callable[[int], dict[str, str]]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 0 when done."""
    options = _parser().parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="twofold-benchmark-") as folder:
        peers = _furnish(Path(folder))
        rows = [
            row for workers in options.workers for row in _measured(peers, workers, options.rounds, folder)
        ]
    _keep(rows, options.into)
    print("\n".join(_lines(rows)))
    print(f"Written: {options.into / 'peers.json'}, {options.into / 'peers.svg'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers",
        description="Measures ten examples beside the same in playwright-bdd, @playwright/test and behave.",
    )
    parser.add_argument("--workers", type=int, nargs="+", default=(1, 2), metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each (default: 5)")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="for figures and drawing")
    return parser


# Putting the peers up


def _furnish(folder: Path) -> list[Peer]:
    """Everybody who runs the ten examples, Twofold first."""
    shutil.copytree(IN_NODE, folder, dirs_exist_ok=True)
    examples = _examples(folder)
    (folder / "examples.json").write_text(json.dumps(examples), encoding="utf-8")
    (folder / "features" / "steps").mkdir(parents=True)
    halves = examples[: len(examples) // 2], examples[len(examples) // 2 :]
    for number, half in enumerate(halves, 1):
        (folder / "features" / f"half_{number}.feature").write_text(_feature(number, half), encoding="utf-8")
    (folder / "features" / "environment.py").write_text(ENVIRONMENT, encoding="utf-8")
    (folder / "features" / "steps" / "all.py").write_text(STEPS, encoding="utf-8")
    _install(folder)
    return [_twofold(folder), *_in_node(folder), _behave(folder)]


def _examples(folder: Path) -> list[dict[str, Any]]:
    """What each of the ten does, step by step, as the guide did it just now."""
    score = folder / "score.json"
    command = [sys.executable, "-m", "pytest", *TEN, "-n", "0", "-q", "--no-history", "--no-doctor"]
    _run(
        [*command, f"--report-dir={folder / 'scored'}", "-p", "benchmarks.floor", "--score", str(score)],
        PROJECT,
    )
    told = json.loads(score.read_text(encoding="utf-8"))
    titles = {
        result["nodeid"]: result["example"]
        for result in json.loads((folder / "scored" / "run.json").read_text(encoding="utf-8"))["results"]
    }
    return [{"title": titles[nodeid], "steps": list(_steps(told[nodeid]))} for nodeid in TEN]


def _steps(acts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The acts of an example by the step that they belong to, the mark of its beginning first."""
    starts = [place for place, act in enumerate(acts) if act["do"] == "step"]
    for start, end in zip(starts, [*starts[1:], len(acts)], strict=True):
        yield {"keyword": acts[start]["keyword"], "text": acts[start]["text"], "acts": acts[start:end]}


def _feature(number: int, examples: Sequence[dict[str, Any]]) -> str:
    lines = [f"Feature: Signing in, part {number}"]
    for example in examples:
        lines += ["", f"  Scenario: {example['title']}"]
        lines += [f"    {step['keyword']} {step['text']}" for step in example["steps"]]
    return "\n".join(lines) + "\n"


def _install(folder: Path) -> None:
    """Fetch the peers, of Playwright the version that is in use here."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "npm is not installed: two of the peers can't be fetched. Install Node.js 18 or newer."
        )
    (folder / "package.json").write_text("{}", encoding="utf-8")
    playwright = f"@playwright/test@~{'.'.join(version('playwright').split('.')[:2])}.0"
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    _run([npm, "install", *quiet, playwright, f"playwright-bdd@{BDD_VERSION}"], folder)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder / "behave")]
    _run([*pip, f"behave=={BEHAVE_VERSION}"], folder)


def _twofold(folder: Path) -> Peer:
    def commands(workers: int) -> list[list[str]]:
        shared = ["-n", str(workers if workers > 1 else 0), f"--report-dir={folder / 'report'}"]
        return [[sys.executable, "-m", "harness.cli", "guide", "-q", "--no-history", *shared, *TEN]]

    return Peer("Twofold", commands, lambda workers: {"PWD": str(PROJECT)})


def _in_node(folder: Path) -> list[Peer]:
    binaries = folder / "node_modules" / ".bin"
    launch = browsers.launch_options("chromium")
    known = {"executable_path": "executablePath", "args": "args", "headless": "headless"}
    shared = {
        "PEER_PYTHON": sys.executable,
        "PEER_PROJECT": str(PROJECT),
        "PEER_LAUNCH": json.dumps({known.get(name, name): value for name, value in launch.items()}),
    }
    test = f"'{binaries}/playwright' test"

    def peer(name: str, kind: str, command: str) -> Peer:
        def environment(workers: int) -> dict[str, str]:
            return {**shared, "PEER": kind, "PEER_WORKERS": str(workers)}

        return Peer(name, lambda workers: [["sh", "-c", command]], environment)

    return [
        peer("playwright-bdd", "bdd", f"'{binaries}/bddgen' && {test}"),
        peer("@playwright/test", "outright", test),
    ]


def _behave(folder: Path) -> Peer:
    """It has no workers of its own: two are two processes, each with half of the features."""
    halves = [f"features/half_{number}.feature" for number in (1, 2)]
    behave = [sys.executable, "-m", "behave", "--no-summary", "--format", "progress"]

    def commands(workers: int) -> list[list[str]]:
        return [[*behave, *halves]] if workers == 1 else [[*behave, half] for half in halves]

    return Peer("behave", commands, lambda workers: {"PYTHONPATH": f"{folder / 'behave'}:{PROJECT}"})


# Measuring


def _measured(peers: Sequence[Peer], workers: int, rounds: int, folder: str) -> list[dict[str, Any]]:
    """A row for each peer: seconds round by round, and Twofold's share of them."""
    took: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            took[peer.name].append(_seconds(peer, workers, folder))
    ours = took[peers[0].name]
    return [
        {
            "workers": workers,
            "peer": name,
            "seconds": [round(one, 2) for one in seconds],
            "median": round(statistics.median(seconds), 2),
            "ratios": (ratios := [round(mine / its, 3) for mine, its in zip(ours, seconds, strict=True)]),
            "ratio": statistics.median(ratios),
        }
        for name, seconds in took.items()
    ]


def _seconds(peer: Peer, workers: int, folder: str) -> float:
    """How long a run takes. Raises SystemExit with its words unless it ends well."""
    environment = {**os.environ, **peer.environment(workers)}
    at = environment.pop("PWD") if peer.name == "Twofold" else folder
    began = time.perf_counter()
    running = [
        subprocess.Popen(
            command, cwd=at, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for command in peer.commands(workers)
    ]
    said = [process.communicate()[0] for process in running]
    seconds = time.perf_counter() - began
    if any(process.returncode for process in running):
        raise SystemExit(f"{peer.name} did not end well:\n{''.join(said)}")
    return seconds


def _run(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ})
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _keep(rows: list[dict[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "measured": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "playwright": version("playwright"),
        "rows": rows,
    }
    (folder / "peers.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    groups: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        workers = "one worker" if row["workers"] == 1 else f"{row['workers']} workers"
        groups.setdefault(workers, []).append((row["peer"], row["median"]))
    drawing = barred("Seconds of ten examples", groups)
    (folder / "peers.svg").write_text(drawing, encoding="utf-8")


def _lines(rows: list[dict[str, Any]]) -> list[str]:
    head = [
        "| workers | who | seconds (median) | Twofold's share | least to most |",
        "| --- | --- | --- | --- | --- |",
    ]
    return head + [
        f"| {row['workers']} | {row['peer']} | {row['median']} | {row['ratio']:.3f} "
        f"| {min(row['ratios']):.3f} to {max(row['ratios']):.3f} |"
        for row in rows
    ]


if __name__ == "__main__":
    sys.exit(main())
