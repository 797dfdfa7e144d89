"""`--profile`: what a run of one acts out, when it is whole, and how strongly it judges what breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.verify import verify
from tests.verdicts.suites import BINDING, BREAKS, KEEPS, Example, Suite, example, feature, run

BEYOND = "features/standards/10_windows.feature"
BINDS_BEYOND = "steps/standards/test_10_windows.py"
SUITE = Suite(
    (KEEPS, KEEPS),
    more=(
        (BEYOND, feature("Windows", (BREAKS,))),
        ("steps/standards/__init__.py", ""),
        (BINDS_BEYOND, BINDING.replace("../features/01_doors", "../../features/standards/10_windows")),
    ),
)


@pytest.mark.parametrize(
    ("arguments", "files", "scope", "code"),
    [
        ((), ["01_doors", "01_doors"], "whole", 0),
        (("--profile", "all"), ["01_doors", "01_doors", "10_windows"], "whole", 1),
        (("--profile", "all", "-n", "2"), ["01_doors", "01_doors", "10_windows"], "whole", 1),
        (("steps/standards",), ["10_windows"], "partial", 1),
        ((BINDS_BEYOND, "-n", "1"), ["10_windows"], "partial", 1),
    ],
)
def test_which_chapters_are_acted_out(
    arguments: tuple[str, ...], files: list[str], scope: str, code: int, tmp_path: Path
) -> None:
    ended = run(SUITE, tmp_path, *arguments)
    assert [Path(result["file"]).stem for result in ended.results] == files, ended.output
    assert ended.record is not None
    assert (ended.record["judgement"]["scope"], ended.code) == (scope, code)
    assert bool(verify(tmp_path / "report").reasons) == (scope == "partial")
    assert (tmp_path / "report/chapters/windows.html").exists() == ("10_windows" in files)
    assert (tmp_path / "report/standards.html").exists() == ("10_windows" in files)


def breaks(tags: str) -> Example:
    return example("When the product breaks its word", tags=tags)


def beyond(*examples: Example) -> Suite:
    """A suite whose chapter beyond the guide holds these."""
    return Suite((KEEPS,), more=((BEYOND, feature("Windows", examples)), *SUITE.more[1:]))


SCORED = example("When the product keeps its word", tags="@B12")


@pytest.mark.parametrize(
    ("suite", "arguments", "verdicts", "code"),
    [
        (Suite((SCORED, BREAKS)), ("--profile", "psd2"), ["PASS"], 0),
        (Suite((SCORED, breaks("@B10"))), ("--profile", "psd2"), ["PASS", "FAIL"], 1),
        (Suite((breaks("@B12"), BREAKS)), ("--profile", "rfc6238"), ["WARN"], 0),
        (Suite((breaks("@B12"), BREAKS)), ("--profile", "rfc6238", "--strict-should"), ["FAIL"], 1),
        (beyond(breaks("@B15"), breaks("@B10")), ("--profile", "all"), ["PASS", "WARN", "FAIL"], 1),
        (beyond(breaks("@B44")), ("--profile", "all", "--strict-should"), ["PASS", "WARN"], 0),
    ],
)
def test_a_profile_acts_out_what_it_scores_as_strongly_as_its_clauses_ask(
    suite: Suite, arguments: tuple[str, ...], verdicts: list[str], code: int, tmp_path: Path
) -> None:
    ended = run(suite, tmp_path, *arguments)
    assert (ended.verdicts, ended.code) == (verdicts, code), ended.output
    assert ended.record is not None
    assert ended.record["judgement"]["scope"] == "whole"
    assert not verify(tmp_path / "report").reasons
    assert all("should-unmet" in r["why"] for r in ended.results if r["verdict"] == "WARN")


def test_a_run_is_not_whole_while_an_example_that_the_profile_scores_is_bound_to_nothing(
    tmp_path: Path,
) -> None:
    unbound = ("features/02_gates.feature", feature("Gates", (breaks("@B10"),)))
    ended = run(Suite((SCORED,), more=(unbound,)), tmp_path, "--profile", "psd2")
    assert ended.record is not None
    assert (ended.record["judgement"]["scope"], ended.code) == ("incomplete", 6), ended.output


def test_an_unknown_profile_is_refused_with_the_list_of_those_that_are_known(tmp_path: Path) -> None:
    ended = run(SUITE, tmp_path, "--profile", "pds2")
    assert ended.code == 4
    assert "there is no profile 'pds2' — choose one of guide, rfc6238, nist-800-63b," in ended.output
