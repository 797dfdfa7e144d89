"""JUnit's XML, read by junitparser, and held against what GitLab's documentation says it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from junitparser import Failure, Skipped
from junitparser.xunit2 import JUnitXml
from PIL import Image

from harness.gherkin import parse_folder
from tests.messages import doors
from tests.messages.doors import PROJECT, Ran
from tests.verdicts import suites
from tests.verdicts.suites import KEEPS

CHAPTER, RULE = "Staying out of a house", "Not everything goes well"


def cases(file: Path) -> list[Any]:
    """All that a reader finds."""
    xml = JUnitXml.fromfile(str(file))
    return [case for suite in xml for case in suite]


def suite_of(file: Path) -> Any:
    (suite,) = JUnitXml.fromfile(str(file))
    return suite


def properties(case: Any) -> dict[str, str]:
    return {each.name: each.value for each in case.properties()}


@pytest.fixture(scope="module", params=["0", "2"], ids=["alone", "by two"])
def ran(request: pytest.FixtureRequest, suite: Path) -> Ran:
    return doors.run(
        suite, "-n", request.param, "--junitxml", "junit.xml", "-o", "junit_family=xunit1", report="junit"
    )


@pytest.fixture(scope="module")
def found(ran: Ran) -> dict[str, Any]:
    """The cases by the names of their examples."""
    every = cases(ran.report.parent / "junit.xml")
    return {case.name.rpartition(" › ")[2]: case for case in every}


def test_names_are_the_chapters(ran: Ran, found: dict[str, Any]) -> None:
    wanted = {
        (chapter.title, f"{rule.title} › {example.title}{_row(row)}")
        for chapter in parse_folder(ran.report.parent / "features")
        for rule in chapter.rules
        for example in rule.examples
        for row in example.rows
    }
    # The door that fell out of its frame never reached its steps; it has its name all the same.
    assert {(case.classname, case.name) for case in found.values()} == wanted
    assert (CHAPTER, f"{RULE} › A door that opens for anybody") in wanted


def _row(row: dict[str, str]) -> str:
    return f" ({', '.join(row.values())})" if row else ""


def test_the_file_is_the_feature_file_that_gitlab_links_to(ran: Ran, found: dict[str, Any]) -> None:
    case = found["A door that opens for anybody"]._elem
    lines = (ran.report.parent / case.get("file")).read_text(encoding="utf-8").splitlines()
    assert lines[int(case.get("line")) - 1].strip() == "Then the door is locked"


def test_ids_are_properties(found: dict[str, Any]) -> None:
    its = properties(found["A door that opens for anybody"])
    again = its.pop("run_again")
    assert its == {
        "verdict": "FAIL",
        "target": "reference",
        "statements": "G-16b",
        "behaviours": "B19",
        "browser": "chromium",
        "feature": "features/02_staying_out.feature:7",
    }
    assert again.startswith('pytest "acts/test_02.py::')
    own = properties(found["A step that nobody wrote"])
    assert own["statements"] == "G-16b,G-6a"


def test_outcomes_and_counts_agree(ran: Ran, found: dict[str, Any]) -> None:
    kinds = {name: {type(each) for each in case.result} for name, case in found.items()}
    assert kinds["Turning the right key"] == set()
    assert kinds["A door that opens for anybody"] == {Failure}
    assert kinds["A door that no house has"] == {Skipped}
    suite = suite_of(ran.report.parent / "junit.xml")
    assert suite.tests == len(found) == 9
    assert suite.failures == sum(Failure in its for its in kinds.values())
    assert suite.skipped == sum(Skipped in its for its in kinds.values())


def test_what_passed_though_known_to_fail_is_a_failure(tmp_path: Path) -> None:
    entry = (
        "- {behaviour: B01, reason: slow, link: 'https://tracker.example/1', expires: 2999-01-01, "
        "example: Doors 1}\n"
    )
    suites.run(suites.Suite((KEEPS,), known_failing=entry), tmp_path, "--junitxml", "junit.xml")
    suite = suite_of(tmp_path / "junit.xml")
    (case,) = suite
    assert properties(case)["verdict"] == "UNEXPECTED_PASS"
    assert [type(each) for each in case.result] == [Failure]
    assert (suite.tests, suite.failures) == (1, 1)


def test_another_tool_s_tests_keep_their_names(suite: Path) -> None:
    (suite / "acts/test_plain.py").write_text("def test_plain():\n    pass\n", encoding="utf-8")
    doors.run(suite, "acts/test_plain.py", "--junitxml", "plain.xml", report="plain-junit")
    assert [(case.classname, case.name) for case in cases(suite / "plain.xml")] == [
        ("acts.test_plain", "test_plain")
    ]
    (suite / "acts/test_plain.py").unlink()


@pytest.mark.slow
def test_gitlab_finds_the_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths count from the folder that GitLab checked out."""
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    one = ("steps", "-k", "a_lost_phone and for_the_first_time", "--pictures", "thens", "--no-doctor")
    file, report = tmp_path / "junit.xml", tmp_path / "kept"
    ran = doors.run(PROJECT, *one, "-p", "no:xdist", "--junitxml", str(file), report=str(report))
    (case,) = cases(file)
    tags = [line for line in (case.system_out or "").splitlines() if line.startswith("[[ATTACHMENT|")]
    assert tags, ran.output
    for tag in tags:
        path = tag.removeprefix("[[ATTACHMENT|").removesuffix("]]")
        with Image.open(tmp_path / path) as picture:
            picture.verify()
