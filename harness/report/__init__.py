"""The report of a run: pages for people, from the record, the feature files and the catalogue.

Static, readable offline and without script. `write` is the door. What is told of a chapter is decided in
`telling` and `view`, of the requirements in `scored`, of the run in `facts`; `site` puts pages together.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from harness.report.site import Site

if TYPE_CHECKING:
    from harness.check.model import Definition
    from harness.record import RunRecord

__all__ = ["FEATURES", "write", "write_single"]
FEATURES = Path(__file__).resolve().parents[2] / "features"


def write(
    record: RunRecord, folder: Path, features: Path = FEATURES, phrases: Iterable[Definition] = ()
) -> Path:
    """Write the pages into a folder that exists, and return the path of index.html.

    phrases: what features may say, for the glossary. Raises FeatureFileError or CatalogueError when what was
    tested can't be read.
    """
    return Site(record, features.parent, phrases).write(folder)


def write_single(
    record: RunRecord,
    folder: Path,
    file: Path,
    features: Path = FEATURES,
    phrases: Iterable[Definition] = (),
) -> None:
    """Write all of it into one file, with the pictures of the run's folder in it. Raises as `write` does."""
    Site(record, features.parent, phrases).write_single(folder, file)
