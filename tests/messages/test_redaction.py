"""Whatever is written goes through `redact`, before it touches the disk and before it is cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness import chokepoints
from harness.messages import envelopes as say
from harness.messages.part import Part, read

CODE, PASSWORD = "482913", 'corre"ct hörse'


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    def scrub(text: str) -> str:
        return text.replace(CODE, "‹code›").replace(PASSWORD, "‹password›")

    monkeypatch.setattr(chokepoints, "message", scrub)


def written(tmp_path: Path, envelope: say.Envelope) -> str:
    part = Part(tmp_path, "run", "main")
    part.write(envelope)
    part.close()
    assert len(read(part.path)) == 1, "still one message"
    return part.path.read_text(encoding="utf-8")


def test_an_exceptions_text_is_scrubbed(tmp_path: Path) -> None:
    error = ValueError(f"the page says {CODE} and {PASSWORD}")
    text = written(tmp_path, say.step_finished("a", "s", say.step_result("FAILED", 1, error)))
    assert CODE not in text
    assert json.dumps(PASSWORD)[1:-1] not in text
    assert text.count("the page says ‹code› and ‹password›") == 2  # message and exception


def test_a_secret_is_not_cut_in_two_before_it_is_scrubbed(tmp_path: Path) -> None:
    error = ValueError("x" * (say.LONGEST_MESSAGE - 3) + CODE)
    text = written(tmp_path, say.step_finished("a", "s", say.step_result("FAILED", 1, error)))
    assert CODE[:3] not in text


def test_a_records_reason_is_scrubbed(tmp_path: Path) -> None:
    text = written(tmp_path, say.attachment(say.VERDICT, {"why": f"typed {PASSWORD}"}, testCaseStartedId="a"))
    assert "typed ‹password›" in text


def test_any_other_text_is_scrubbed_but_ids_and_numbers_are_not(tmp_path: Path) -> None:
    definition = {"id": CODE, "pattern": {"source": f"enters {CODE}", "type": "CUCUMBER_EXPRESSION"}}
    place = {"uri": "steps.py", "location": {"line": int(CODE)}}
    text = written(tmp_path, {"stepDefinition": {**definition, "sourceReference": place}})
    assert f'"id":"{CODE}"' in text, "a machine-made id that looks like a code has to stay what it is"
    assert f'"line":{CODE}' in text
    assert "enters ‹code›" in text


def test_what_a_deed_tells_is_scrubbed(tmp_path: Path) -> None:
    told = {"deeds": [{"task": "sign in", "said": f"{CODE} is wrong"}]}
    text = written(tmp_path, say.attachment(say.EVIDENCE, told, testCaseStartedId="a", testStepId="s"))
    assert "‹code› is wrong" in text
    assert CODE not in text
