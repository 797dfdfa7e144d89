"""What all commands have in common: how they join the parser, their exit codes, and where the suite is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

ROOT = Path(__file__).resolve().parents[2]
OK, FINDINGS, UNUSABLE = 0, 1, 2


def add_command(
    commands: Commands,
    name: str,
    line: str,
    run: Callable[[argparse.Namespace], int],
    text: str = "",
    epilog: str = "",
) -> argparse.ArgumentParser:
    """A command: a line for the list, a text for its own --help. run: does it, and gives its exit code."""
    parser = commands.add_parser(
        name,
        help=line,
        description=text or f"{line[:1].upper()}{line[1:]}.",
        epilog=epilog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command_run=run)
    return parser


def add_root(command: argparse.ArgumentParser) -> None:
    """The option that names another suite's folder."""
    command.add_argument("--root", type=Path, default=ROOT, help="the suite's folder (default: this project)")
