"""`twofold report`: the pages of a run that has ended, made anew from its record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from harness import profiles, report
from harness.catalogue import CatalogueError
from harness.check import Unusable, read_suite
from harness.counting import counted
from harness.gherkin import FeatureFileError
from harness.words import size

if TYPE_CHECKING:
    from harness.check.model import Definition
    from harness.record import RunRecord

__all__ = ["Unusable", "remake"]


def remake(folder: Path, root: Path, single_file: Path | None = None) -> Iterator[str]:
    """Write the pages of the run in a folder, or all of it as one file; yields what there is to say.

    Raises Unusable when the record, the features or the catalogue can't be read, or nothing can be written.
    """
    try:
        record = _read(folder / "run.json")
        features, phrases = root / "features", _phrases(root)
        if single_file is None:
            yield f"written: {report.write(record, folder, features, phrases)}"
        else:
            yield from _one_file(record, folder, single_file, features, phrases)
    except (FeatureFileError, profiles.Unknown) as error:
        raise Unusable(str(error)) from None
    except CatalogueError as error:
        raise Unusable(f"catalogue/{error}") from None
    except OSError as error:
        raise Unusable(f"{error.filename}: {error.strerror} — name a folder that can be written") from None


def _one_file(
    record: RunRecord, folder: Path, file: Path, features: Path, phrases: tuple[Definition, ...]
) -> Iterator[str]:
    """The size goes first: a run with a picture of each step makes a file that no mail takes."""
    pictures = [folder / name for name in sorted(_pictures(record)) if (folder / name).is_file()]
    weight = sum(4 * -(-path.stat().st_size // 3) for path in pictures)
    text = (folder / "run.json").stat().st_size
    held = f", {size(weight)} of it {counted(len(pictures), 'picture')}" if pictures else ""
    yield f"one file of about {size(weight + text)}{held}"
    report.write_single(record, folder, file, features, phrases)
    yield f"written: {file}, {size(file.stat().st_size)}"


def _pictures(record: RunRecord) -> set[str]:
    steps = (step for result in record["results"] for step in result["steps"])
    return {deed["picture"] for step in steps for deed in step.get("evidence", ()) if "picture" in deed}


def _phrases(root: Path) -> tuple[Definition, ...]:
    """What features may say; nothing where the suite can't be collected, which is no reason for no report."""
    try:
        return read_suite(root).collected.definitions
    except Unusable:
        return ()


def _read(path: Path) -> RunRecord:
    try:
        record: RunRecord = json.loads(path.read_bytes())
    except OSError as error:
        raise Unusable(f"{path}: can't be read ({error.strerror}) — name the folder of a run") from None
    except ValueError as error:
        raise Unusable(f"{path}: not JSON ({error}) — run the guide again") from None
    if not isinstance(record, dict) or not {"target", "began", "seconds", "whole", "results"} <= record.keys():
        raise Unusable(f"{path}: no run record — run the guide again")
    return record
