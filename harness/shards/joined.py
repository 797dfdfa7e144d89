"""One record and one log of several shards, judged anew: as if one run had acted all of it out."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from harness import asked
from harness.ending import Happenings, judge, settle_known
from harness.known_failing import Entry
from harness.messages import log, merge
from harness.messages.envelopes import Envelope
from harness.messages.features import Features
from harness.order import Order
from harness.record import Result, RunRecord, ShardFacts
from harness.shards.shard import Shard
from harness.verdicts import Verdict

_GOES_ON = (0, 1)
"""Exit codes of pytest that say nothing of a run that was cut short."""


@dataclass(frozen=True)
class Joined:
    """One run. missing: the examples that no shard has a result of."""

    run: str
    record: RunRecord
    envelopes: tuple[Envelope, ...]
    missing: tuple[asked.Place, ...]


def joined(shards: Sequence[Shard], root: Path, run: str, known: Sequence[Entry], *, partial: bool) -> Joined:
    """The run that shards are parts of, which agree with each other. root: their suite; run: its new id.

    known: what the target's owner knows to fail. partial: not all examples were asked for, so that one
    without a result doesn't make the run incomplete.
    """
    first = shards[0].record
    profile = first["profile"]
    results = [copy.deepcopy(result) for shard in shards for result in shard.record["results"]]
    _settle_anew(results, known, asked.tagged(root, profile))
    results.sort(key=lambda result: (result["file"], result["line"], result["nodeid"]))
    missing = asked.missing(results, root, profile)
    happened = happened_in(shards)
    happened.is_whole, happened.asked_for_all = not missing, not partial
    began, seconds = _span(shard.record for shard in shards)
    record = RunRecord(
        **{
            **first,
            "order": _order(shards),
            "began": began,
            "seconds": seconds,
            "whole": not missing,
            "results": results,
            "judgement": judge(results, happened, profile),
            "happened": asdict(happened),
            "waits": [wait for shard in shards for wait in shard.record.get("waits", ())],
            "shards": [
                ShardFacts(run=s.run, seal=s.footer["seal"], results=len(s.record["results"])) for s in shards
            ],
        }
    )
    return Joined(run, record, tuple(_log(shards, root, record, run)), tuple(missing))


def happened_in(shards: Iterable[Shard]) -> Happenings:
    """What went on in all of them."""
    each = [Happenings(**shard.record["happened"]) for shard in shards]
    return Happenings(
        target=next((one.target for one in each if one.target), ""),
        crashed=[nodeid for one in each for nodeid in one.crashed],
        others_failed=sum(one.others_failed for one in each),
        pytest_code=max((one.pytest_code for one in each if one.pytest_code not in _GOES_ON), default=0),
    )


def _settle_anew(
    results: Sequence[Result], known: Sequence[Entry], tagged: dict[str, set[asked.Place]]
) -> None:
    """An entry whose examples lie in several shards is settled only where all of them are seen."""
    for entry in known:
        for result in results:
            is_fixed = result["verdict"] == Verdict.UNEXPECTED_PASS
            if is_fixed and entry.covers(result["tags"], result["example"]):
                result["verdict"], result["why"] = Verdict.PASS.value, ""
    settle_known(results, known, tagged)


def _span(records: Iterable[RunRecord]) -> tuple[str, float]:
    """When the first began, and the seconds until the last ended."""
    moments = [(datetime.fromisoformat(record["began"]), record["seconds"]) for record in records]
    began = min(moment for moment, _ in moments)
    ended = max((moment - began).total_seconds() + seconds for moment, seconds in moments)
    return began.isoformat(timespec="seconds"), round(ended, 1)


def _order(shards: Sequence[Shard]) -> Order:
    """The order of all, or those of each."""
    orders = [order for shard in shards if (order := shard.record.get("order"))]
    kinds = dict.fromkeys(order["kind"] for order in orders)
    seeds = dict.fromkeys(order["seed"] for order in orders if order["seed"])
    return Order(kind=" and ".join(kinds), seed=", ".join(seeds) or None)


def _log(shards: Sequence[Shard], root: Path, record: RunRecord, run: str) -> Iterator[Envelope]:
    told = merge.Told()
    for number, shard in enumerate(shards, 1):
        for event in _events(shard, number, run):
            told.take(event)
    results = {result["nodeid"]: result for result in record["results"]}
    began = min(shard.stamp("testRunStarted") for shard in shards)
    ended = max(shard.stamp("testRunFinished") for shard in shards)
    span = log.Span(run, _stamp(began), _stamp(ended))
    return log.envelopes(merge.Acted(told, (), results), Features(root, record["profile"]), span)


def _stamp(moment: tuple[int, int]) -> dict[str, int]:
    return {"seconds": moment[0], "nanos": moment[1]}


_OF_AN_EXAMPLE = ("testCase", "testCaseStarted", "testStepStarted", "testStepFinished", "testCaseFinished")


def _events(shard: Shard, number: int, run: str) -> Iterator[Envelope]:
    """What a shard's log tells of its examples, as if the new run had acted them out."""
    for envelope in shard.envelopes:
        (kind, body), *_ = envelope.items()
        if kind == "stepDefinition":
            yield envelope
        elif kind in _OF_AN_EXAMPLE or "testCaseStartedId" in body:
            event: Envelope = _renamed(envelope, shard.run, run)
            if kind == "testCaseStarted":
                event[kind]["workerId"] = f"{number}.{body['workerId']}"
            yield event


def _renamed(value: Any, old: str, new: str, key: str = "") -> Any:
    """A message with the new run's id at the head of all ids that begin with the old one."""
    if isinstance(value, dict):
        return {name: _renamed(held, old, new, name) for name, held in value.items()}
    if isinstance(value, list):
        return [_renamed(held, old, new, key) for held in value]
    is_of_it = isinstance(value, str) and (value == old or value.startswith(f"{old}."))
    return f"{new}{value[len(old) :]}" if is_of_it and key.lower().endswith("id") else value
