"""`twofold merge` and `twofold durations`: shards of a run made one, and shared out evenly."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness.commands.adding import OK, UNUSABLE, add_command, add_root
from harness.counting import counted

if TYPE_CHECKING:
    from harness.commands.adding import Commands
    from harness.shards.joined import Joined

REFUSED = 4
"""The exit code for shards that are none: pytest's for wrong usage, so that no verdict is read out of it."""
MERGE_HELP = """\
Makes one run of several that acted out parts of it, judged anew: record, pages, sealed event log, verdict
and exit code are those of one run.

  twofold guide --splits 2 --group 1 --report-dir shards/1       on one machine
  twofold guide --splits 2 --group 2 --report-dir shards/2       on another
  twofold merge shards/1 shards/2 --into report
  twofold verify report

RUN is the folder of a run's report. Refused are runs of different targets, builds, profiles, features or
versions of Twofold, an example that two of them acted out, and a log that was changed.
"""
MERGE_EPILOG = (
    "Exit codes: those of a run, 0 conformant, 1 not, 6 incomplete and so on (docs/verdicts.md); "
    "4 the runs are no parts of one."
)
DURATIONS_HELP = """\
Prints how long each example took, for pytest-split, which gives each shard as much to do as the others.

  twofold durations report > .test_durations
  twofold guide --splits 2 --group 1
"""


def add(commands: Commands) -> None:
    """The commands of this module."""
    merges = add_command(commands, "merge", "make one run of its shards", merge, MERGE_HELP, MERGE_EPILOG)
    merges.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="the folder of a shard's report")
    merges.add_argument(
        "--into", type=Path, required=True, metavar="FOLDER", help="where the one run is written"
    )
    merges.add_argument(
        "--allow-partial", action="store_true", help="the shards are of a selection, and need not be whole"
    )
    merges.add_argument("--summary", type=Path, metavar="FILE", help="write a summary in Markdown")
    add_root(merges)
    line = "tell how long each example took, for shards of equal length"
    tells = add_command(commands, "durations", line, durations, DURATIONS_HELP)
    tells.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="a run's folder, or its run.json")


def merge(options: argparse.Namespace) -> int:
    """Write the run, and tell it as a run does at its end."""
    from harness.shards import merging

    try:
        run = merging.merge(options.runs, options.into, options.root.resolve(), partial=options.allow_partial)
        _summarise(run, options.summary)
    except merging.Refused as error:
        print("\n".join(f"merge: {line}" for line in str(error).splitlines()), file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"merge: {error.filename}: {error.strerror} — name another --summary", file=sys.stderr)
        return REFUSED
    return _told(run, options.into)


def _summarise(run: Joined, named: Path | None) -> None:
    """In the file that was asked for, and on the page of a GitHub job without being asked, as a run does."""
    from harness import catalogue
    from harness.formats.markdown import summary

    told = summary(run.record, catalogue.load())
    if named is not None:
        named.write_text(told, encoding="utf-8")
    if step := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(step).open("a", encoding="utf-8") as file:
            file.write(told)


def _told(run: Joined, into: Path) -> int:
    from harness.ending import told
    from harness.messages.envelopes import LOG
    from harness.narrator import of_profile

    judged = run.record["judgement"]
    assert judged is not None, "joined() judges"
    results = run.record["results"]
    shards = ", ".join(str(shard["results"]) for shard in run.record["shards"])
    print(f"merge: {counted(len(results), 'example')} of shards with {shards}")
    for file, line, values in run.missing:
        row = f" ({', '.join(values)})" if values else ""
        print(f"merge: no shard has a result of {file}:{line}{row}")
    print("\n".join(of_profile(run.record["profile"], results, is_whole=run.record["whole"])))
    print(f"Written: {into / 'index.html'}, {into / 'run.json'}, {into / LOG}")
    print("\n".join(told(judged)))
    return judged["exit_code"]


def durations(options: argparse.Namespace) -> int:
    """Print the durations."""
    from harness.run_file import NoRecord
    from harness.shards import durations as told

    try:
        print(told.text(told.durations(options.runs)), end="")
    except NoRecord as error:
        print(f"durations: {error}", file=sys.stderr)
        return UNUSABLE
    return OK
