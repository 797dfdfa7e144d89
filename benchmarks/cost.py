"""What an example costs as runs grow: the same sign-in, from ten times to a thousand times in one run.

    .venv/bin/python -m benchmarks.cost                      # 10 to 1,000 examples: half an hour
    .venv/bin/python -m benchmarks.cost --sizes 10 30 100    # smaller ones

Each size is a suite of its own, made for the purpose in chapters of fifty, and run by pytest with evidence,
log and report as they are by default; one worker and two take turns. Told are the seconds of each process
from its start to its end, what one more example costs (the slope of the line through all sizes), how far the
sizes lie off that line, and how much faster two workers are. No faster than the machine lets anybody be: so
two runs of half the size, of one worker each and started at the same moment, are timed beside them. It
asserts nothing.
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
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.plot import plotted

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
SIZES = (10, 30, 100, 300, 1000)
WORKERS = (1, 2)
CHAPTER = 50
"""Examples of a chapter."""
EXAMPLE = """
    Example: Sign-in {number}
      Given Alice has an account protected by two-factor authentication
      When Alice signs in with her password and the code from her phone
      Then Alice is signed in
"""
BINDING = 'from pytest_bdd import scenarios\n\nscenarios("../features/{name}.feature")\n'


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 0 when done."""
    options = _parser().parse_args(argv)
    measured = [_measured(size, options.workers) for size in options.sizes]
    told = _figures(measured, options.workers)
    _keep(told, options.into)
    print("\n".join(_lines(told)))
    print(f"Written: {options.into / 'cost.json'}, {options.into / 'cost.svg'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cost",
        description="Measures what an example costs in runs of 10 to 1,000 of them.",
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="examples of a run")
    parser.add_argument(
        "--workers", type=int, nargs="+", default=WORKERS, metavar="N", help="of pytest-xdist"
    )
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="for cost.json and .svg")
    return parser


def make(folder: Path, examples: int) -> None:
    """Write a suite of that many sign-ins into a folder: features, what binds them, and pytest's settings."""
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(PROJECT / name, folder / name)
    for part in ("features", "steps"):
        (folder / part).mkdir()
    for number, first in enumerate(range(0, examples, CHAPTER), 1):
        name = f"{number:02}_signing_in"
        told = (EXAMPLE.format(number=n + 1) for n in range(first, min(first + CHAPTER, examples)))
        head = f"@G-6b\nFeature: Sign-ins, part {number}\n\n  Rule: The right code lets its owner in\n"
        (folder / "features" / f"{name}.feature").write_text(head + "".join(told), encoding="utf-8")
        (folder / "steps" / f"test_{name}.py").write_text(BINDING.format(name=name), encoding="utf-8")


def _measured(size: int, workers: Sequence[int]) -> dict[str, Any]:
    """Seconds by the number of workers, and of two runs at once."""
    with tempfile.TemporaryDirectory(prefix="twofold-benchmark-") as folder:
        make(Path(folder), size)
        took = {count: round(_took(Path(folder), size, count), 2) for count in workers}
    apart = {"apart": round(_apart(size), 2)} if len(workers) > 1 else {}
    return {"examples": size, "seconds": took, **apart}


def _apart(size: int) -> float:
    """Seconds of two runs at once, each of one worker and half of the examples."""
    with tempfile.TemporaryDirectory(prefix="twofold-benchmark-") as folder, ThreadPoolExecutor() as pool:
        halves = {Path(folder) / "one": size // 2, Path(folder) / "two": size - size // 2}
        for suite, half in halves.items():
            suite.mkdir()
            make(suite, half)
        began = time.perf_counter()
        for done in [pool.submit(_run, suite, half, 1) for suite, half in halves.items()]:
            done.result()
        return time.perf_counter() - began


def _took(suite: Path, size: int, workers: int) -> float:
    """Seconds of a run. Raises SystemExit as `_run` does."""
    began = time.perf_counter()
    _run(suite, size, workers)
    return time.perf_counter() - began


def _run(suite: Path, size: int, workers: int) -> None:
    """Run a suite. Raises SystemExit with what was said unless all its examples pass."""
    command = [sys.executable, "-m", "pytest", "steps", "-q", "--no-history", "-n"]
    command.append(str(workers if workers > 1 else 0))
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(command, cwd=suite, capture_output=True, text=True, env=environment)
    if done.returncode or f"{size} passed" not in done.stdout:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _figures(measured: list[dict[str, Any]], workers: Sequence[int]) -> dict[str, Any]:
    lines = {
        count: _line([(row["examples"], row["seconds"][count]) for row in measured]) for count in workers
    }
    several = measured if len(workers) > 1 else []
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "sizes": measured,
        "lines": lines,
        "gains": [round(row["seconds"][workers[0]] / row["seconds"][workers[-1]], 3) for row in several],
        "gains_apart": [round(row["seconds"][workers[0]] / row["apart"], 3) for row in several],
    }


def _line(points: Sequence[tuple[int, float]]) -> dict[str, float]:
    """The straight line through points: its slope and start in seconds, how far off a point is at most."""
    if len(points) < 2:
        return {}
    slope, start = statistics.linear_regression(*zip(*points, strict=True))
    off = max(abs(seconds / (start + slope * examples) - 1) for examples, seconds in points)
    return {"each": round(slope, 4), "start": round(start, 2), "off": round(off, 3)}


def _keep(told: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cost.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    lines = {
        f"{count} worker{'s' if count > 1 else ''}": [
            (row["examples"], row["seconds"][count]) for row in told["sizes"]
        ]
        for count in told["lines"]
    }
    drawing = plotted("Seconds of a run", "examples", lines)
    (folder / "cost.svg").write_text(drawing, encoding="utf-8")


def _lines(told: dict[str, Any]) -> list[str]:
    rows = [
        f"{row['examples']:>6} examples: "
        + ", ".join(f"{seconds:.1f} s at {count}" for count, seconds in row["seconds"].items())
        for row in told["sizes"]
    ]
    for count, line in told["lines"].items():
        if line:
            rows.append(
                f"at {count}: {line['each']:.3f} s an example and {line['start']:.1f} s for the run; "
                f"no size is further off that line than {line['off']:.1%}"
            )
    if told["gains"]:
        rows.append(f"more workers are faster by {', '.join(map(str, told['gains']))}")
        rows.append(f"two runs at once, of half the size, by {', '.join(map(str, told['gains_apart']))}")
    return rows


if __name__ == "__main__":
    sys.exit(main())
