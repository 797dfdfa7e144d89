"""The summary of a run in Markdown, for the page of a CI job or a comment: verdict, counts, what broke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from harness import reach
from harness.catalogue import Catalogue
from harness.counting import counted
from harness.formats.wording import gist, line_of, titled, troubled
from harness.profile_data import Profile
from harness.profiles import GUIDE, named_profile
from harness.verdicts import Verdict
from harness.words import clock, day, product, rerun, span

if TYPE_CHECKING:
    from harness.record import Result, RunRecord

MOST = 50
"""Examples that are told one by one: GitHub cuts off a summary of more than 1 MiB, and nobody reads it."""
LONGEST = 2000
"""Characters of a gist; the report has the rest."""
SIGNS = {Verdict.PASS: "✅", Verdict.WARN: "⚠️", Verdict.EXPECTED_FAIL: "⚠️"}
BESIDES = {
    Verdict.INCONCLUSIVE: "inconclusive",
    Verdict.HARNESS_ERROR: "not judged: Twofold or the machine broke",
    Verdict.UNEXPECTED_PASS: "held, though known to fail",
    Verdict.EXPECTED_FAIL: "broken, as known",
    Verdict.WARN: "held but for recommendations",
    Verdict.NOT_APPLICABLE: "not offered by the product",
}
"""Statements that are neither held nor broken nor untested, in the words of the page."""


def summary(record: RunRecord, known: Catalogue) -> str:
    """The whole summary, ending in a line feed."""
    parts = [*_head(record), *_counts(record, known), *_broken(record, known), *_examples(record)]
    return "\n".join(parts) + "\n"


def plain(text: str) -> str:
    """A text that Markdown and HTML leave as it is, on one line: what a product says is not to be obeyed."""
    words = " ".join(text.split())
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~$@-])", r"\\\1", words)


def _head(record: RunRecord) -> Iterator[str]:
    judged = record.get("judgement")
    verdict = judged["verdict"] if judged else "not judged"
    name = product(record["target"])
    sign = SIGNS.get(Verdict(verdict), "❌") if judged else "❌"
    scope = f" ({judged['scope']})" if judged and judged["scope"] != "whole" else ""
    yield f"## {sign} {verdict}{scope}: {plain(name)}"
    yield ""
    browsers = ", ".join(sorted({result["browser"] for result in record["results"]} - {""}))
    began = f"{day(record['began'])}, {clock(record['began'])}"
    facts = [f"target `{record['target']}`", f"began {began}", f"took {span(record['seconds'])}", browsers]
    yield f"{_scope(record)}: {'; '.join(filter(None, facts))}."
    if judged:
        yield f"Exit code {judged['exit_code']}."
        if judged["reasons"]:
            yield ""
        yield from (f"- {plain(reason)}" for reason in judged["reasons"])
    yield ""


def _scope(record: RunRecord) -> str:
    if record["whole"]:
        return "**Whole run**"
    judged = record.get("judgement")
    if judged and judged["scope"] == "incomplete":
        return "**Incomplete run** (examples have no result)"
    return "**Partial run** (a selection says nothing about the rest)"


def _counts(record: RunRecord, known: Catalogue) -> Iterator[str]:
    what, ids = _asked(record).yardstick(known)
    verdicts = _verdicts(record, ids)
    unseen = [name for name in ids if name not in verdicts and name in reach.load().unseen]
    untested = [name for name in ids if name not in verdicts and name not in unseen]
    yield f"| {plain(what)} | of {len(ids)} |"
    yield "| --- | ---: |"
    yield f"| tested and held | {_number(verdicts, Verdict.PASS)} |"
    yield f"| tested and broken | {_number(verdicts, Verdict.FAIL)} |"
    yield f"| not tested | {len(untested)} |"
    for verdict, words in BESIDES.items():
        if number := _number(verdicts, verdict):
            yield f"| {words} | {number} |"
    if unseen:
        yield f"| not observable in a browser | {len(unseen)} |"
    yield ""
    if untested and record["whole"]:
        yield f"Not tested: {', '.join(f'`{name}`' for name in untested)}"
        yield ""


def _asked(record: RunRecord) -> Profile:
    return named_profile(record.get("profile", GUIDE))


def _verdicts(record: RunRecord, ids: Iterable[str]) -> dict[str, str]:
    judged = record.get("judgement")
    found = {**judged["statements"], **judged["behaviours"]} if judged else {}
    return {name: found[name] for name in ids if name in found}


def _number(verdicts: dict[str, str], verdict: Verdict) -> int:
    return sum(its == verdict for its in verdicts.values())


def _broken(record: RunRecord, known: Catalogue) -> Iterator[str]:
    judged = record.get("judgement")
    its = {**judged["statements"], **judged["behaviours"]} if judged else {}
    texts = {statement.id: statement.text for statement in known.statements.values()}
    texts |= {behaviour.id: behaviour.rule for behaviour in known.behaviours}
    broken = [name for name, verdict in its.items() if verdict == Verdict.FAIL]
    if broken:
        yield "### Tested and broken"
        yield ""
        yield from (f"- `{name}` {plain(texts[name])}" for name in broken)
        yield ""


def _examples(record: RunRecord) -> Iterator[str]:
    found = troubled(record["results"])
    if found:
        yield "### Examples to look at"
        yield ""
    for result in found[:MOST]:
        yield from _example(result, record["target"])
    if len(found) > MOST:
        yield f"And {counted(len(found) - MOST, 'example')} more: the report tells them all."
        yield ""


def _example(result: Result, target: str) -> Iterator[str]:
    place = f"{result['file']}:{line_of(result)}"
    yield f"**{result['verdict']}** · {plain(result['chapter'])} › {plain(titled(result))} · `{place}`"
    yield ""
    if told := gist(result):
        yield plain(told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…")
        yield ""
    yield from ("````sh", rerun(result["nodeid"], target, result["browser"]), "````", "")
