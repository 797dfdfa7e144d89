"""The command line `twofold`: what each command takes, prints and returns. The work is done elsewhere."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from harness.browsers import NAMES as BROWSERS
from harness.counting import counted

if TYPE_CHECKING:  # the commands import what they need, so that --help is quick
    from harness.check import Finding, Suite

ROOT = Path(__file__).resolve().parent.parent
RECORD = Path("report/run.json")
OK, FINDINGS, UNUSABLE = 0, 1, 2

GUIDE_HELP = """\
Acts the whole guide out in a browser and tells it chapter by chapter.
Whatever follows `guide` goes to pytest, for example:

  twofold guide -k lost_phone           only examples whose names match
  twofold guide -m G-16b                only examples of one statement
  twofold guide --profile all           the chapters for the standards beyond the guide as well
  twofold guide --headed -n 0           with the browser in sight, one at a time
  twofold guide --tracing on            with a trace of each example
"""
GUIDE_EPILOG = (
    "Exit codes: 0 conformant, 1 not, 2 to 5 the run did not work, 6 incomplete or inconclusive, "
    "7 the target is unusable or misdeclared; docs/verdicts.md says more."
)

CHECK_HELP = """\
Reads the features, collects their tests without a browser or a server, and says what is wrong:
a statement without an example, an unknown id, an unbound feature, a repeated title, an undefined,
ambiguous, unused or async step, a broken rule of style. --rules lists all rules.
"""
CHECK_EPILOG = "Exit codes: 0 nothing found, 1 findings, 2 the suite or the record can't be read."

VERIFY_HELP = """\
Checks that the event log of a run is one whole run, as it was written: not partial, truncated, edited
or mixed, with every example of the features it tells. It does not ask whether the product kept its
word: a log that tells of failures is as good as any.
"""
VERIFY_EPILOG = "Exit codes: 0 whole and untouched, 1 rejected, a sentence for each reason, 2 not readable."


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


PROVE_HELP = """\
Breaks a product on purpose, one defect at a time, and says whether the examples that are named for the
defect notice it, and whether any other example accuses the product as well. The defects are of the kinds
that real products had (catalogue/faults.yaml); they stand in faults/.

  twofold prove                         every defect, with the examples named for it and some others
  twofold prove A1 D                    (ids, or classes such as A1)
  twofold prove --full                  every defect with every example: that takes hours
  twofold prove --by-chance --times 20  those that depend on time or races, twenty times each
  twofold prove --list                  what there is
"""
PROVE_EPILOG = (
    "Exit codes: 0 every defect was noticed by what is named for it, and nothing else was accused; 1 not so, "
    "with a sentence for each; 2 it could not be tried."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["guide"] and not {"-h", "--help"} & set(arguments):
        return guide(arguments[1:])  # argparse would take some of pytest's options for its own
    options = _parser().parse_args(arguments)
    commands = {
        "check": check,
        "doctor": doctor,
        "glossary": glossary,
        "new-target": new_target,
        "prove": prove,
        "targets": targets,
        "verify": verify,
    }
    run = commands[options.command]
    return run(options)


def guide(arguments: Sequence[str]) -> int:
    """Run the guide with pytest, told in the terminal; returns pytest's exit code."""
    import pytest

    arguments = list(_seen_from_here(arguments))
    os.chdir(ROOT)
    files = [argument.partition("::")[0] for argument in arguments]
    names_tests = any(file.endswith(".py") and Path(file).exists() for file in files)
    return int(pytest.main([*([] if names_tests else ["steps"]), "-n", "2", "--narrate", *arguments]))


def _seen_from_here(arguments: Sequence[str]) -> Iterable[str]:
    """The arguments, with a target's file as it is from anywhere.

    In one word with its option: pytest takes a path that stands alone for the tests to run.
    """
    rest = iter(arguments)
    for argument in rest:
        option, _, named = argument.partition("=")
        if option != "--target":
            yield argument
            continue
        named = named or next(rest, "")
        is_path = ("/" in named or named.endswith(".py")) and Path(named).exists()
        yield f"--target={Path(named).resolve() if is_path else named}"


def check(options: argparse.Namespace) -> int:
    """Print findings by rule and a last line."""
    from harness.check import RULES, Unusable, findings, ran, read_suite

    if options.rules:
        print("\n".join(f"{rule.id:28}{rule.promise}" for rule in RULES))
        return OK
    try:
        suite = read_suite(options.root, with_tests=options.ran is None)
        if options.ran is None:
            return _report(findings(suite), _size(suite))
        record = ran.read(options.ran)
    except Unusable as error:
        return _unusable(error)
    if options.verbose:
        print("\n".join(ran.coverage(record, suite)))
    total = len(suite.catalogue.statements)
    shown = f"{len(record.results)} results, {ran.proven(record, suite)} of {total} statements shown"
    return _report(tuple(ran.findings(record, suite)), shown)


def glossary(options: argparse.Namespace) -> int:
    """Print the phrases as Markdown."""
    from harness.check import Unusable, read_suite
    from harness.check.glossary import glossary as lines

    try:
        print("\n".join(lines(read_suite(options.root))))
    except Unusable as error:
        return _unusable(error)
    return OK


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

    browser = (options.browser, options.headed)
    return consult(Options(options.target, options.root, *browser, options.short, options.seconds))


def prove(options: argparse.Namespace) -> int:
    """Try seeded faults, or list them."""
    from harness.prove import command

    if options.list:
        return command.listed(options.target)
    names = ("faults", "target", "root", "into", "full", "by_chance", "times", "workers")
    return command.prove(command.Options(**{name: getattr(options, name) for name in names}))


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="twofold",
        description="Twofold tells a guide to two-factor authentication as examples and acts them out.",
        epilog="`twofold COMMAND --help` says more about a command.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _command(commands, "guide", "act the guide out in a browser", GUIDE_HELP, GUIDE_EPILOG).add_argument(
        "arguments", nargs="*", metavar="PYTEST_ARGUMENT", help="options and node ids for pytest"
    )
    checks = _command(
        commands, "check", "check features and steps, without a browser", CHECK_HELP, CHECK_EPILOG
    )
    checks.add_argument("--ran", type=Path, metavar="FILE", help=f"check a run's record instead ({RECORD})")
    checks.add_argument("--verbose", action="store_true", help="with --ran: list each statement's examples")
    checks.add_argument("--rules", action="store_true", help="list the rules and stop")
    phrases = _command(commands, "glossary", "list the phrases of the features, as Markdown", "", "")
    lists = _command(
        commands, "targets", "list the targets, or tell what one declares", TARGETS_HELP, TARGETS_EPILOG
    )
    lists.add_argument("name", nargs="?", metavar="TARGET", help="a target's name, path or module")
    writes = _command(
        commands, "new-target", "write a file for a product of yours", NEW_TARGET_HELP, NEW_TARGET_EPILOG
    )
    writes.add_argument("name", metavar="NAME", help="what the target is called, such as shop")
    writes.add_argument(
        "--into", type=Path, default=Path(), metavar="FOLDER", help="where to write it (default: here)"
    )
    doctors = _command(
        commands, "doctor", "tell whether a target fits its product", DOCTOR_HELP, DOCTOR_EPILOG
    )
    doctors.add_argument("--target", default="reference", metavar="TARGET", help="as for pytest --target")
    doctors.add_argument("--short", action="store_true", help="only what every run begins with")
    doctors.add_argument(
        "--seconds", type=float, default=60.0, help="how long a visit may take (default: 60)"
    )
    doctors.add_argument("--headed", action="store_true", help="with the browser in sight")
    doctors.add_argument("--browser", default="chromium", choices=BROWSERS, help="(default: chromium)")
    proves = _command(
        commands, "prove", "break a product on purpose and see who notices", PROVE_HELP, PROVE_EPILOG
    )
    proves.add_argument(
        "faults", nargs="*", metavar="FAULT", help="which defects, by id or class (default: all)"
    )
    proves.add_argument("--list", action="store_true", help="list the defects and stop")
    proves.add_argument("--full", action="store_true", help="with all examples, not only some others")
    proves.add_argument("--by-chance", action="store_true", help="only those that depend on time or races")
    proves.add_argument("--times", type=int, default=1, help="how often each is tried (default: 1)")
    proves.add_argument("--workers", type=int, default=2, help="trials at once (default: 2)")
    proves.add_argument("--target", default="reference", help="the product to break (default: reference)")
    proves.add_argument(
        "--into",
        type=Path,
        default=Path("report/proof"),
        metavar="FOLDER",
        help="where the matrix goes (default: report/proof)",
    )
    verifies = _command(commands, "verify", "check a run's event log", VERIFY_HELP, VERIFY_EPILOG)
    verifies.add_argument("run", type=Path, metavar="RUN", help="a run's folder, such as report, or its log")
    verifies.add_argument("--allow-partial", action="store_true", help="take a run of a selection as well")
    for command in (checks, phrases, lists, doctors, proves):
        command.add_argument(
            "--root", type=Path, default=ROOT, help="the suite's folder (default: this project)"
        )
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    line: str,
    text: str,
    epilog: str,
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=line,
        description=text or f"{line[:1].upper()}{line[1:]}.",
        epilog=epilog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _report(found: Sequence[Finding], summary: str) -> int:
    print("\n".join(_grouped(found)), end="\n" if found else "")
    print(f"check: {counted(len(found), 'finding')}" if found else f"check: {summary}: no findings")
    return FINDINGS if found else OK


def _grouped(found: Iterable[Finding]) -> Iterable[str]:
    for rule, group in groupby(found, key=lambda finding: finding.rule):
        yield rule
        yield from (f"  {finding}" for finding in group)


def _size(suite: Suite) -> str:
    rules = sum(len(chapter.rules) for chapter in suite.chapters)
    examples = sum(1 for _ in suite.examples())
    total = len(suite.catalogue.statements)
    tagged = {tag for _, example in suite.examples() for tag in example.tags}
    told = len(tagged & set(suite.catalogue.statements))
    counts = (counted(len(suite.chapters), "chapter"), counted(rules, "rule"), counted(examples, "example"))
    return f"{', '.join(counts)}, {told} of {total} statements"


def _unusable(error: Exception) -> int:
    print(f"check: {error}", file=sys.stderr)
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
