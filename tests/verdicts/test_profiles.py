"""`--profile`: the guide's chapters alone, or those beyond it as well, and when such a run is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.verify import verify
from tests.verdicts.suites import BINDING, BREAKS, KEEPS, Suite, feature, run

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
