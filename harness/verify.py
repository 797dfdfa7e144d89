"""`twofold verify`: whether a run's event log is one whole run, as it was written.

It says why not, a sentence for each reason. Whether the product kept its word is another question: a log that
tells of failures is as good as any.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from harness.counting import counted
from harness.messages import envelopes as say
from harness.messages.envelopes import Envelope
from harness.messages.seal import Content, link, seal_of, summary_of

KINDS = frozenset(
    (
        *("meta", "source", "gherkinDocument", "pickle", "stepDefinition", "hook"),
        *("testRunStarted", "testCase", "testCaseStarted", "testStepStarted", "testStepFinished"),
        *("attachment", "testCaseFinished", "testRunFinished"),
    )
)
"""The kinds of message that a log of ours holds."""

CLAIMS = {
    "whole": "whether the run was whole",
    "counts": "the number of scenarios",
    "verdicts": "the verdicts",
    "ids": "the statements and behaviours",
    "features_sha256": "the feature files",
}


MADE_UP = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What comes of reading lines or a footer that no run of ours wrote, though they are sealed."""
MISFIT = "invalid: its messages do not fit together: one names what no other one tells"


class Unreadable(Exception):
    """There is no log, or it is none of ours; the message says what is there and what to do."""


@dataclass(frozen=True)
class Judgement:
    """Why a log is rejected (empty: it is not), and what it tells otherwise."""

    path: Path
    reasons: tuple[str, ...]
    footer: Mapping[str, Any]

    def told(self) -> str:
        """What a good log holds, in a line."""
        verdicts = ", ".join(f"{number} {verdict}" for verdict, number in self.footer["verdicts"].items())
        scope = "a whole run" if self.footer["whole"] else "part of a run"
        scenarios = counted(self.footer["counts"]["scenarios"], "scenario")
        return f"{scope} of {scenarios}: {verdicts}; seal {self.footer['seal']}"


def verify(path: Path, *, allow_partial: bool = False) -> Judgement:
    """Judge the log in a run's folder, or a log by its own name. Raises Unreadable."""
    log = path / say.LOG if path.is_dir() else path
    if not log.exists() and (log.parent / say.PARTS).exists():
        wrong = "the run did not end: only the parts of its workers are there, and no log was made of them"
        return Judgement(log, (wrong,), {})
    written = _Written(log, _read(log))
    try:
        return Judgement(log, _reasons(written, allow_partial), written.footer or {})
    except MADE_UP:
        return Judgement(log, (MISFIT,), written.footer or {})


def _reasons(written: _Written, allow_partial: bool) -> tuple[str, ...]:
    reasons = tuple(dict.fromkeys(written.damage())) or tuple(written.contradictions())
    return reasons or (() if allow_partial else tuple(written.lacks()))


def _read(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise Unreadable(
            f"{path}: can't be read ({error.strerror}) — name a run's folder or its log"
        ) from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path}: not a text in UTF-8 — name a run's folder or its log") from None
    first = _envelope(text.partition("\n")[0])
    if first is None:
        raise Unreadable(
            f"{path}: no event log, for its first line is no Cucumber message"
            " — name a run's folder or its log"
        )
    return text


def _envelope(line: str) -> Envelope | None:
    """The message in a line; None for anything else."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or len(message) != 1 or not KINDS.issuperset(message):
        return None
    return message if isinstance(next(iter(message.values())), dict) else None


class _Written:
    """The lines of a log, and what its footer says of them."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        *self.lines, self.rest = text.split("\n")
        self.envelopes = [_envelope(line) for line in self.lines]
        self.footers = {at: body for at in range(len(self.lines)) if (body := self._footer_at(at))}

    def _footer_at(self, at: int) -> dict[str, Any] | None:
        envelope = self.envelopes[at]
        try:
            body = say.body_of(envelope, say.FOOTER) if envelope else None
        except (ValueError, TypeError, RecursionError):
            return None
        return body if isinstance(body, dict) and isinstance(body.get("chain"), list) else None

    @cached_property
    def footer(self) -> dict[str, Any] | None:
        """The log's own footer: the last one."""
        return self.footers[max(self.footers)] if self.footers else None

    # Damage: what was done to the lines

    def damage(self) -> Iterator[str]:
        """Reasons that concern the lines as such."""
        if self.footer is None:
            where = f"in line {len(self.lines) + 1}" if self.rest else f"after line {len(self.lines)}"
            yield f"truncated: the log breaks off {where}, its footer is missing"
            return
        if len(self.footers) > 1:
            yield f"mixed: it holds the footers of {len(self.footers)} runs"
            return
        end = max(self.footers)
        if after := len(self.lines) - 1 - end + bool(self.rest):
            yield f"appended: {counted(after, 'line')} after the footer"
        if self.footer.get("seal") != seal_of(self.footer):
            yield "edited: the footer is not as the run wrote it"
            return
        yield from self._moved(end)

    def _moved(self, end: int) -> Iterator[str]:
        """Compare each line with the chain: in its place, in another's, or nowhere."""
        assert self.footer is not None
        chain: list[str] = self.footer["chain"]
        places = _places(self.lines[:end], chain)
        strange = [at for at, place in enumerate(places) if place is None]
        known = [place for place in places if place is not None]
        missing = sorted(set(range(len(chain))) - set(known))
        edited = [at for at in strange if len(chain) == end and at in missing]
        foreign = [at for at in strange if self._is_foreign(at)]
        added = [at for at in strange if at not in edited and at not in foreign]
        twice = len(known) - len(set(known))
        if foreign:
            yield f"mixed: another run wrote {_lines(foreign)}"
        if changed := [at for at in edited if at not in foreign]:
            yield f"edited: since the run somebody changed {_lines(changed)}"
        if added:
            yield f"added: the run did not write {_lines(added)}"
        if lost := [at for at in missing if at not in edited]:
            yield f"dropped: of what the run wrote, the log lacks {_lines(lost)}"
        if twice:
            yield f"repeated: the log holds {counted(twice, 'line')} more than once"
        if any(after < before for before, after in pairwise(known)):
            turn = next(at for at, place in enumerate(places) if place not in (None, at))
            yield f"reordered: from line {turn + 1} on, the order is not that in which the run wrote"

    def _is_foreign(self, at: int) -> bool:
        assert self.footer is not None
        runs = set(_runs(self.envelopes[at] or {}))
        return bool(runs - {self.footer["run"]})

    # Contradictions and gaps: what the lines say

    def contradictions(self) -> Iterator[str]:
        """Reasons why undamaged lines can't be one run: a log that was made up."""
        assert self.footer is not None
        messages = [envelope for envelope in self.envelopes if envelope is not None]
        if len(messages) < len(self.envelopes):
            strange = [at for at, envelope in enumerate(self.envelopes) if envelope is None]
            yield f"invalid: no message of the protocol is {_lines(strange)}"
            return
        if foreign := [at for at in range(len(messages)) if self._is_foreign(at)]:
            yield f"mixed: another run wrote {_lines(foreign)}"
            return
        summary = summary_of(messages)
        for name, meaning in CLAIMS.items():
            if self.footer.get(name) != summary[name]:
                said, told = (_short(value) for value in (self.footer.get(name), summary[name]))
                yield f"mismatch: on {meaning} the footer says {said}, the lines say {told}"

    def lacks(self) -> Iterator[str]:
        """Reasons why an honest log is not that of a whole run."""
        content = Content(envelope for envelope in self.envelopes if envelope is not None)
        if missing := content.missing():
            yield f"partial: {counted(len(missing), 'example')} of the features did not run: {_some(missing)}"
        if lost := content.behaviours_not_run():
            yield f"missing: no example ran of {_some(lost)}"
        for record in content.unended():
            yield f"unfinished: {record['nodeid']}: {record['why']}"


def _places(lines: Sequence[str], chain: Sequence[str]) -> list[int | None]:
    """Where in the chain each line belongs; None for a line that belongs nowhere."""
    before = ["", *chain]
    places: list[int | None] = []
    expected = 0
    for line in lines:
        order = [*range(expected, len(chain)), *range(min(expected, len(chain)))]
        place = next((at for at in order if link(before[at], line) == chain[at]), None)
        places.append(place)
        expected = expected + 1 if place is None else place + 1
    return places


def _runs(value: Any, key: str = "") -> Iterator[str]:
    """The runs that a message's ids belong to."""
    if isinstance(value, dict):
        for name, held in value.items():
            if name == "testRunStarted":
                yield held.get("id", "")
            elif name not in ("pickle", "gherkinDocument", "source", "stepDefinition", "hook"):
                yield from _runs(held, name)
    elif isinstance(value, list):
        for held in value:
            yield from _runs(held, key)
    elif key in ("testRunStartedId", "testCaseStartedId", "testStepId", "testCaseId"):
        yield str(value).partition(".")[0]


def _lines(places: Sequence[int]) -> str:
    first = f"line {places[0] + 1}"
    return first if len(places) == 1 else f"{len(places)} lines, the first of them {first}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"
