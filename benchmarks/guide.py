"""What the guide costs beside the floor: the same done in the same browser with Playwright alone.

    .venv/bin/python -m benchmarks.guide                     # the whole guide, three pairs: twenty minutes
    .venv/bin/python -m benchmarks.guide --pairs 5 -k lost   # a selection, as for pytest

The guide is acted out once to write down what it does (benchmarks/floor.py). Then guide and floor take
turns, each a process of its own from its start to its end, on one worker, with evidence as it is by default.
Told are the seconds of each, the ratio pair by pair, and how many answers of the floor were others than the
guide's. It asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.plot import barred

HERE = Path(__file__).resolve().parent
GUIDE = (sys.executable, "-m", "harness.cli", "guide", "-n", "0", "-q", "--no-history")


class Took(NamedTuple):
    """Seconds of one process with all its children: by the clock, and of processors."""

    seconds: float
    processor: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 0 when done."""
    options = _parser().parse_args(argv)
    selection = ["-k", options.only] if options.only else []
    with tempfile.TemporaryDirectory(prefix="twofold-benchmark-") as folder:
        score, report = Path(folder) / "score.json", ["--report-dir", f"{folder}/report"]
        _timed([*GUIDE, *selection, *report, "-p", "benchmarks.floor", "--score", str(score)])
        floor = [sys.executable, "-m", "benchmarks.floor", str(score)]
        told = json.loads(_run(floor))
        pairs = [(_timed([*GUIDE, *selection, *report]), _timed(floor)) for _ in range(options.pairs)]
    measured = _figures(told, pairs)
    _keep(measured, options.into)
    print("\n".join(_lines(measured)))
    print(f"Written: {options.into / 'guide.json'}, {options.into / 'guide.svg'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.guide",
        description="Measures the guide beside the same actions with Playwright alone.",
    )
    parser.add_argument("--pairs", type=int, default=3, metavar="N", help="how often each (default: 3)")
    parser.add_argument(
        "-k", dest="only", default="", metavar="EXPRESSION", help="a selection, as for pytest"
    )
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="for figures and drawing")
    return parser


def _run(command: Sequence[str]) -> str:
    """What a command says. Raises SystemExit with its words unless it ends well."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _timed(command: Sequence[str]) -> Took:
    """How long a command took. Raises SystemExit as `_run` does."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    _run(command)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return Took(round(seconds, 2), round(used, 2))


def _figures(told: dict[str, Any], pairs: Sequence[tuple[Took, Took]]) -> dict[str, Any]:
    ratios = [round(guide.seconds / floor.seconds, 3) for guide, floor in pairs]
    processor = [round(guide.processor / floor.processor, 3) for guide, floor in pairs]
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        **told,
        "guide_seconds": [guide.seconds for guide, _ in pairs],
        "floor_seconds": [floor.seconds for _, floor in pairs],
        "ratios": ratios,
        "ratio": statistics.median(ratios),
        "processor_ratio": statistics.median(processor),
    }


def _keep(measured: dict[str, Any], into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    (into / "guide.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    pairs = zip(measured["guide_seconds"], measured["floor_seconds"], strict=True)
    groups = {
        f"pair {at}": [("guide", guide), ("floor", floor)] for at, (guide, floor) in enumerate(pairs, 1)
    }
    drawing = barred("Seconds of the guide, and of the same with Playwright alone", groups)
    (into / "guide.svg").write_text(drawing, encoding="utf-8")


def _lines(measured: dict[str, Any]) -> list[str]:
    pairs = zip(measured["guide_seconds"], measured["floor_seconds"], measured["ratios"], strict=True)
    return [
        f"{measured['examples']} examples, {measured['acts']} acts; "
        f"the floor had another answer {len(measured['different'])} times",
        *(f"  {word}" for word in measured["different"][:10]),
        *(f"guide {guide:.1f} s, floor {floor:.1f} s: {ratio:.3f}" for guide, floor, ratio in pairs),
        f"median ratio {measured['ratio']:.3f}; of processor seconds {measured['processor_ratio']:.3f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
