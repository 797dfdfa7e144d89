"""A comparison as Markdown, for products side by side: what docs/compare.md is made with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.compare.changes import Changes
from harness.compare.comparison import Absence, Cell, Comparison
from harness.compare.runs import Run
from harness.formats.markdown import plain
from harness.verdicts import Verdict

BROKEN = (Verdict.FAIL, Verdict.EXPECTED_FAIL, Verdict.WARN)
HEAD = """\
# Products side by side

What the behaviours that the standards ask for came to at each product: one run each, {dates}. *Holds*: every
example that shows the behaviour passed; *9 of 10*: so many did, and the others stand below with reasons. *Not
offered*: the product declares that it has no such thing, such as a lock; *holds; 4 not offered* says so of
some examples. Products choose defaults for good reasons, and most of this can be set otherwise: the table is
no ranking.

Made with `twofold compare --markdown` from the records that runs leave in report/run.json ({scopes}).
"""


def lines(changes: Changes) -> Iterator[str]:
    """The lines of the page."""
    comparison = changes.comparison
    yield _head(comparison)
    yield f"| behaviour | {' | '.join(run.target for run in comparison.runs)} |"
    yield "| --- |" + " --- |" * len(comparison.runs)
    for promise in comparison.behaviours:
        yield f"| {promise.name} | {' | '.join(map(_cell, promise.cells))} |"
    for run in comparison.runs:
        yield from _reasons(run)


def _head(comparison: Comparison) -> str:
    days = sorted({run.began[:10] for run in comparison.runs})
    dates = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    scopes = sorted({f"{run.scope} runs, profile {run.profile}" for run in comparison.runs})
    return HEAD.format(dates=dates, scopes="; ".join(scopes))


def _cell(cell: Cell) -> str:
    """How many of a behaviour's examples hold at a product, and how many are about what it doesn't have."""
    if cell.standing is Absence.NOT_ASKED:
        return cell.word
    if not cell.shown:
        return "not offered" if cell.absent else "not tested"
    absent = f"; {cell.absent} not offered" if cell.absent else ""
    return ("holds" if cell.held == cell.shown else f"**{cell.held} of {cell.shown}**") + absent


def _reasons(run: Run) -> Iterator[str]:
    broken: dict[str, list[str]] = {}
    for seen in run.seen:
        if seen.verdict in BROKEN:
            broken.setdefault(_observed(seen.reason), []).append(plain(seen.name))
    lucky = [plain(seen.name) for seen in run.seen if seen.verdict == Verdict.UNEXPECTED_PASS]
    yield f"\n## What {run.target} does not keep\n"
    if not broken and not lucky:
        yield "Nothing: all that it offers holds."
    for reason, names in broken.items():
        yield f"- {plain(reason)} *{'; '.join(names)}*"
    if lucky:
        yield f"- Known to fail, and passed in this run, as what depends on chance may: *{'; '.join(lucky)}*"


def _observed(reason: str) -> str:
    """What was seen, without what was expected; all of it where it says only one of them."""
    seen = re.search(r"Observed: +(.*)", reason)
    return seen[1].strip() if seen else reason or "See the report."
