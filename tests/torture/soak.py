"""`python -m tests.torture.soak`: the guide again and again, in random order, beside a server that stays up.

    .venv/bin/python -m tests.torture.soak                           # 200 runs: eight hours on two free cores
    .venv/bin/python -m tests.torture.soak --runs 20 --into FOLDER   # twenty more, written behind those there
    .venv/bin/python -m tests.torture.soak --runs 5 -k lost_phone    # a selection, as for pytest

Each run has a seed of its own, which draws its order again. Looked at are the verdict, whoever is left behind
when the run has ended, and memory: the most that one process of the harness and one reference server had.
Beside the runs one server stays up the whole time, which people sign in to after each of them. Linux alone.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.plot import plotted
from tests.marked import Marked, command_of
from tests.torture.site import Resident, Site
from tests.torture.tally import Tally

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = (sys.executable, "-m", "harness.cli", "guide", "--no-history", "--random-order-bucket", "global")
LONGEST = 1800
"""Seconds after which a run hangs, on a machine that has much else to do."""
LOOK_EACH = 1.0
"""Seconds between two looks at the memory of a run."""
PEOPLE = 100
"""Who sign in to the server that stays up, each once after each run."""


@dataclass(frozen=True)
class Run:
    """One run of the guide. Memory in megabytes; `sign_ins`: of the server that stays up, so far."""

    when: str
    revision: str
    seed: int
    arguments: list[str]
    seconds: float
    exit_code: int
    verdicts: dict[str, int]
    left_behind: list[str]
    harness_mb: float
    server_mb: float
    sign_ins: int
    stays_up_mb: float

    @property
    def clean(self) -> bool:
        """Whether all that was asked for was acted out and held, and nobody stayed.

        A guide with examples missing ends with exit code 6, so it is not clean.
        """
        return self.exit_code == 0 and set(self.verdicts) == {"PASS"} and not self.left_behind


@dataclass
class Memory:
    """The most memory that one process of each kind had, looked at while the run goes on."""

    marked: Marked
    most: dict[str, float] = field(default_factory=lambda: {"harness": 0.0, "server": 0.0})

    @contextmanager
    def watched(self) -> Iterator[None]:
        over = threading.Event()
        watch = threading.Thread(target=self._look_until, args=(over,))
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()

    def _look_until(self, over: threading.Event) -> None:
        while not over.wait(LOOK_EACH):
            for pid in self.marked.pids():
                if kind := _kind_of(command_of(pid)):
                    self.most[kind] = max(self.most[kind], peak_mb(pid))


def main(argv: Sequence[str] | None = None) -> int:
    """Run, write, tell; 1 when a run was not clean or the server that stays up said something wrong."""
    options, arguments = _parser().parse_known_args(argv)
    options.into.mkdir(parents=True, exist_ok=True)
    record = options.into / "soak.jsonl"
    with tempfile.TemporaryDirectory(prefix="twofold-soak-") as folder, _stays_up(folder) as (site, people):
        for number in range(1, options.runs + 1):
            run = _once(
                ["-n", str(options.workers), *arguments], Path(folder) / "report", site, people, number
            )
            with record.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(run)) + "\n")
            print(_line(number, run), flush=True)
    told = [Run(**json.loads(line)) for line in record.read_text(encoding="utf-8").splitlines()]
    _draw(told, options.into / "soak.svg")
    print(summary(told))
    wrong = [*site.tally.losses, *site.tally.wrong, *site.tally.untidy]
    print(
        "\n".join(f"The server that stayed up: {word}" for word in wrong)
        or "The server that stayed up: tidy."
    )
    return int(bool(wrong) or not all(run.clean for run in told))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.torture.soak",
        description="Acts the guide out again and again, in random order, and watches failures and memory.",
        epilog="Whatever else there is goes to pytest.",
    )
    parser.add_argument("--runs", type=int, default=200, metavar="N", help="how many (default: 200)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="of each run (default: 2)")
    where = PROJECT / "report" / "soak"
    parser.add_argument("--into", type=Path, default=where, metavar="FOLDER", help="default: report/soak")
    return parser


@contextmanager
def _stays_up(folder: str) -> Iterator[tuple[Site, list[Resident]]]:
    """The server that no run ends, and who sign in to it."""
    with Site(f"sqlite:///{folder}/lantern.sqlite3", Tally("a soak", "SQLite")) as site:
        yield site, site.residents(PEOPLE)


def _once(arguments: Sequence[str], report: Path, site: Site, people: Sequence[Resident], number: int) -> Run:
    """One run of the guide from the start of its process to its end, and a sign-in of everybody."""
    seed, marked = secrets.randbelow(10**6), Marked()
    memory = Memory(marked)
    began, when = time.monotonic(), datetime.now(UTC)
    try:
        with memory.watched():
            done = subprocess.run(
                [*GUIDE, *arguments, "--report-dir", str(report), "--random-order-seed", str(seed)],
                cwd=PROJECT,
                env=marked.environment,
                capture_output=True,
                text=True,
                timeout=LONGEST,
            )
        seconds = time.monotonic() - began
        left = marked.left_behind()
    finally:
        marked.end()
    verdicts = _verdicts(report)
    if done.returncode:
        print(done.stdout[-5000:], done.stderr[-2000:], flush=True)
    for who in people:
        assert who.half_way().enter_code(who.code()).status_code == 303, who.email
    site.wait(30)  # each phone shows a fresh code the next time
    return Run(
        when=when.isoformat(timespec="seconds"),
        revision=_revision(),
        seed=seed,
        arguments=list(arguments),
        seconds=round(seconds, 1),
        exit_code=done.returncode,
        verdicts=verdicts,
        left_behind=list(left),
        harness_mb=memory.most["harness"],
        server_mb=memory.most["server"],
        sign_ins=number * len(people),
        stays_up_mb=now_mb(site.servers[0].process.pid),
    )


def _verdicts(report: Path) -> dict[str, int]:
    """How many examples had which verdict. The report goes: the next run must not pass for it."""
    record, counts = report / "run.json", Counter[str]()
    if record.is_file():
        results = json.loads(record.read_text(encoding="utf-8"))["results"]
        counts.update(result["verdict"] for result in results)
    shutil.rmtree(report, ignore_errors=True)
    return dict(counts)


def _revision() -> str:
    """The commit of the working tree, with a plus where something isn't committed; '' outside of git."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=PROJECT, capture_output=True, text=True
    )
    return told.stdout.strip()


def _kind_of(command: str) -> str | None:
    """harness or server; None for browsers and Playwright's driver, which aren't ours."""
    if "python" not in command or "/driver/" in command:
        return None
    return "server" if " -m server " in command else "harness"


def peak_mb(pid: int) -> float:
    """The most memory a process has had so far, in megabytes; 0 where it has just ended."""
    return _status(pid, "VmHWM:")


def now_mb(pid: int) -> float:
    """The memory that a process has now, in megabytes; 0 where it has just ended."""
    return _status(pid, "VmRSS:")


def _status(pid: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    kilobytes = next((line.split()[1] for line in lines if line.startswith(name)), "0")
    return round(int(kilobytes) / 1024, 1)


def _line(number: int, run: Run) -> str:
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(run.verdicts.items()))
    return (
        f"{number}: {verdicts}, exit code {run.exit_code}, {run.seconds:.0f} s, seed {run.seed}, "
        f"harness {run.harness_mb} MB, server {run.server_mb} MB, stays up {run.stays_up_mb} MB, "
        f"left behind {len(run.left_behind)}"
    )


def summary(runs: Sequence[Run]) -> str:
    """How many were clean, and the memory of the first and the last tenth of them."""
    tenth = max(1, len(runs) // 10)
    lines = [f"{sum(run.clean for run in runs)} of {len(runs)} runs clean."]
    for name, of in (
        ("harness", "harness_mb"),
        ("server", "server_mb"),
        ("server that stays up", "stays_up_mb"),
    ):
        first, last = (
            sum(getattr(run, of) for run in part) / len(part) for part in (runs[:tenth], runs[-tenth:])
        )
        lines.append(f"{name}: {first:.1f} MB in the first tenth of the runs, {last:.1f} MB in the last.")
    return "\n".join(lines)


def _draw(runs: Sequence[Run], into: Path) -> None:
    series = {
        "harness, the largest process": [(at, run.harness_mb) for at, run in enumerate(runs, 1)],
        "server that stays up": [(at, run.stays_up_mb) for at, run in enumerate(runs, 1)],
    }
    into.write_text(plotted("Megabytes by the number of runs", "runs", series), encoding="utf-8")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # and take the run along
    sys.exit(main())
