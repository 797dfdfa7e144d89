"""Reads the record of a run back from disk (run.json), and says what is wrong with a file that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from harness.verdicts import Verdict

if TYPE_CHECKING:
    from harness.record import RunRecord

NAME = "run.json"
_TEXTS = ("nodeid", "chapter", "rule", "example", "verdict")
_VERDICTS = frozenset(Verdict)


class NoRecord(Exception):
    """A file is no record of a run; the message says which, why, and what to do."""


def read(path: Path) -> RunRecord:
    """The record in a file. What every record has is made sure of; later fields may lack in an older one.

    Raises NoRecord.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NoRecord(
            f"{path}: can't be read ({error.strerror}) — run the guide first (make guide)"
        ) from None
    except (ValueError, RecursionError) as error:
        raise NoRecord(f"{path}: not JSON ({error}) — run the guide again") from None
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("whole"), bool)
        or not isinstance(data.get("results"), list)
    ):
        raise NoRecord(f"{path}: no run record ('whole' and 'results' are expected) — run the guide again")
    for number, row in enumerate(data["results"]):
        if not _is_result(row):
            raise NoRecord(f"{path}: results[{number}] is no result of a test — run the guide again")
    return cast("RunRecord", data)


def _is_result(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(field), str) for field in _TEXTS)
        and isinstance(row.get("tags"), list)
        and row["verdict"] in _VERDICTS
    )
