"""One shard: the record and the sealed log in a run's folder, each held against the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import run_file
from harness.messages import envelopes as say
from harness.messages.envelopes import Envelope
from harness.messages.merge import EARLIER
from harness.record import RunRecord
from harness.verify import Unreadable, verify

NEEDED = ("target", "began", "seconds", "profile", "requirements", "happened")
"""Fields of a record without which nobody can say what it is a part of."""


class Refused(Exception):
    """These are no parts of one run; the message has a sentence for each reason, with what to do."""


@dataclass(frozen=True)
class Shard:
    """A run that acted a part of the examples out. footer: of its log."""

    folder: Path
    record: RunRecord
    envelopes: tuple[Envelope, ...]
    footer: Mapping[str, Any]

    @property
    def run(self) -> str:
        """Its id in the log."""
        return str(self.footer["run"])

    def stamp(self, kind: str) -> tuple[int, int]:
        """When it began (testRunStarted) or ended (testRunFinished), in seconds and nanoseconds."""
        stamp = next(e[kind]["timestamp"] for e in self.envelopes if kind in e)
        return stamp["seconds"], stamp["nanos"]

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """The log's last word on each example by node id."""
        bodies = (say.body_of(envelope, say.VERDICT) for envelope in self.envelopes)
        return {body["nodeid"]: body for body in bodies if body is not None}


def read(folder: Path) -> Shard:
    """The shard in a run's folder. Raises Refused."""
    try:
        record = run_file.read(folder / run_file.NAME)
        judged = verify(folder, allow_partial=True)
    except (run_file.NoRecord, Unreadable) as error:
        raise Refused(str(error)) from None
    if judged.reasons:
        again = "fetch its report again, or run the shard again"
        raise Refused("\n".join(f"{judged.path}: {reason} — {again}" for reason in judged.reasons))
    lines = judged.path.read_text(encoding="utf-8").split("\n")[:-1]
    shard = Shard(folder, record, tuple(map(json.loads, lines[:-1])), judged.footer)
    if wrong := list(_contradictions(shard)):
        raise Refused("\n".join(wrong))
    return shard


def _contradictions(shard: Shard) -> Iterator[str]:
    """What keeps a record from being that of the log beside it."""
    file = shard.folder / run_file.NAME
    if lacking := [field for field in NEEDED if shard.record.get(field) is None]:
        yield f"{file}: lacks {', '.join(lacking)}, as an older Twofold wrote it — run the shard again"
        return
    told = shard.verdicts()
    for result in shard.record["results"]:
        name, verdict = result["nodeid"], str(result["verdict"])
        said = told.get(name, {}).get("verdict")
        is_repeated = told.get(name, {}).get("why", "").startswith(EARLIER)  # only the log knows of that
        if said != verdict and not is_repeated:
            sealed = f"its event log {said}" if said else "its event log knows nothing of it"
            yield f"{file}: says {verdict} of {name}, and {sealed} — fetch its report again"
    recorded = {result["nodeid"] for result in shard.record["results"]}
    for name, record in told.items():
        if name not in recorded and record.get("ended") is not False:
            yield f"{file}: has no result of {name}, which its event log tells — fetch its report again"
