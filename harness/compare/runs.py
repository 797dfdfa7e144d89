"""Runs as they are compared: how each example ended, why, and where the run's report tells of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness import profiles, run_file
from harness.formats.wording import gist
from harness.messages import envelopes as say
from harness.verdicts import Verdict, Why
from harness.words import clock, day, product

if TYPE_CHECKING:
    from harness.record import Result, RunRecord

WHOLE, PARTIAL, INCOMPLETE = "whole", "partial", "incomplete"
KNOWN = re.compile(rf"{Why.KNOWN_FAILING}: (.*?) \(http")
"""How the reason of an example begins that an entry of known_failing.yaml covers."""


@dataclass(frozen=True)
class Seen:
    """How one example, or one row of an outline, ended in one browser.

    file: its feature file at that time. wording: a hash of its steps. reason: in a line, empty where all was
    well.
    """

    title: str
    values: tuple[str, ...]
    browser: str
    chapter: str
    tags: tuple[str, ...]
    file: str
    wording: str
    verdict: Verdict
    reason: str

    @property
    def name(self) -> str:
        """Title and row, for people."""
        return f"{self.title} ({', '.join(self.values)})" if self.values else self.title

    def is_asked_of(self, profile: str) -> bool:
        """Whether runs of a profile are asked for it; one that nobody knows any more asks for nothing."""
        try:
            asked = profiles.named_profile(profile)
        except profiles.Unknown:
            return False
        return profiles.acts_out(asked, Path(self.file), self.tags)


@dataclass(frozen=True)
class Run:
    """One run. scope: whole, partial (of a selection), or incomplete (asked for all, and cut short).

    requirements: the hash of the set that it was scored against (harness.requirements); catalogue: that of
    the catalogue alone, which older runs have too; each empty where it isn't known. verdict: on the whole
    run, empty where it wasn't judged. build: of the product, empty where it wasn't said. report: the folder
    of its pages; None where there are none.
    """

    target: str
    profile: str
    began: str
    scope: str
    verdict: str
    exit_code: int | None
    requirements: str
    catalogue: str
    seen: tuple[Seen, ...]
    build: str = ""
    report: Path | None = None

    @property
    def product(self) -> str:
        """What people call the product that was tested."""
        return product(self.target)

    @property
    def moment(self) -> str:
        """When it began, for people."""
        return f"{day(self.began)}, {clock(self.began)}"

    @property
    def label(self) -> str:
        """On which build it was, where that is known, and when it began."""
        return f"build {self.build}, {self.moment}" if self.build else self.moment

    @property
    def is_whole(self) -> bool:
        """Whether every example that the profile asks for has a result."""
        return self.scope == WHOLE

    @cached_property
    def browsers(self) -> tuple[str, ...]:
        """The browsers that it ran in."""
        return tuple(sorted({seen.browser for seen in self.seen} - {""}))


def read(path: Path) -> Run:
    """A run by its report's folder or by its run.json. Raises NoRecord when there is none."""
    file = path / run_file.NAME if path.is_dir() else path
    record = run_file.read(file)
    for field in ("target", "began"):
        if not isinstance(record.get(field), str):
            raise run_file.NoRecord(f"{file}: no run record ('{field}' is expected) — run the guide again")
    has_page = (file.parent / "index.html").is_file()
    return of_record(record, _catalogue(file.parent), file.parent if has_page else None)


def of_record(record: RunRecord, catalogue: str = "", report: Path | None = None) -> Run:
    """The run that a record tells of."""
    judged, scored = record.get("judgement"), record.get("requirements")
    scope = judged["scope"] if judged else WHOLE if record["whole"] else PARTIAL
    return Run(
        target=record["target"],
        profile=record.get("profile", profiles.GUIDE),
        began=record["began"],
        scope=scope,
        verdict=judged["verdict"] if judged else "",
        exit_code=judged["exit_code"] if judged else None,
        requirements=scored["sha256"] if scored else "",
        catalogue=catalogue,
        seen=tuple(map(_seen, record["results"])),
        build=record.get("build", ""),
        report=report,
    )


def _seen(result: Result) -> Seen:
    told = "\n".join(f"{step['keyword']} {step['text']}" for step in result["steps"])
    return Seen(
        title=result["example"],
        values=tuple(result["values"]),
        browser=result["browser"],
        chapter=result["chapter"],
        tags=tuple(result["tags"]),
        file=result["file"],
        wording=hashlib.sha256(told.encode()).hexdigest()[:12],
        verdict=Verdict(result["verdict"]),
        reason=_reason(result),
    )


def _reason(result: Result) -> str:
    """Why it ended so; of what is known to fail, the sentence of its entry, which says more than what was
    seen.
    """
    known = KNOWN.match(result["why"]) if result["verdict"] == Verdict.EXPECTED_FAIL else None
    return known[1] if known else gist(result)


def _catalogue(folder: Path) -> str:
    """The hash of the catalogue that a run was held to, as the end of its event log has it; else nothing."""
    try:
        last = (folder / say.LOG).read_text(encoding="utf-8").rstrip("\n").rpartition("\n")[2]
        footer = say.body_of(json.loads(last), say.FOOTER) or {}
    except (OSError, ValueError):
        return ""
    return str(footer.get("catalogue_sha256", ""))


def as_data(run: Run) -> dict[str, Any]:
    """All of a run but where its report is: what its history keeps."""
    data = asdict(run)
    del data["report"]
    return data


def of_data(data: Mapping[str, Any]) -> Run:
    """The other way round. Raises ValueError for what `as_data` did not make."""
    try:
        seen = tuple(_seen_of(row) for row in data["seen"])
        plain = [field for field in fields(Run) if field.name not in ("seen", "report")]
        known = (its for its in plain if its.name in data or its.default is MISSING)
        run = Run(**{its.name: data[its.name] for its in known}, seen=seen)
        _ = run.moment
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None
    return run


def _seen_of(row: Mapping[str, Any]) -> Seen:
    values, tags = tuple(row["values"]), tuple(row["tags"])
    texts = {name: told for name, told in row.items() if name not in ("values", "tags")}
    for text in (*values, *tags, *texts.values()):
        if not isinstance(text, str):
            raise ValueError(f"{text!r} is no text")
    return Seen(**{**texts, "values": values, "tags": tags, "verdict": Verdict(texts["verdict"])})
