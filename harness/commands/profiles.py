"""`twofold profiles`: what a product can be held to, and what each profile scores."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.commands.adding import OK, UNUSABLE, add_command
from harness.counting import counted

if TYPE_CHECKING:
    from harness.catalogue import Catalogue
    from harness.commands.adding import Commands
    from harness.profile_data import Profile

HELP = """\
Lists the profiles, or says what one of them scores: what `--profile` names.

  twofold profiles                      a line for each
  twofold profiles psd2                 its source, its behaviours by strength, and what can't be seen
  twofold guide --profile psd2          act out what it scores, and judge by it
"""
EPILOG = "Exit codes: 0 told, 2 there is no such profile, or the catalogue can't be used."
MEANINGS = {
    "must": "a failure is FAIL",
    "should": "a failure is a warning, FAIL under --strict-should",
    "extra": "a failure is never more than a warning",
}
WIDTH = 110


def add(commands: Commands) -> None:
    """The command of this module."""
    lists = add_command(commands, "profiles", "list what a product can be held to", _run, HELP, EPILOG)
    lists.add_argument("name", nargs="?", metavar="PROFILE", help="a profile, such as psd2")


def _run(options: argparse.Namespace) -> int:
    from harness import catalogue, profile_data, profiles

    try:
        if options.name is not None:
            print("\n".join(_told(profiles.named_profile(options.name), catalogue.load())))
            return OK
        known = profile_data.load().by_id.values()
        width = max(len(profile.id) for profile in known) + 2
        for profile in known:
            print(f"{profile.id:{width}}{profile.name}: {_scores(profile)}")
    except (profiles.Unknown, catalogue.CatalogueError) as error:
        print(f"profiles: {error}", file=sys.stderr)
        return UNUSABLE
    return OK


def _scores(profile: Profile) -> str:
    """What it scores, in a line."""
    guide = "the statements of the guide"
    if not profile.is_of_standards:
        return guide
    strengths = ", ".join(f"{len(its)} {rank}" for rank in MEANINGS if (its := profile.of_strength(rank)))
    behaviours = counted(len(profile.strengths), "behaviour")
    told = f"{behaviours} ({strengths}) of {counted(len(profile.clauses), 'clause')}"
    return f"{guide}, and {told}" if profile.has_guide else told


def _told(profile: Profile, known: Catalogue) -> Iterator[str]:
    """All of it, a line each."""
    from harness import reach

    yield f"{profile.id}: {profile.name}"
    yield from _lines(profile.says)
    yield from _lines(f"Source: {profile.source}")
    yield from _lines(f"Scores: {_scores(profile)}")
    rules = {behaviour.id: behaviour.rule for behaviour in known.behaviours}
    for rank, meaning in MEANINGS.items():
        if behaviours := profile.of_strength(rank):
            yield f"  {rank}: {meaning}"
            yield from (f"    {name} {rules[name]}" for name in behaviours)
    unseen = {name: why for name, why in reach.load().unseen.items() if name in profile.strengths}
    if unseen:
        yield "  Not observable in a browser:"
        yield from (f"    {name}: {' or '.join(its.who)} could show it" for name, its in unseen.items())


def _lines(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")
