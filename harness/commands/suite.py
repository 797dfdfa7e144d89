"""`twofold check` and `twofold glossary`: what there is to say of features and steps without a browser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import FINDINGS, OK, UNUSABLE, add_command, add_root
from harness.counting import counted

if TYPE_CHECKING:
    from harness.check import Finding, Suite
    from harness.commands.adding import Commands

RECORD = Path("report/run.json")
CHECK_HELP = """\
Reads the features, collects their tests without a browser or a server, and says what is wrong:
a statement without an example, an unknown id, an unbound feature, a repeated title, an undefined,
ambiguous, unused or async step, a broken rule of style. --rules lists all rules.
"""
CHECK_EPILOG = "Exit codes: 0 nothing found, 1 findings, 2 the suite or the record can't be read."


def add(commands: Commands) -> None:
    """The commands of this module."""
    checks = add_command(
        commands, "check", "check features and steps, without a browser", check, CHECK_HELP, CHECK_EPILOG
    )
    checks.add_argument(
        "--ran",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=f"check a run's record instead ({RECORD}), or those of all its shards together",
    )
    checks.add_argument("--verbose", action="store_true", help="with --ran: list each statement's examples")
    checks.add_argument("--rules", action="store_true", help="list the rules and stop")
    phrases = add_command(commands, "glossary", "list the phrases of the features, as Markdown", glossary)
    for command in (checks, phrases):
        add_root(command)


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
        record = ran.joined([ran.read(path) for path in options.ran])
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
