"""What closes a log: a summary of its lines, and a chain of hashes that shows what was done to them since.

Link n of the chain is the SHA-256 of link n-1 and line n; the footer holds every link, so that a changed log
also tells where it was changed. The seal is the hash of the footer itself. It is no signature: who
can write a log can seal it anew; whoever must know keeps the seal that the run printed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from harness.hashing import hash_of
from harness.messages import envelopes as say
from harness.messages.envelopes import Envelope


def link(before: str, text: str) -> str:
    """The chain's next link, for one line of the log without its end."""
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def chain_of(lines: Iterable[str]) -> list[str]:
    """The link of each line."""
    links = [""]
    for text in lines:
        links.append(link(links[-1], text))
    return links[1:]


def seal_of(footer: Mapping[str, Any]) -> str:
    """The hash of a footer, without the seal that it carries."""
    rest = {name: value for name, value in footer.items() if name != "seal"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def footer_of(
    lines: Sequence[str], envelopes: Sequence[Envelope], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """The footer: facts of the run that no line tells, the summary, and the chain over the lines."""
    footer = {**facts, **summary_of(envelopes), "lines": len(lines), "chain": chain_of(lines)}
    return {**footer, "seal": seal_of(footer)}


def summary_of(envelopes: Iterable[Envelope]) -> dict[str, Any]:
    """What the lines of a log add up to; `verify` adds up the same again.

    whole: every example of the features was acted out to its end, in every browser of the run.
    """
    content = Content(envelopes)
    return {
        "whole": not (content.missing() or content.unended()),
        "counts": {
            "pickles": len(content.pickles),
            "scenarios": len(content.cases),
            "attempts": content.attempts,
        },
        "verdicts": content.verdicts(),
        "ids": content.ids(),
        "features_sha256": hash_of(content.sources),
    }


class Content:
    """A log's lines, read for what they say of the examples."""

    def __init__(self, envelopes: Iterable[Envelope]) -> None:
        self.sources: dict[str, str] = {}
        self.pickles: dict[str, Envelope] = {}
        self.cases: dict[str, str] = {}
        self.attempts = 0
        self.records: dict[str, dict[str, Any]] = {}
        self._case_of: dict[str, str] = {}
        self._closed: set[str] = set()
        for envelope in envelopes:
            self._take(envelope)

    def _take(self, envelope: Envelope) -> None:
        (kind, told), *_ = envelope.items()
        if kind == "source":
            self.sources[told["uri"]] = told["data"]
        elif kind == "pickle":
            self.pickles[told["id"]] = told
        elif kind == "testCase":
            self.cases[told["id"]] = told["pickleId"]
        elif kind == "testCaseStarted":
            self.attempts += 1
            self._case_of[told["id"]] = told["testCaseId"]
        elif kind == "testCaseFinished":
            self._closed.add(self._case_of[told["testCaseStartedId"]])
        elif record := say.body_of(envelope, say.VERDICT):
            self.records[self._case_of[told["testCaseStartedId"]]] = record

    def missing(self) -> list[str]:
        """The examples of the features that were not acted out, in some browser or at all, as file:line."""
        browsers = {record["browser"] for record in self.records.values()} or {""}
        done = {
            (self.cases[case], record["browser"])
            for case, record in self.records.items()
            if case in self._closed
        }
        lacking = (
            p for i, p in self.pickles.items() if any((i, browser) not in done for browser in browsers)
        )
        return [f"{pickle['uri']}:{pickle['location']['line']}" for pickle in lacking]

    def unended(self) -> list[dict[str, Any]]:
        """The verdicts of examples that had begun and were cut off."""
        return [record for record in self.records.values() if record.get("ended") is False]

    def verdicts(self) -> dict[str, int]:
        """How many examples have which verdict: that of the last attempt."""
        return dict(sorted(Counter(record["verdict"] for record in self.records.values()).items()))

    def ids(self) -> dict[str, dict[str, int]]:
        """For each statement and behaviour that the examples speak for, how many have which verdict."""
        counted: dict[str, Counter[str]] = {}
        for record in self.records.values():
            for name in record["statements"] + record["behaviours"]:
                counted.setdefault(name, Counter())[record["verdict"]] += 1
        return {name: dict(sorted(counted[name].items())) for name in sorted(counted)}

    def behaviours_not_run(self) -> list[str]:
        """Statements and behaviours that the features speak of and no example that ran speaks for."""
        tags = {tag["name"] for pickle in self.pickles.values() for tag in pickle["tags"]}
        ran = self.ids()
        return [name for name in say.statements(tags) + say.behaviours(tags) if name not in ran]
