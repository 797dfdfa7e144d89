"""What to know before believing a comparison: how the runs themselves are not alike, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from harness import profiles
from harness.compare.changes import Changes
from harness.compare.comparison import Comparison
from harness.compare.runs import INCOMPLETE, PARTIAL, Run
from harness.counting import counted, listed

SCOPES = {
    PARTIAL: "was a partial run: what it was not asked for is not compared",
    INCOMPLETE: "was cut short: what it was asked for and did not run is not tested",
}
MOST = 5
"""Examples that a sentence names."""
PROFILES = {profiles.GUIDE: "the guide's chapters alone", profiles.ALL: "those beyond the guide as well"}
OF_A_STANDARD = "what the profile {} scores"


def notes(changes: Changes) -> list[str]:
    """The sentences, the weightiest first; none where the runs are alike."""
    comparison = changes.comparison
    return [*_scopes(comparison), *_conditions(comparison), *_contents(comparison), *_rest(changes)]


def _scopes(comparison: Comparison) -> Iterator[str]:
    for name, run in _named(comparison):
        if run.scope in SCOPES:
            yield f"{_capital(name)} {SCOPES[run.scope]}."
    if len({run.profile for run in comparison.runs}) > 1:
        told = ", ".join(f"{name} acted out {_asked(run)}" for name, run in _named(comparison))
        yield f"The profiles differ: {told}. What a run was not asked for is not compared."


def _asked(run: Run) -> str:
    return PROFILES.get(run.profile, OF_A_STANDARD.format(run.profile))


def _conditions(comparison: Comparison) -> Iterator[str]:
    if len({run.browsers for run in comparison.runs}) > 1:
        told = (f"{name} in {' and '.join(run.browsers) or 'none'}" for name, run in _named(comparison))
        yield f"The browsers differ: {', '.join(told)}."
    if comparison.is_of_one_target and comparison.first.began > comparison.last.began:
        yield "The first run is newer than the last: changes are told from first to last, as they were named."


def _contents(comparison: Comparison) -> Iterator[str]:
    yield from _requirements(comparison)
    if reworded := [row.name for row in comparison.rows if row.is_reworded]:
        number = counted(len(reworded), "example")
        yield f"The steps of {number} were changed between the runs: {listed(reworded, MOST)}."


def _requirements(comparison: Comparison) -> Iterator[str]:
    """Whether all were asked the same; of other profiles and older records, the catalogue alone can say."""
    is_one_profile = len({run.profile for run in comparison.runs}) == 1
    if is_one_profile and all(run.requirements for run in comparison.runs):
        if len({run.requirements for run in comparison.runs}) > 1:
            yield "The requirement sets (catalogue and feature files) differ: not all was asked alike."
        return
    if len({run.catalogue for run in comparison.runs} - {""}) > 1:
        yield "The requirement sets (catalogue/) differ: an id may have meant something else in another run."
    if unknown := [name for name, run in _named(comparison) if not run.catalogue]:
        yield f"Which requirement set held isn't known of {', '.join(unknown)}: the event log isn't there."


def _rest(changes: Changes) -> Iterator[str]:
    if number := changes.not_compared:
        yield f"{counted(number, 'example')} not compared: one of the two runs was not asked for that."
    none = changes.comparison.shown_by_none
    if none and any(run.is_whole for run in changes.comparison.runs):
        yield f"No run has an example of {', '.join(none)}."


def _named(comparison: Comparison) -> Iterator[tuple[str, Run]]:
    yield from zip(comparison.names, comparison.runs, strict=True)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
