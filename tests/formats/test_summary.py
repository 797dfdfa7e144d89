"""The Markdown summary, read as Markdown by markdown-it, and where a run puts it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness import catalogue
from harness.formats.markdown import MOST, plain, summary
from harness.record import RunRecord
from harness.verdicts import Verdict, Why
from tests.formats import runs
from tests.messages import doors

HOSTILE = "<img src=x> | **bold** [a](b) `c` & _d_ ```"


def tokens(text: str) -> list[Token]:
    """As GitHub reads it, tables included."""
    return MarkdownIt("commonmark").enable("table").parse(text)


def read(text: str, kind: str = "") -> list[str]:
    """What a reader sees of each line of text; kind: only in elements of that name, such as td."""
    all_tokens = tokens(text)
    return [
        "".join(child.content for child in token.children or [])
        for before, token in pairwise(all_tokens)
        if token.type == "inline" and (not kind or before.tag == kind)
    ]


def told(record: RunRecord) -> str:
    return summary(record, catalogue.load())


def counts(record: RunRecord) -> dict[str, str]:
    cells = read(told(record), "td")
    return dict(zip(cells[::2], cells[1::2], strict=True))


def test_a_whole_run_that_passed() -> None:
    text = told(runs.whole())
    assert read(text, "h2") == ["✅ PASS: the reference server"]
    assert read(text, "th") == ["statements of the guide", "of 47"]
    assert counts(runs.whole()) == {"tested and held": "47", "tested and broken": "0", "not tested": "0"}
    assert read(text, "h3") == []
    facts = "Whole run: target reference; began 1 March 2026, 09:05 UTC; took 3 min 20 s; chromium."
    assert read(text, "p")[0].startswith(facts)


def test_what_broke_and_how_to_run_it_again() -> None:
    record, result = runs.broken()
    text = told(record)
    assert read(text, "h2") == ["❌ FAIL: the reference server"]
    assert counts(record) == {"tested and held": "46", "tested and broken": "1", "not tested": "0"}
    assert read(text, "h3") == ["Tested and broken", "Examples to look at"]
    statement = catalogue.load().statements["G-16b"].text
    assert f"G-16b {statement}" in read(text)
    line = result["steps"][-2]["line"]
    example = f"FAIL · {result['chapter']} › {result['rule']} › {runs.BROKEN} · {result['file']}:{line}"
    assert example in read(text)
    assert "Expected: Alice is signed in. Observed: rejected ('Wrong code.')" in read(text)
    commands = [token.content for token in tokens(text) if token.type == "fence"]
    assert commands == [f'pytest "{result["nodeid"]}"\n']


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.INCONCLUSIVE, "inconclusive"),
        (Verdict.HARNESS_ERROR, "not judged: Twofold or the machine broke"),
        (Verdict.UNEXPECTED_PASS, "held, though known to fail"),
        (Verdict.EXPECTED_FAIL, "broken, as known"),
        (Verdict.WARN, "held but for recommendations"),
    ],
)
def test_what_is_neither_held_nor_broken_is_counted_apart(verdict: Verdict, words: str) -> None:
    record, _ = runs.ended(verdict, "why: it did")
    assert counts(record) == {
        "tested and held": "46",
        "tested and broken": "0",
        "not tested": "0",
        words: "1",
    }


def test_a_reason_is_told_where_a_verdict_has_one() -> None:
    record, _ = runs.ended(Verdict.INCONCLUSIVE, Why.CONTRADICTING_REASON.told("locked"))
    assert "contradicting-reason: locked" in read(told(record))


def test_a_partial_run_says_so_and_does_not_list_what_it_left_out() -> None:
    record = runs.whole()
    record["results"] = record["results"][:1]
    record["whole"] = False
    text = told(runs.judged(record))
    assert read(text, "h2") == ["✅ PASS (partial): the reference server"]
    assert read(text, "p")[0].startswith("Partial run (a selection says nothing about the rest): ")
    assert int(counts(record)["not tested"]) > 40
    assert "Not tested: " not in text


def test_a_whole_run_names_what_it_did_not_test() -> None:
    record = runs.whole()
    record["results"] = [result for result in record["results"] if "G-16b" not in result["tags"]]
    assert "Not tested: G-16b" in read(told(runs.judged(record)))


def test_what_a_product_says_is_text_and_nothing_else() -> None:
    record, _ = runs.broken(runs.UNMET.replace("rejected ('Wrong code.')", HOSTILE))
    kinds = {token.type for token in tokens(told(record))}
    kinds |= {child.type for token in tokens(told(record)) for child in token.children or []}
    assert f"Expected: Alice is signed in. Observed: {HOSTILE}" in read(told(record))
    assert not kinds & {"html_inline", "html_block", "link_open", "image", "em_open"}
    assert plain("a\nb") == "a b"


def test_thousands_of_failures_stay_readable() -> None:
    record = runs.whole()
    for result in record["results"]:
        result["verdict"], result["outcome"], result["error"] = "FAIL", "failed", runs.UNMET * 100
    text = told(runs.judged(record))
    assert len([token for token in tokens(text) if token.type == "fence"]) == MOST
    more = len(record["results"]) - MOST
    assert f"And {more} examples more: the report tells them all." in read(text)
    assert len(text.encode()) < 2**20


def test_a_run_writes_it_where_it_is_asked_to(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = suite / "step.md"
    step.write_text("What was there.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(step))
    ran = doors.run(suite, "-n", "2", "--summary", "kept/summary.md", report="summed")
    asked = (suite / "kept/summary.md").read_text(encoding="utf-8")
    assert read(asked, "h2") == ["❌ FAIL: the reference server"], ran.output
    assert step.read_text(encoding="utf-8") == f"What was there.\n{asked}"


def test_a_file_that_cannot_be_there_stops_the_run_before_it_begins(suite: Path) -> None:
    ran = doors.run(suite, "--summary", "features", report="nowhere")
    assert ran.status == 4
    assert "--summary features: no file can be written there" in ran.output
    assert not ran.report.exists()


def test_a_summary_that_cannot_be_written_costs_no_verdict(
    suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(suite / "no folder/step.md"))
    ran = doors.run(suite, "-n", "0", "-k", "key", report="unsummed")
    assert ran.status == 0
    assert "step.md could not be written: No such file" in ran.output
