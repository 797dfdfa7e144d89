"""`twofold verify` and `twofold report`: what a run left behind."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import FINDINGS, OK, UNUSABLE, add_command, add_root

if TYPE_CHECKING:
    from harness.commands.adding import Commands

VERIFY_HELP = """\
Checks that the event log of a run is one whole run, as it was written: not partial, truncated, edited
or mixed, with every example of the features it tells. It does not ask whether the product kept its
word: a log that tells of failures is as good as any.
"""
VERIFY_EPILOG = "Exit codes: 0 whole and untouched, 1 rejected, a sentence for each reason, 2 not readable."
REPORT_HELP = """\
Makes the pages of a run anew from its record, run.json: nothing is acted out again.

  twofold report                        the run in report/: writes report/index.html and what it links to
  twofold report runs/42                that of another folder
  twofold report --single-file all.html everything in one file, pictures too; says first how large it gets

The pages are made with the feature files as they are now; if these have changed since the run, the index
says so.
"""
REPORT_EPILOG = "Exit codes: 0 written, 2 the record, the features or the catalogue can't be read."


def add(commands: Commands) -> None:
    """The commands of this module."""
    verifies = add_command(commands, "verify", "check a run's event log", verify, VERIFY_HELP, VERIFY_EPILOG)
    verifies.add_argument("run", type=Path, metavar="RUN", help="a run's folder, such as report, or its log")
    verifies.add_argument("--allow-partial", action="store_true", help="take a run of a selection as well")
    reports = add_command(
        commands, "report", "make a run's pages anew from its record", report, REPORT_HELP, REPORT_EPILOG
    )
    reports.add_argument(
        "run",
        type=Path,
        nargs="?",
        default=Path("report"),
        metavar="RUN",
        help="its folder (default: report)",
    )
    reports.add_argument("--single-file", type=Path, metavar="FILE", help="write one file instead")
    add_root(reports)


def verify(options: argparse.Namespace) -> int:
    """Print what a run's log holds, or why it is rejected."""
    from harness.verify import Unreadable
    from harness.verify import verify as judge

    try:
        judged = judge(options.run, allow_partial=options.allow_partial)
    except Unreadable as error:
        print(f"verify: {error}", file=sys.stderr)
        return UNUSABLE
    if judged.reasons:
        print("\n".join(f"verify: {judged.path}: {reason}" for reason in judged.reasons))
        return FINDINGS
    print(f"verify: {judged.path}: {judged.told()}")
    return OK


def report(options: argparse.Namespace) -> int:
    """Write a run's pages, or one page with all of it."""
    from harness.report import remaking

    try:
        for line in remaking.remake(options.run, options.root.resolve(), options.single_file):
            print(f"report: {line}", flush=True)
    except remaking.Unusable as error:
        print(f"report: {error}", file=sys.stderr)
        return UNUSABLE
    return OK
