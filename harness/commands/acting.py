"""`twofold guide` and `twofold measure`: act chapters out with pytest."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import ROOT, add_command

if TYPE_CHECKING:
    from harness.commands.adding import Commands

EVENLY = ("--splitting-algorithm", "least_duration", "--durations-path", str(ROOT / ".test_durations"))
"""How shards are made (--splits): whatever the order of the examples, each is in one of them."""
OURS = ("-c", str(ROOT / "pytest.ini"))
LIGHT = ("-p", "no:hypothesispytest")
"""No example uses that plugin, and loading it takes each process a second."""

GUIDE_HELP = """\
Acts the whole guide out in a browser and tells it chapter by chapter.
Whatever follows `guide` goes to pytest, for example:

  twofold guide -k lost_phone           only examples whose names match
  twofold guide -m G-16b                only examples of one statement
  twofold guide --profile psd2          what one standard asks for; `twofold profiles` lists them
  twofold guide --profile all           the guide, and the chapters for the standards beyond it
  twofold guide --headed -n 0           with the browser in sight, one at a time
  twofold guide --tracing on            with a trace of each example
  twofold guide --splits 2 --group 1    the first of two shards, for two machines: see `twofold merge`
"""
MEASURING = "steps/standards/test_30_what_was_measured.py"
"""What binds the chapter that measures."""
MEASURE_HELP = """\
Measures a product's numbers from edge to edge (the acceptance window, locks, lives, bits of keys and backup
codes), and sets each beside what its target declares. The page report/measured.html has what each standard
asks of them; docs/measured.md says how they are measured. Whatever follows `measure` goes to pytest:

  twofold measure --target shop.py      a product of yours
  twofold measure -k far_back           only the window
"""
GUIDE_EPILOG = (
    "Exit codes: 0 conformant, 1 not, 2 to 5 the run did not work, 6 incomplete or inconclusive, "
    "7 the target is unusable or misdeclared; docs/verdicts.md says more."
)


def add(commands: Commands) -> None:
    """The commands of this module."""
    for name, purpose, said in (
        ("guide", "act the guide out in a browser", GUIDE_HELP),
        ("measure", "measure a product's numbers, beside what it declares", MEASURE_HELP),
    ):
        command = add_command(commands, name, purpose, _run, said, GUIDE_EPILOG)
        command.add_argument(
            "arguments", nargs="*", metavar="PYTEST_ARGUMENT", help="options and node ids for pytest"
        )


def _run(options: argparse.Namespace) -> int:
    return ACTS[options.command](options.arguments)


def guide(arguments: Sequence[str]) -> int:
    """Run the guide with pytest, told in the terminal; returns pytest's exit code.

    Files that a run reads or writes are looked for where one stands, as by every other command.
    """
    import pytest

    told = list(_from_anywhere(arguments))
    tests = [] if any(map(_is_test, told)) else [str(ROOT / "steps")]
    return int(pytest.main([*OURS, *tests, "-n", "2", "--narrate", *EVENLY, *LIGHT, *told]))


def _from_anywhere(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments, with a module of tests by its place in Twofold's folder, and a target's file by its own.

    The latter in one word with its option: pytest takes a path that stands alone for the tests to run. And it
    is the same wherever one stands, in the history and in the command that runs an example again.
    """
    rest = iter(arguments)
    for argument in rest:
        option, _, named = argument.partition("=")
        if option != "--target":
            yield str(ROOT / argument) if _is_test(argument) else argument
            continue
        named = named or next(rest, "")
        is_path = ("/" in named or named.endswith(".py")) and Path(named).exists()
        yield f"--target={Path(named).resolve() if is_path else named}"


def _is_test(argument: str) -> bool:
    file = argument.partition("::")[0]
    return file.endswith(".py") and (ROOT / file).exists()


def measure(arguments: Sequence[str]) -> int:
    """Run the chapter that measures, in the same way."""
    return guide([MEASURING, *arguments])


ACTS = {"guide": guide, "measure": measure}
"""The commands whose arguments are pytest's."""
