"""`twofold prove`: breaks a product on purpose, and says who notices."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import add_command, add_root

if TYPE_CHECKING:
    from harness.commands.adding import Commands

PROVE_HELP = """\
Breaks a product on purpose, one defect at a time, and says whether the examples that are named for the
defect notice it, and whether any other example accuses the product as well. The defects are of the kinds
that real products had (catalogue/faults.yaml); they stand in faults/.

  twofold prove                         every defect, with an example named for it and some others
  twofold prove --each 3                with up to three of the examples named for it
  twofold prove A1 E2-address           some; a class such as A1 means all of its defects
  twofold prove --full B3               with every example of the suite, not only some
  twofold prove --by-chance --times 20  those that depend on time or races, twenty times each
  twofold prove --list                  what there is
"""
PROVE_EPILOG = (
    "Exit codes: 0 every defect was noticed by what is named for it, and nothing else was accused; 1 not so, "
    "with a sentence for each; 2 it could not be tried. docs/proof.md says more."
)


def add(commands: Commands) -> None:
    """The command of this module."""
    line = "break a product on purpose and see who notices"
    proves = add_command(commands, "prove", line, prove, PROVE_HELP, PROVE_EPILOG)
    proves.add_argument("faults", nargs="*", metavar="FAULT", help="which, by id or class (default: all)")
    proves.add_argument("--list", action="store_true", help="list the defects and stop")
    proves.add_argument("--full", action="store_true", help="with all examples, not only some others")
    proves.add_argument(
        "--each",
        type=_count,
        default=1,
        metavar="N",
        help="how many of the examples named for a defect are tried (default: 1, spread over all of them)",
    )
    proves.add_argument("--by-chance", action="store_true", help="only what depends on time or races")
    proves.add_argument("--times", type=_count, default=1, help="how often each is tried (default: 1)")
    proves.add_argument(
        "--workers",
        type=_count,
        default=(os.cpu_count() or 1) + 1,
        help="trials at once (default: one more than there are processors, as trials also wait)",
    )
    proves.add_argument("--target", default="reference", help="the product to break (default: reference)")
    proves.add_argument(
        "--into",
        type=Path,
        default=Path("report/proof"),
        metavar="FOLDER",
        help="where the matrix goes (default: report/proof)",
    )
    add_root(proves)


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no count: give 1 or more")


def prove(options: argparse.Namespace) -> int:
    """Try seeded faults, or list them."""
    from harness.prove import command

    if options.list:
        return command.listed(options.target)
    names = ("faults", "target", "root", "into", "full", "each", "by_chance", "times", "workers")
    return command.prove(command.Options(**{name: getattr(options, name) for name in names}))
