"""The run that a guide for end users is made of: its record, and whether there is anything in it to tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from harness.record import RunRecord
    from harness.user_guide.telling import Guide

NAME = "run.json"
ACT_OUT = "twofold guide -m user_guide --pictures user-guide"


class NoGuide(Exception):
    """A run gives no guide; the message says why, and what to do."""


def folder_of(run: Path) -> Path:
    """The folder of a run that is named by itself or by its record."""
    return run.parent if run.name == NAME else run


def read(run: Path) -> RunRecord:
    """The record in a run's folder. Raises NoGuide."""
    path = folder_of(run) / NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NoGuide(
            f"{path}: there is no run to be read ({error.strerror}).\n"
            f"  Do this: act one out with `{ACT_OUT}`, then name its folder."
        ) from None
    except ValueError as error:
        raise NoGuide(f"{path}: not JSON ({error}).\n  Do this: act the guide out again.") from None
    if not isinstance(data, dict) or not isinstance(data.get("results"), list) or "began" not in data:
        raise NoGuide(f"{path}: no record of a run.\n  Do this: name the folder of a run, such as report.")
    return cast("RunRecord", data)


def must_have_tasks(run: Path, record: RunRecord, guide: Guide) -> None:
    """Raise NoGuide where no task can be told: a guide without any would say that the product has no 2FA."""
    if guide.tasks:
        return
    reasons = "\n".join(f"  {task.title}: {task.why}" for task in guide.untold)
    asked = f" of the profile '{record['profile']}'" if "profile" in record else ""
    whole = "whole" if record["whole"] else "partial"
    raise NoGuide(
        f"{folder_of(run) / NAME}: this {whole} run{asked} shows none of the tasks.\n{reasons}\n"
        f"  Do this: act out what the guide is drawn from: `{ACT_OUT}`."
    )
