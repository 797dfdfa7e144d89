"""The facts of a run, as an auditor asks for them: what was tested, when, with what, against what, how far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness import profiles, requirements
from harness.words import product
from harness.verdicts import Verdict

if TYPE_CHECKING:
    from harness.record import Result, RunRecord

PROFILES = {
    profiles.GUIDE: "the guide",
    profiles.ALL: "the guide and of the chapters beyond it",
}
NOT_WHOLE = "That says nothing about what did not run."
SCOPES = {"whole": "Whole run", "incomplete": "Incomplete run", "partial": "Partial run"}


@dataclass(frozen=True)
class Wait:
    """A wait in real time, in seconds; served: the examples that it was for."""

    seconds: float
    reason: str
    served: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """One run. Empty where the record doesn't say.

    order: in words, with the seed. requirements: the set that was scored, by its SHA-256, and the version of
    Twofold; changed: the set as it is now is another one. reasons: why the exit code is not 0.
    """

    product: str
    target: str
    build: str
    browsers: tuple[str, ...]
    began: str
    seconds: float
    order: str
    profile: str
    scope: str
    verdict: str
    exit_code: int | None
    reasons: tuple[str, ...]
    version: str
    files: int
    sha256: str
    changed: bool
    declares: tuple[str, ...]
    waits: tuple[Wait, ...]

    @property
    def is_conformant(self) -> bool:
        """Whether the run ended with exit code 0."""
        return self.exit_code == 0

    @property
    def meaning(self) -> str:
        """What its verdict means, and how far it goes, in sentences."""
        meaning = Verdict(self.verdict).meaning if self.verdict else ""
        return meaning if self.scope == SCOPES["whole"] else f"{meaning} {NOT_WHOLE}".strip()


def facts_of(record: RunRecord, root: Path) -> Facts:
    """What the record says of the run. root: where the feature files are that the report is made with."""
    judged = record.get("judgement")
    scored = record.get("requirements")
    profile = record.get("profile", profiles.GUIDE)
    return Facts(
        product=product(record["target"]),
        target=record["target"],
        build=record.get("build", ""),
        browsers=tuple(_browsers(record["results"])),
        began=record["began"],
        seconds=record["seconds"],
        order=_order(record),
        profile=PROFILES.get(profile) or f"{profiles.named_profile(profile).name} (--profile {profile})",
        scope=_scope(record),
        verdict=judged["verdict"] if judged else "",
        exit_code=judged["exit_code"] if judged else None,
        reasons=tuple(judged["reasons"]) if judged else (),
        version=scored["version"] if scored else "",
        files=scored["files"] if scored else 0,
        sha256=scored["sha256"] if scored else "",
        changed=scored is not None and scored["sha256"] != requirements.scored(root, profile)["sha256"],
        declares=tuple(record.get("declares", ())),
        waits=tuple(Wait(w["seconds"], w["reason"], tuple(w["served"])) for w in record.get("waits", ())),
    )


def _scope(record: RunRecord) -> str:
    judged = record.get("judgement")
    if judged:
        return SCOPES[judged["scope"]]
    return SCOPES["whole" if record["whole"] else "partial"]


def _browsers(results: Iterable[Result]) -> Iterator[str]:
    """Each browser with its version, where an example opened it; without, where none did."""
    found = {(result["browser"], result.get("browser_version", "")) for result in results}
    told = {name for name, version in found if version}
    for name, version in sorted(found):
        if name and (version or name not in told):
            yield f"{name} {version}".strip()


def _order(record: RunRecord) -> str:
    order = record.get("order")
    if order is None:
        return ""
    return f"{order['kind']}, seed {order['seed']}" if order["seed"] else order["kind"]
