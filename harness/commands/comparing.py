"""`twofold compare` and `twofold history`: runs side by side, and the last runs on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import FINDINGS, OK, UNUSABLE, add_command, add_root

if TYPE_CHECKING:
    from harness.commands.adding import Commands

COMPARE_HELP = """\
Sets runs side by side, statement by statement and behaviour by behaviour, and says what changed from the
first to the last: builds of one product, or several products.

  twofold compare last/report report    the last build, kept elsewhere, and this one
  twofold compare a/run.json b/run.json c/run.json
  twofold compare old new --into public writes the page there
  twofold compare --markdown shop bank  prints a table of products as Markdown, and writes no files

RUN is the folder of a run's report or its run.json. Keep the folders where they are: the page links to the
evidence in them. What a run was not asked for (another profile, a selection) is not compared, and never
called 'not tested'.
"""
COMPARE_EPILOG = (
    "Exit codes: 0 nothing got worse from the first run to the last, 1 something did, 2 a run can't be read; "
    "docs/comparing-runs.md says more."
)
HISTORY_HELP = """\
Lists the last runs on this machine, or tells how an example or a behaviour fared in them. Each run leaves a
small record without evidence in .twofold/history; an example keeps its history when its file or line changes.

  twofold history                       a line for each of the last runs
  twofold history "second time"         the examples whose titles have these words, run by run
  twofold history B19                   a behaviour, or a statement of the guide such as G-16b
  twofold history --target ../qa/shop.py B19
"""
HISTORY_EPILOG = "Exit codes: 0 told, 2 there is no such run, example or behaviour in the history."


def add(commands: Commands) -> None:
    """The commands of this module."""
    line = "set runs side by side, and tell what changed"
    compares = add_command(commands, "compare", line, compare, COMPARE_HELP, COMPARE_EPILOG)
    compares.add_argument(
        "runs", nargs="+", type=Path, metavar="RUN", help="the first, and those to compare it with"
    )
    compares.add_argument(
        "--into",
        type=Path,
        default=Path("report/compare"),
        metavar="FOLDER",
        help="where compare.html and compare.json go (default: report/compare)",
    )
    compares.add_argument("--markdown", action="store_true", help="print a table as Markdown instead")
    line = "list the last runs, or how an example fared in them"
    lists = add_command(commands, "history", line, history, HISTORY_HELP, HISTORY_EPILOG)
    lists.add_argument(
        "of", nargs="?", metavar="EXAMPLE", help="words of an example's title, or an id such as B19"
    )
    lists.add_argument("--target", metavar="TARGET", help="only runs of this target, as it was named")
    lists.add_argument(
        "--history", type=Path, metavar="FOLDER", help="where it is kept (default: .twofold/history)"
    )
    add_root(lists)


def compare(options: argparse.Namespace) -> int:
    """Print what changed, and write the page."""
    from harness import catalogue
    from harness.compare import markdown, page, runs, text
    from harness.compare.changes import Changes
    from harness.compare.comparison import Comparison
    from harness.run_file import NoRecord

    if len(options.runs) < 2:
        return _unusable("compare", f"{options.runs[0]} is one run — name two or more")
    try:
        read = [runs.read(path) for path in options.runs]
    except NoRecord as error:
        return _unusable("compare", str(error))
    changes = Changes(Comparison(read, catalogue.load()))
    if options.markdown:
        print("\n".join(markdown.lines(changes)))
    else:
        print("\n".join(text.lines(changes)))
        try:
            written = page.write(changes, options.into)
        except OSError as error:
            return _unusable(
                "compare", f"{options.into}: can't be written ({error.strerror}) — name another --into"
            )
        print(f"Written: {', '.join(map(str, written))}")
    return FINDINGS if changes.got_worse else OK


def history(options: argparse.Namespace) -> int:
    """Print the runs, or how one thing fared in them."""
    from harness.history import telling
    from harness.history.store import FOLDER, Store

    folder = options.history or options.root / FOLDER
    store = Store(folder)
    runs = [run for run in store.runs() if options.target in (None, run.target)]
    for warning in store.warnings:
        print(f"history: {warning}", file=sys.stderr)
    if not runs:
        of_target = f" of {options.target}" if options.target else ""
        return _unusable(
            "history", f"{folder}: no run{of_target} is kept there — run the guide first (make guide)"
        )
    told = list(telling.of_runs(runs) if options.of is None else telling.of_one(options.of, runs))
    if not told:
        return _unusable("history", f"no example or id in the last {len(runs)} runs is called '{options.of}'")
    print("\n".join(told))
    return OK


def _unusable(command: str, what: str) -> int:
    print(f"{command}: {what}", file=sys.stderr)
    return UNUSABLE
