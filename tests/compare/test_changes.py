"""What counts as a change, as worse and as better; and what can't be compared at all."""

from __future__ import annotations

import pytest

from harness.compare.changes import Changes, Kind
from harness.compare.notes import notes
from harness.profiles import ALL
from harness.record import RunRecord
from harness.verdicts import Verdict
from tests.compare.builds import FIRST, KNOWN, SECOND, UNMET, between, end, of, only, whole, without
from tests.report import runs

LATER = "2026-03-02T09:05:00+00:00"


def told(changes: Changes) -> dict[Kind, list[str]]:
    """The changed examples by what became of them."""
    return {
        kind: names for kind in Kind if (names := [change.of.name for change in changes.examples_that(kind)])
    }


def ids(changes: Changes, kind: Kind) -> list[str]:
    return [change.of.id for change in changes.promises_that(kind)]


def whole_of_all() -> RunRecord:
    """A whole run of all chapters."""
    return {**runs.run_of(), "began": LATER, "profile": ALL}


def test_the_same_twice_is_no_change() -> None:
    changes = between(whole(), whole(LATER))
    assert (told(changes), changes.promises, changes.got_worse) == ({}, (), False)
    assert changes.gist == "Nothing got worse or better; 107 examples are as before."


@pytest.mark.parametrize(
    ("before", "after", "kind", "worse"),
    [
        ("PASS", "FAIL", Kind.BROKEN, True),
        ("PASS", "EXPECTED_FAIL", Kind.BROKEN, True),
        ("NOT_APPLICABLE", "FAIL", Kind.BROKEN, True),
        ("INCONCLUSIVE", "FAIL", Kind.BROKEN, True),
        ("WARN", "FAIL", Kind.BROKEN, True),
        ("PASS", "WARN", Kind.SHORT, True),
        ("PASS", "NOT_APPLICABLE", Kind.LOST, True),
        ("PASS", "INCONCLUSIVE", Kind.LOST, True),
        ("PASS", "HARNESS_ERROR", Kind.LOST, True),
        ("WARN", "INCONCLUSIVE", Kind.LOST, True),
        ("FAIL", "INCONCLUSIVE", Kind.LOST, False),
        ("FAIL", "NOT_APPLICABLE", Kind.LOST, False),
        ("FAIL", "PASS", Kind.HELD, False),
        ("FAIL", "WARN", Kind.HELD, False),
        ("INCONCLUSIVE", "PASS", Kind.HELD, False),
        ("EXPECTED_FAIL", "UNEXPECTED_PASS", Kind.HELD, False),
        ("FAIL", "EXPECTED_FAIL", Kind.OTHER, False),
        ("EXPECTED_FAIL", "FAIL", Kind.OTHER, False),
        ("INCONCLUSIVE", "NOT_APPLICABLE", Kind.OTHER, False),
        ("PASS", "UNEXPECTED_PASS", Kind.OTHER, False),
    ],
)
def test_each_change_has_its_name(before: str, after: str, kind: Kind, worse: bool) -> None:
    changes = between(end(whole(), SECOND, Verdict(before)), end(whole(LATER), SECOND, Verdict(after)))
    assert told(changes) == {kind: [SECOND]}
    assert changes.got_worse is worse


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_is_as_good_as_itself(verdict: Verdict) -> None:
    assert told(between(end(whole(), SECOND, verdict), end(whole(LATER), SECOND, verdict))) == {}


def test_what_an_example_speaks_for_changes_with_it() -> None:
    changes = between(whole(), end(whole(LATER), SECOND, Verdict.FAIL, error=UNMET))
    assert ids(changes, Kind.BROKEN) == ["G-16b", "B19"]
    assert changes.gist == "1 example got worse; 106 examples are as before."
    (change,) = changes.examples
    assert change.after.seen and "Observed: signed in" in change.after.seen.reason


def test_what_was_broken_anyway_is_not_newly_broken() -> None:
    before = end(whole(), SECOND, Verdict.FAIL)
    after = end(end(whole(LATER), SECOND, Verdict.FAIL), FIRST, Verdict.FAIL)
    changes = between(before, after)
    assert told(changes) == {Kind.BROKEN: [FIRST]}
    assert "B19" not in ids(changes, Kind.BROKEN)


def test_an_example_that_comes_or_goes_is_told_and_is_no_gain_or_loss() -> None:
    changes = between(whole(), without(whole(LATER), SECOND))
    assert (told(changes), changes.got_worse) == ({Kind.GONE: [SECOND]}, False)
    changes = between(without(whole(), SECOND), whole(LATER))
    assert (told(changes), changes.got_worse) == ({Kind.NEW: [SECOND]}, False)


def test_a_new_example_that_breaks_what_held_makes_that_worse() -> None:
    changes = between(without(whole(), SECOND), end(whole(LATER), SECOND, Verdict.FAIL))
    assert told(changes) == {Kind.NEW: [SECOND]}
    assert ids(changes, Kind.BROKEN) == ["G-16b", "B19"]
    assert changes.got_worse


def test_a_behaviour_that_loses_its_last_example_is_newly_not_tested() -> None:
    titles = {r["example"] for r in whole()["results"] if "B04" in r["tags"]}
    changes = between(whole(), without(whole(LATER), *titles))
    assert "B04" in ids(changes, Kind.LOST)
    assert changes.got_worse


def test_a_renamed_file_and_a_moved_line_change_nothing() -> None:
    moved = whole(LATER)
    for result in moved["results"]:
        result["file"], result["line"] = f"features/elsewhere/{result['line']}.feature", result["line"] + 7
        result["chapter"] = f"New: {result['chapter']}"
    assert told(between(whole(), moved)) == {}


def test_rows_of_an_outline_are_told_apart() -> None:
    record = whole(LATER)
    outline = next(result for result in record["results"] if result["values"])
    outline["verdict"] = Verdict.FAIL.value
    changes = between(whole(), record)
    assert told(changes) == {Kind.BROKEN: [f"{outline['example']} ({', '.join(outline['values'])})"]}


def test_what_a_partial_run_was_not_asked_for_is_not_compared() -> None:
    before = end(whole(), SECOND, Verdict.FAIL)
    changes = between(before, only(whole(LATER), FIRST))
    assert (told(changes), changes.promises, changes.got_worse) == ({}, (), False)
    assert changes.not_compared == 106
    assert notes(changes) == [
        "The run of 2 March 2026, 09:05 UTC was a partial run: what it was not asked for is not compared.",
        "106 examples not compared: one of the two runs was not asked for that.",
        f"No run has an example of {', '.join(changes.comparison.shown_by_none)}.",
    ]


def test_what_a_run_was_asked_for_and_did_not_reach_is_not_tested() -> None:
    cut = only(whole(LATER), FIRST)
    assert cut["judgement"]
    cut["judgement"]["scope"] = "incomplete"
    changes = between(whole(), cut)
    assert len(changes.examples_that(Kind.LOST)) == 106
    assert changes.got_worse


def test_another_profile_is_said_and_its_chapters_are_not_compared() -> None:
    changes = between(whole(), beyond := whole_of_all())
    assert (told(changes), changes.promises) == ({}, ())
    assert changes.not_compared == len(beyond["results"]) - 107
    assert notes(changes)[0].startswith("The profiles differ: the run of 1 March")


def test_a_guide_s_example_that_is_gone_is_no_matter_of_the_profile() -> None:
    assert told(between(whole(), without(whole_of_all(), SECOND))) == {Kind.GONE: [SECOND]}


def test_changed_steps_another_browser_and_the_wrong_order_are_said() -> None:
    after = whole(LATER)
    for result in after["results"]:
        result["browser"] = "firefox"
    of(after, SECOND)[0]["steps"][0]["text"] = "something else"
    found = "\n".join(notes(between(after, whole())))
    assert f"The steps of 1 example were changed between the runs: {SECOND}." in found
    assert "The browsers differ: the run of 2 March 2026, 09:05 UTC in firefox, the run of 1 March" in found
    assert "The first run is newer than the last" in found


def test_browsers_are_told_apart_where_a_run_has_several() -> None:
    before, after = whole(), whole(LATER)
    for record in (before, after):
        record["results"] += [{**result, "browser": "firefox"} for result in record["results"]]
    of(before, SECOND)[0]["verdict"] = of(after, SECOND)[1]["verdict"] = Verdict.FAIL.value
    changes = between(before, after)
    assert told(changes) == {Kind.BROKEN: [f"{SECOND} [firefox]"], Kind.HELD: [f"{SECOND} [chromium]"]}


def test_of_a_known_failure_the_reason_is_told() -> None:
    changes = between(whole(), end(whole(LATER), SECOND, Verdict.EXPECTED_FAIL, KNOWN, UNMET))
    (change,) = changes.examples
    assert change.after.seen and change.after.seen.reason == "Used codes work again."
