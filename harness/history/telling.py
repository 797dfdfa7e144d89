"""What `twofold history` prints: the last runs, or how one thing fared in them, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from harness import catalogue
from harness.compare.comparison import Cell, Comparison
from harness.compare.runs import Run
from harness.history.since import changes_since_last, told
from harness.report.view import WORDS


def of_runs(runs: Sequence[Run]) -> Iterator[str]:
    """A line a run, and what changed in it."""
    for number, run in enumerate(runs):
        verdict = run.verdict or "not judged"
        yield f"{run.moment}: {run.target}, profile {run.profile}, {run.scope}: {verdict}; {_tally(run)}"
        changes = changes_since_last(run, runs[number + 1 :])
        if changes and (what := told(changes)):
            yield f"    {what}"


def _tally(run: Run) -> str:
    ended = Counter(seen.verdict for seen in run.seen)
    return ", ".join(f"{ended[verdict]} {word}" for verdict, (word, _) in WORDS.items() if ended[verdict])


def of_one(name: str, runs: Sequence[Run]) -> Iterator[str]:
    """How an id, or each example whose title has these words, stood in the runs; nothing if there is none."""
    compared = Comparison(runs, catalogue.load())
    wanted = " ".join(name.split()).casefold()
    for promise in compared.promises:
        if promise.id.casefold() == wanted:
            yield promise.name
            yield from _each(runs, promise.cells)
            return
    for row in compared.rows:
        if wanted == row.id or wanted in row.name.casefold():
            yield f"{row.name} ({', '.join(row.tags)})"
            yield from _each(runs, row.cells)


def _each(runs: Sequence[Run], cells: Sequence[Cell]) -> Iterator[str]:
    several = len({run.target for run in runs}) > 1
    for run, cell in zip(runs, cells, strict=True):
        where = f"{run.moment}, {run.target}" if several else run.moment
        held = f": {cell.held} of {cell.shown} held" if cell.held < cell.shown else ""
        reason = f": {cell.seen.reason}" if cell.seen and cell.seen.reason else ""
        yield f"  {where}: {cell.sign} {cell.word}{held}{reason}"
