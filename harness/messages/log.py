"""The log of a whole run: its lines from first to last, and how they get into a run's folder."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from harness import files
from harness.messages import envelopes as say
from harness.messages import merge, seal
from harness.messages.envelopes import LOG, PROTOCOL, Envelope
from harness.messages.features import Features
from harness.messages.teller import HOOKS


@dataclass(frozen=True)
class Span:
    """Which run it is, and when it began and ended, as the protocol's timestamps."""

    run: str
    began: Mapping[str, int]
    ended: Mapping[str, int]


def envelopes(acted: merge.Acted, features: Features, span: Span) -> Iterator[Envelope]:
    """All of a log but its footer."""
    order = {pickle.id: at for at, pickle in enumerate(p for f in features.all for p in f.pickles)}
    examples = list(merge.examples(acted, order))
    yield _meta()
    for feature in features.envelopes():
        yield say.redacted(feature)
    yield from sorted(acted.told.definitions.values(), key=_place)
    yield from HOOKS
    yield {"testRunStarted": {"id": span.run, "timestamp": dict(span.began)}}
    yield from examples
    success = all(_is_fine(event) for event in examples)
    end = {"testRunStartedId": span.run, "success": success, "timestamp": dict(span.ended)}
    yield {"testRunFinished": end}


def write(folder: Path, messages: Iterable[Envelope], facts: Mapping[str, Any]) -> str:
    """Close a log with its footer and put it into a run's folder; returns the seal. facts: `run` and others.

    All or nothing: a log that is there has its end. Raises OSError.
    """
    told = list(messages)
    lines = [say.line(envelope) for envelope in told]
    footer = seal.footer_of(lines, told, facts)
    lines.append(say.line(say.attachment(say.FOOTER, footer, testRunStartedId=facts["run"])))
    files.put(folder / LOG, "\n".join(lines) + "\n")
    return str(footer["seal"])


def _meta() -> Envelope:
    product = {"name": "twofold", "version": metadata.version("twofold")}
    return {
        "meta": {
            "protocolVersion": PROTOCOL,
            "implementation": product,
            "runtime": {"name": platform.python_implementation(), "version": platform.python_version()},
            "os": {"name": platform.system(), "version": platform.release()},
            "cpu": {"name": platform.machine()},
        }
    }


def _place(definition: Envelope) -> tuple[str, int]:
    reference = definition["stepDefinition"]["sourceReference"]
    return reference["uri"], reference["location"]["line"]


def _is_fine(event: Envelope) -> bool:
    finished = event.get("testStepFinished")
    return finished is None or finished["testStepResult"]["status"] in ("PASSED", "SKIPPED")
