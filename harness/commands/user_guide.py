"""`twofold user-guide`: a guide for a product's users, made of what held in a run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import FINDINGS, OK, UNUSABLE, add_command, add_root
from harness.counting import counted

if TYPE_CHECKING:
    from harness.commands.adding import Commands
    from harness.record import RunRecord
    from harness.user_guide.page import Cover, Illustrator
    from harness.user_guide.telling import Guide

HELP = """\
Writes a guide for the users of a product, made of a run: how to turn two-factor authentication on, sign in,
save and use backup codes, move to a new phone, and what to do when codes are refused or the way in is locked.
Its pictures, the names of its buttons and its numbers are those of the product that was tested. Only what
held in that run is told; what the product doesn't offer isn't.

  twofold guide -m user_guide --pictures user-guide    act out what it is drawn from, with pictures
  twofold user-guide report                            write report/user-guide/index.html
  twofold user-guide report --into ../site/2fa --product "Acme Shop" --contact "Questions? help@shop.example"
"""
EPILOG = (
    "Exit codes: 0 every task that the product offers is told; 1 one is left out, as it did not hold or did "
    "not run; 2 nothing is written. docs/user-guide.md says more."
)
HOW_TO_GET_PICTURES = "act it out again with --pictures user-guide"


def add(commands: Commands) -> None:
    """The command of this module."""
    line = "write a guide for a product's users from a run"
    command = add_command(commands, "user-guide", line, user_guide, HELP, EPILOG)
    command.add_argument("run", type=Path, metavar="RUN", help="a run's folder, such as report")
    command.add_argument(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="where to write it (default: user-guide in the run's folder)",
    )
    command.add_argument("--title", metavar="TEXT", help="the guide's title")
    command.add_argument(
        "--product", metavar="TEXT", help="what users call the product (default: the target)"
    )
    command.add_argument(
        "--build", metavar="TEXT", help="the product's build or version (default: the run's)"
    )
    command.add_argument("--contact", metavar="TEXT", default="", help="a line that says whom users can ask")
    add_root(command)


def user_guide(options: argparse.Namespace) -> int:
    """Write the guide, and say what it leaves out and why."""
    from harness import profiles
    from harness.gherkin import FeatureFileError
    from harness.user_guide import how_to, page, run, telling

    try:
        record = run.read(options.run)
        chapters = profiles.chapters(options.root, profiles.ALL)
        guide = telling.guide_of(record, how_to.load(options.root), chapters)
        run.must_have_tasks(options.run, record, guide)
        into = options.into or run.folder_of(options.run) / "user-guide"
        illustrator = page.write(record, guide, _cover(options, record), run.folder_of(options.run), into)
    except (run.NoGuide, how_to.HowToError, FeatureFileError, OSError) as error:
        print(f"user-guide: {error}", file=sys.stderr)
        return UNUSABLE
    print("\n".join(_told(guide, illustrator, into)))
    return FINDINGS if any(task.is_offered for task in guide.untold) else OK


def _cover(options: argparse.Namespace, record: RunRecord) -> Cover:
    from harness.user_guide import page
    from harness.words import product

    build = record.get("build", "") if options.build is None else options.build
    name = options.product or product(record["target"])
    return page.Cover(name, options.title or page.TITLE, options.contact, build)


def _told(guide: Guide, illustrator: Illustrator, into: Path) -> Iterator[str]:
    pictures = counted(len(illustrator.drawn), "picture")
    yield f"Written: {into / 'index.html'}: {counted(len(guide.tasks), 'task')}, {pictures}"
    for task in guide.untold:
        yield f"{'Left out' if task.is_offered else 'Not offered'}: {task.title}: {task.why}"
    if guide.notes_left_out:
        yield f"Left out: {counted(guide.notes_left_out, 'note')} on what did not hold, or did not run"
    for reason in guide.unpictured:
        yield f"A picture is missing: {reason}"
    if illustrator.missing:
        yield f"{counted(illustrator.missing, 'picture')} of the run can't be read any more"
    if not illustrator.drawn:
        yield f"There are no pictures of this run. Do this: {HOW_TO_GET_PICTURES}"
