"""`twofold verify`: what a run left behind."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import FINDINGS, OK, UNUSABLE, add_command

if TYPE_CHECKING:
    from harness.commands.adding import Commands

VERIFY_HELP = """\
Checks that the event log of a run is one whole run, as it was written: not partial, truncated, edited
or mixed, with every example of the features it tells. It does not ask whether the product kept its
word: a log that tells of failures is as good as any.
"""
VERIFY_EPILOG = "Exit codes: 0 whole and untouched, 1 rejected, a sentence for each reason, 2 not readable."


def add(commands: Commands) -> None:
    """The command of this module."""
    verifies = add_command(commands, "verify", "check a run's event log", verify, VERIFY_HELP, VERIFY_EPILOG)
    verifies.add_argument("run", type=Path, metavar="RUN", help="a run's folder, such as report, or its log")
    verifies.add_argument("--allow-partial", action="store_true", help="take a run of a selection as well")


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
