"""How long a report takes to write, how much memory that needs, and how large it gets, by the run's size.

    .venv/bin/python -m benchmarks.report                 # 100 to 10,000 examples
    .venv/bin/python -m benchmarks.report --sizes 100 500 --no-search

Each size is a process of its own, which reads the record of a synthetic run and writes its pages. Prints a
table, and writes report.json and report.svg. It asserts nothing: figures are of the machine that made them.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import suite
from benchmarks.plot import plotted
from harness import report

SIZES = (100, 300, 1000, 3000, 10_000)
HERE = Path(__file__).resolve().parent
COLUMNS = (
    ("examples", "examples"),
    ("seconds", "seconds"),
    ("processor_seconds", "processor s"),
    ("memory_mb", "peak MB"),
    ("index_kb", "index kB"),
    ("report_mb", "report MB"),
    ("search_ms", "search ms"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 0 when done."""
    options = _parser().parse_args(argv)
    if options.write:
        print(json.dumps(_write(options.write)))
        return 0
    with tempfile.TemporaryDirectory(prefix="twofold-benchmark-") as folder:
        measured = [_measured(Path(folder) / str(size), size, options.search) for size in options.sizes]
    _keep(measured, options.into)
    print(_table(measured))
    print(f"Written: {options.into / 'report.json'}, {options.into / 'report.svg'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.report",
        description="Measures how long writing a report takes, its memory, its size, and its search.",
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="examples of a run")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="for report.json and .svg")
    parser.add_argument("--no-search", dest="search", action="store_false", help="open no browser")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)  # what the measured process is asked
    return parser


def _measured(folder: Path, size: int, with_search: bool) -> dict[str, Any]:
    """The figures of one size: those of the process that wrote, and of what it wrote."""
    suite.make(folder, size)
    command = [sys.executable, "-m", "benchmarks.report", "--write", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent)
    pages = [*folder.rglob("*.html"), folder / "search.js"]
    figures = {
        "examples": size,
        **json.loads(done.stdout),
        "record_mb": _mb(folder / "run.json"),
        "index_kb": round((folder / "index.html").stat().st_size / 1e3, 1),
        "report_mb": round(sum(map(_mb, pages)), 1),
    }
    return figures | ({"search_ms": _search(folder / "index.html", size)} if with_search else {})


def _write(folder: Path) -> dict[str, float]:
    """Read a record and write its report, in this process."""
    began = time.perf_counter()
    record = json.loads((folder / "run.json").read_bytes())
    read = time.perf_counter()
    report.write(record, folder, folder / "features")
    ended = time.perf_counter()
    return {
        "seconds": round(ended - began, 2),
        "seconds_reading": round(read - began, 2),
        "processor_seconds": round(time.process_time(), 2),
        "memory_mb": round(_peak_bytes() / 1e6, 1),
    }


def _peak_bytes() -> int:
    """The most memory that this process had resident; macOS counts in bytes, others in kibibytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _search(index: Path, size: int) -> int:
    """Milliseconds from typing to what is found, the loading of the index included."""
    from playwright.sync_api import expect, sync_playwright

    from harness import browsers

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browsers.launch_options("chromium"))
        page = browser.new_page()
        page.goto(index.as_uri())
        began = time.perf_counter()
        page.get_by_role("searchbox").fill(f"circumstance {size % 100 or 99} of chapter 0")
        expect(page.locator(".found li").first).to_be_visible()
        taken = time.perf_counter() - began
        browser.close()
    return round(taken * 1000)


def _mb(path: Path) -> float:
    return round(path.stat().st_size / 1e6, 3)


def _keep(measured: list[dict[str, Any]], into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    machine = {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
    told = {"measured": f"{datetime.now(UTC):%Y-%m-%d}", **machine, "sizes": measured}
    (into / "report.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    lines = {
        "seconds of one processor": [(row["examples"], row["processor_seconds"]) for row in measured],
        "peak memory in MB": [(row["examples"], row["memory_mb"]) for row in measured],
    }
    drawing = plotted("Writing a report", "examples of the run", lines)
    (into / "report.svg").write_text(drawing, encoding="utf-8")


def _table(measured: list[dict[str, Any]]) -> str:
    columns = [(key, title) for key, title in COLUMNS if key in measured[0]]
    rows = [[title for _, title in columns], *([f"{row[key]:,}" for key, _ in columns] for row in measured)]
    return "\n".join("".join(f"{cell:>12}" for cell in row) for row in rows)


if __name__ == "__main__":
    sys.exit(main())
