"""`twofold verify`: a good log passes, and each thing that can be done to one is told by its own reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
from harness.messages import envelopes as say
from harness.messages import seal
from harness.verify import verify
from tests.messages import doors
from tests.messages.doors import Ran

Lines = list[str]


def place(lines: Lines, words: str) -> int:
    """Where the first line with these words is."""
    return next(at for at, line in enumerate(lines) if words in line)


def drop(lines: Lines, other: Lines) -> Lines:
    at = place(lines, "testStepFinished")
    return lines[:at] + lines[at + 1 :]


def edit(lines: Lines, other: Lines) -> Lines:
    at = place(lines, r"\"verdict\": \"FAIL\"")
    lines[at] = lines[at].replace("FAIL", "PASS")
    return lines


def cut_footer(lines: Lines, other: Lines) -> Lines:
    return lines[:-1]


def cut_in_a_line(lines: Lines, other: Lines) -> Lines:
    return [*lines[:50], lines[50][:30]]


def append(lines: Lines, other: Lines) -> Lines:
    return [*lines, lines[place(lines, "testRunFinished")]]


def swap(lines: Lines, other: Lines) -> Lines:
    at = place(lines, "testStepStarted")
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return lines


def repeat(lines: Lines, other: Lines) -> Lines:
    at = place(lines, "testStepFinished")
    return [*lines[:at], lines[at], *lines[at:]]


def put_in(lines: Lines, other: Lines) -> Lines:
    at = place(lines, '"hook"')
    return [*lines[:at], '{"hook":{"id":"mine","sourceReference":{}}}', *lines[at:]]


def mix_in(lines: Lines, other: Lines) -> Lines:
    at, from_other = place(lines, r"\"verdict\": \"FAIL\""), place(other, r"\"verdict\": \"PASS\"")
    lines[at] = other[from_other]
    return lines


def one_after_the_other(lines: Lines, other: Lines) -> Lines:
    return lines + other


def edit_footer(lines: Lines, other: Lines) -> Lines:
    lines[-1] = lines[-1].replace(r"\"target\": \"reference\"", r"\"target\": \"production\"")
    return lines


TAMPERINGS: list[tuple[Callable[[Lines, Lines], Lines], str]] = [
    (drop, "dropped: of what the run wrote, the log lacks line "),
    (edit, "edited: since the run somebody changed line "),
    (cut_footer, "truncated: the log breaks off after line "),
    (cut_in_a_line, "truncated: the log breaks off in line 51"),
    (append, "appended: 1 line after the footer"),
    (swap, "reordered: from line "),
    (repeat, "repeated: the log holds 1 line more than once"),
    (put_in, "added: the run did not write line "),
    (mix_in, "mixed: another run wrote line "),
    (one_after_the_other, "mixed: it holds the footers of 2 runs"),
    (edit_footer, "edited: the footer is not as the run wrote it"),
]


@pytest.mark.parametrize(("tamper", "reason"), TAMPERINGS, ids=lambda case: getattr(case, "__name__", ""))
def test_each_tampering_is_told(
    tamper: Callable[[Lines, Lines], Lines], reason: str, alone: Ran, by_two: Ran, tmp_path: Path
) -> None:
    lines, other = (run.log.read_text(encoding="utf-8").split("\n")[:-1] for run in (alone, by_two))
    end = "" if tamper is cut_in_a_line else "\n"
    path = tmp_path / say.LOG
    path.write_text("\n".join(tamper(list(lines), list(other))) + end, encoding="utf-8")
    found = [told for told in verify(path).reasons if told.startswith(reason)]
    assert found, verify(path).reasons
    assert main(["verify", str(path)]) == 1


def test_a_change_is_told_once_and_where(alone: Ran, tmp_path: Path) -> None:
    lines = alone.log.read_text(encoding="utf-8").split("\n")[:-1]
    at = place(lines, r"\"verdict\": \"FAIL\"")
    path = tmp_path / "copy.ndjson"
    path.write_text("\n".join(edit(lines, [])) + "\n", encoding="utf-8")
    assert verify(path).reasons == (f"edited: since the run somebody changed line {at + 1}",)


@pytest.mark.parametrize("run", ["alone", "by_two"])
def test_a_whole_run_is_good_whatever_its_verdicts(
    run: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: Ran = request.getfixturevalue(run)
    assert main(["verify", str(ran.report)]) == 0
    assert "a whole run of 9 scenarios: 2 FAIL, 2 HARNESS_ERROR, 1 NOT_APPLICABLE, 4 PASS; seal" in (
        capsys.readouterr().out
    )


def test_part_of_a_run_needs_leave(partial: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(partial.report).reasons == (
        "partial: 6 examples of the features did not run: features/02_staying_out.feature:7, "
        "features/02_staying_out.feature:13, features/02_staying_out.feature:18 and 3 more",
        "missing: no example ran of G-16b, G-6a, B19",
    )
    assert main(["verify", str(partial.report)]) == 1
    assert main(["verify", str(partial.report), "--allow-partial"]) == 0
    assert "part of a run of 3 scenarios: 3 PASS" in capsys.readouterr().out


def test_a_run_with_a_crash_is_not_whole(crashed: Ran) -> None:
    [reason] = verify(crashed.report).reasons
    assert reason.startswith("unfinished: acts/test_02.py::test_the_last_one_out[chromium]: worker crashed")


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_killed_midway_is_rejected(
    workers: str, alone: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = doors.write(tmp_path)
    (root / "report").mkdir()
    (root / "report" / say.LOG).write_bytes(alone.log.read_bytes())
    ran = doors.run(root, "-n", workers, trouble="run dies")
    assert ran.status == -9
    assert main(["verify", str(ran.report)]) == 1, "the log of the run before does not stand in for it"
    assert "the run did not end: only the parts of its workers are there" in capsys.readouterr().out


def test_a_run_killed_before_its_first_example_is_rejected(
    alone: Ran, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = doors.write(tmp_path)
    (root / "report").mkdir()
    (root / "report" / say.LOG).write_bytes(alone.log.read_bytes())
    assert doors.run(root, trouble="run dies at once").status == -9
    assert main(["verify", str(root / "report")]) == 1, "the log of the run before does not stand in for it"
    assert "the run did not end" in capsys.readouterr().out


def test_a_run_that_ends_before_its_first_example_leaves_no_log(alone: Ran, tmp_path: Path) -> None:
    root = doors.write(tmp_path)
    (root / "report").mkdir()
    (root / "report" / say.LOG).write_bytes(alone.log.read_bytes())
    assert doors.run(root, trouble="run ends at once").status == 2
    assert list((root / "report").iterdir()) == []


def sealed_anew(lines: Lines, change: Callable[[dict[str, Any]], None]) -> str:
    """A log as a forger writes it who knows the chain: its footer claims anything, and fits the lines."""
    envelopes = [json.loads(line) for line in lines]
    footer = seal.footer_of(lines, envelopes, {"run": envelopes[-1]["testRunFinished"]["testRunStartedId"]})
    change(footer)
    footer["seal"] = seal.seal_of(footer)
    return "\n".join([*lines, say.line(say.attachment(say.FOOTER, footer))]) + "\n"


def test_a_footer_has_to_say_what_the_lines_say(alone: Ran, tmp_path: Path) -> None:
    lines = alone.log.read_text(encoding="utf-8").split("\n")[:-2]
    path = tmp_path / say.LOG

    def claim(footer: dict[str, Any]) -> None:
        footer["verdicts"] = {"PASS": 9}

    path.write_text(sealed_anew(lines, claim), encoding="utf-8")
    [reason] = verify(path).reasons
    assert reason.startswith(
        'mismatch: on the verdicts the footer says {"PASS": 9}, the lines say {"FAIL": 2'
    )


def test_an_example_left_out_is_missed_though_all_is_sealed_anew(alone: Ran, tmp_path: Path) -> None:
    lines = alone.log.read_text(encoding="utf-8").split("\n")[:-2]
    case = next(line for line in lines if "testCaseStarted" in line)
    name = json.loads(case)["testCaseStarted"]["testCaseId"]
    path = tmp_path / say.LOG
    rest = [line for line in lines if name not in line]
    path.write_text(sealed_anew(rest, lambda footer: footer.update(whole=True)), encoding="utf-8")
    assert verify(path).reasons == (
        "mismatch: on whether the run was whole the footer says true, the lines say false",
    )
    path.write_text(sealed_anew(rest, lambda footer: None), encoding="utf-8")
    assert [told.partition(":")[0] for told in verify(path).reasons] == ["partial"]


@pytest.mark.parametrize("content", ["", "no log\n", '{"whole": true}\n', b"\xff\xfe\n", None])
def test_what_is_no_log_can_not_be_read(
    content: str | bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / say.LOG).write_bytes(content.encode() if isinstance(content, str) else content)
    assert main(["verify", str(tmp_path)]) == 2
    assert "name a run's folder or its log" in capsys.readouterr().err
