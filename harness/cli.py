"""The command line `twofold`: finds the command that was asked for. What each does: harness/commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from harness.commands import (
    acting,
    comparing,
    products,
    profiles,
    proving,
    runs,
    sharding,
    suite,
    user_guide,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    acts = acting.ACTS.get(arguments[0]) if arguments else None
    if acts is not None and not {"-h", "--help"} & set(arguments):
        return acts(arguments[1:])  # argparse would take some of pytest's options for its own
    options = _parser().parse_args(arguments)
    code: int = options.command_run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="twofold",
        description="Twofold tells a guide to two-factor authentication as examples and acts them out.",
        epilog="`twofold COMMAND --help` says more about a command.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in (acting, suite, profiles, runs, sharding, comparing, products, proving, user_guide):
        group.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
