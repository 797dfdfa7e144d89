"""Annotations: as GitHub's runner reads workflow commands, and on lines that are really the steps'."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from harness.formats.annotations import commands
from harness.verdicts import Verdict
from tests.formats import runs
from tests.messages import doors

COMMAND = re.compile(r"^::(?P<level>error|warning) (?P<fields>[^:]*)::(?P<message>.*)$")
UNESCAPED = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


class Shown(NamedTuple):
    """What GitHub shows, where."""

    level: str
    file: str
    line: int
    title: str
    message: str


def shown(printed: str) -> list[Shown]:
    """The annotations in a job's output, read as the runner does: split first, unescaped then."""
    found = filter(None, map(COMMAND.match, printed.splitlines()))
    return [_shown(match["level"], match["fields"], match["message"]) for match in found]


def _shown(level: str, fields: str, message: str) -> Shown:
    its = dict(field.split("=", 1) for field in fields.split(","))
    file, line, title = (_unescaped(its[name]) for name in ("file", "line", "title"))
    return Shown(level, file, int(line), title, _unescaped(message))


def _unescaped(text: str) -> str:
    for escape, character in UNESCAPED.items():
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def test_a_failure_is_an_error_on_the_line_of_the_step() -> None:
    record, result = runs.broken()
    (one,) = shown("\n".join(commands(record)))
    assert (one.level, one.file, one.line) == ("error", result["file"], result["steps"][-2]["line"])
    assert one.title == f"FAIL: {result['chapter']} › {result['rule']} › {runs.BROKEN}"
    assert one.message == (
        "Expected: Alice is signed in. Observed: rejected ('Wrong code.')\n"
        f'Run again: pytest "{result["nodeid"]}"'
    )


@pytest.mark.parametrize(
    ("verdict", "level"),
    [
        (Verdict.FAIL, "error"),
        (Verdict.UNEXPECTED_PASS, "error"),
        (Verdict.HARNESS_ERROR, "error"),
        (Verdict.INCONCLUSIVE, "warning"),
        (Verdict.WARN, "warning"),
        (Verdict.EXPECTED_FAIL, None),
        (Verdict.NOT_APPLICABLE, None),
        (Verdict.PASS, None),
    ],
)
def test_what_each_verdict_is(verdict: Verdict, level: str | None) -> None:
    record, _ = runs.ended(verdict, "code: reason")
    assert [one.level for one in shown("\n".join(commands(record)))] == ([level] if level else [])


def test_nothing_that_is_said_can_break_out_of_its_line() -> None:
    said = "50% of: a,b::error file=x::%0A and"
    record, _ = runs.ended(Verdict.INCONCLUSIVE, said)
    (one,) = shown("\n".join(commands(record)))
    assert one.message.startswith(f"{said}\nRun again: ")


def test_a_folder_within_the_repository_leads_to_the_file() -> None:
    record, result = runs.broken()
    (one,) = shown("\n".join(commands(record, "qa/twofold/")))
    assert one.file == f"qa/twofold/{result['file']}"


def test_a_run_annotates_where_github_listens(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(suite.parent))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    ran = doors.run(suite, "-n", "2", report="annotated")
    assert ran.status == 1
    by_title = {one.title.rpartition(" › ")[2]: one for one in shown(ran.output)}
    opens = by_title["A door that opens for anybody"]
    feature = (suite.parent / opens.file).read_text(encoding="utf-8").splitlines()
    assert feature[opens.line - 1].strip() == "Then the door is locked"
    assert "Turning the right key" not in by_title


def test_a_run_elsewhere_prints_none(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    ran = doors.run(suite, "-n", "0", "-k", "anybody", report="plain")
    assert ran.status == 1
    assert shown(ran.output) == []
