"""`twofold targets`, `twofold new-target`, `twofold doctor`: products, and the files that tell of them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness.browsers import NAMES as BROWSERS
from harness.commands.adding import OK, UNUSABLE, add_command, add_root

if TYPE_CHECKING:
    from harness.commands.adding import Commands

TARGETS_HELP = """\
Lists the products that can be tested, or says what one declares about itself: what `--target` names.

  twofold targets                       a line for each
  twofold targets reference             all that one declares
  twofold targets ../qa/shop.py         the same for a file outside this project
"""
TARGETS_EPILOG = "Exit codes: 0 told, 2 a target's file can't be used; the text says where and what to do."
DOCTOR_HELP = """\
Tells in under a minute whether a target's file fits its product: whether the product answers, whether the
driver gets in, sets 2FA up, reads the key, and knows right answers from wrong ones, and whether each declared
fact is confirmed, contradicted or not tested. What is wrong is told with both sides of it, a picture, whose
fault it is, what to do, and the line to mend.

  twofold doctor                        the bundled reference server
  twofold doctor --target ../qa/shop.py a file of yours
  twofold doctor --short                only what every run begins with: no account is changed

A full visit needs three accounts, and leaves those that outlive the product without 2FA, as they were.
"""
DOCTOR_EPILOG = (
    "Exit codes: 0 all well, 1 something is wrong, 2 the target can't be used: its file can't be loaded, it "
    "lacks something, or its product may not be tested."
)
NEW_TARGET_HELP = """\
Writes NAME.py, a commented file that tells Twofold about a product of yours, and says what to do next.
Run it again after each step: a file that is there is left as it is.

  twofold new-target shop               writes shop.py here
  twofold new-target shop --into ../qa  writes it there
"""
NEW_TARGET_EPILOG = "Exit codes: 0 told, 2 the file can't be written; docs/adding-a-product.md says more."


def add(commands: Commands) -> None:
    """The commands of this module."""
    _add_targets(commands)
    _add_new_target(commands)
    _add_doctor(commands)


def _add_targets(commands: Commands) -> None:
    line = "list the targets, or tell what one declares"
    lists = add_command(commands, "targets", line, targets, TARGETS_HELP, TARGETS_EPILOG)
    lists.add_argument("name", nargs="?", metavar="TARGET", help="a target's name, path or module")
    add_root(lists)


def _add_new_target(commands: Commands) -> None:
    line = "write a file for a product of yours"
    writes = add_command(commands, "new-target", line, new_target, NEW_TARGET_HELP, NEW_TARGET_EPILOG)
    writes.add_argument("name", metavar="NAME", help="what the target is called, such as shop")
    writes.add_argument(
        "--into", type=Path, default=Path(), metavar="FOLDER", help="where to write it (default: here)"
    )


def _add_doctor(commands: Commands) -> None:
    line = "tell whether a target fits its product"
    doctors = add_command(commands, "doctor", line, doctor, DOCTOR_HELP, DOCTOR_EPILOG)
    doctors.add_argument("--target", default="reference", metavar="TARGET", help="as for pytest --target")
    doctors.add_argument("--short", action="store_true", help="only what every run begins with")
    doctors.add_argument(
        "--seconds", type=float, default=60.0, help="how long a visit may take (default: 60)"
    )
    doctors.add_argument("--headed", action="store_true", help="with the browser in sight")
    doctors.add_argument("--browser", default="chromium", choices=BROWSERS, help="(default: chromium)")
    doctors.add_argument(
        "--browser-endpoint",
        action="append",
        default=[],
        metavar="URL",
        help="as for pytest --browser-endpoint",
    )
    add_root(doctors)


def targets(options: argparse.Namespace) -> int:
    """Print a line for each target, or all that one declares."""
    from harness import declared, target_file
    from targets.port import TargetError

    try:
        if options.name is not None:
            target = target_file.load(options.name, options.root)
            if lacks := declared.forgotten(target):
                raise TargetError(
                    f"{options.name} lacks {', '.join(lacks)}.\n"
                    "  Do this: add them to what its create() returns; targets/port.py says what each is for."
                )
            print(
                "\n".join([declared.purpose(target), *(f"  {told}" for told in declared.sentences(target))])
            )
            return OK
        names = target_file.known(options.root)
        for name in names:
            told = declared.purpose(target_file.load(name, options.root))
            print(f"{name:{max(map(len, names)) + 2}}{told}")
    except TargetError as error:
        print(f"targets: {error}", file=sys.stderr)
        return UNUSABLE
    return OK


def new_target(options: argparse.Namespace) -> int:
    """Write a target's file, or say what is left to do with it."""
    from harness import new_target as writing
    from targets.port import TargetError

    try:
        is_new = not (options.into / f"{options.name}.py").exists()
        file = writing.write(options.name, options.into)
    except TargetError as error:
        print(f"new-target: {error}", file=sys.stderr)
        return UNUSABLE
    print(f"Written: {file}" if is_new else f"There already: {file}")
    print(writing.next_step(file))
    return OK


def doctor(options: argparse.Namespace) -> int:
    """Print what the doctor finds, as it is found."""
    from harness.doctor.consult import consult
    from harness.doctor.visit import Options
    from harness.endpoints import BadEndpoint, listed

    browser = (options.browser, options.headed)
    try:
        named = listed(options.browser_endpoint)
    except BadEndpoint as error:
        print(f"doctor: {error}", file=sys.stderr)
        return UNUSABLE
    return consult(Options(options.target, options.root, *browser, options.short, options.seconds, named))
