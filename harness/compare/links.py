"""Where the evidence is: the way from a comparison to an example in the report of a run."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from harness.compare.runs import Run, Seen
from harness.report.places import of_example


def in_report(seen: Seen) -> str:
    """Where a run's report tells of an example, from the report's folder."""
    return of_example(seen.chapter, seen.title)


def href(run: Run, seen: Seen, folder: Path) -> str:
    """The same from a folder that a page is written into; empty where the run has no report any more."""
    return f"{to_report(run, folder)}{in_report(seen)}" if run.report else ""


def to_report(run: Run, folder: Path) -> str:
    """The way from a folder to that of a run's report, with a slash at its end; empty for the same folder."""
    if run.report is None or run.report.resolve() == folder.resolve():
        return ""
    return quote(Path(os.path.relpath(run.report, folder)).as_posix()) + "/"
