"""The sample workflows: what they call exists, their shards leave nothing out, and their files are kept."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

from harness.cli import main
from harness.profiles import GUIDE
from tests.formats import runs
from tests.messages.doors import PROJECT

GITHUB, GITLAB = (PROJECT / "docs/ci" / name for name in ("github-actions.yml", "gitlab-ci.yml"))
SAMPLES = pytest.mark.parametrize("sample", [GITHUB, GITLAB], ids=["github", "gitlab"])


def read(sample: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(sample.read_text(encoding="utf-8")))


def commands(sample: Path) -> list[list[str]]:
    """Every command that a job runs, in words."""
    return [shlex.split(line) for line in _scripts(read(sample))]


def _scripts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "run":
                yield value
            elif name in ("script", "before_script"):
                yield from value
            else:
                yield from _scripts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _scripts(value)


def selections(sample: Path) -> list[str]:
    """What each shard asks for, by -k."""
    told = sample.read_text(encoding="utf-8")
    return re.findall(r"^ +(?:examples|EXAMPLES): ([^$\n]+)$", told, re.MULTILINE)


@SAMPLES
def test_what_it_makes_stands_in_the_makefile(sample: Path) -> None:
    targets = re.findall(r"^([a-z]+):.*##", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    made = [words[1] for words in commands(sample) if words[0] == "make"]
    assert made and set(made) <= set(targets)


def collected(*options: str) -> set[str]:
    """The examples that such a run would act out."""
    command = [sys.executable, "-m", "pytest", "steps", "--collect-only", "-q", "--no-header", *options]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stdout + told.stderr
    return {line for line in told.stdout.splitlines() if "::" in line}


@SAMPLES
def test_its_shards_are_the_whole_guide_and_share_nothing(sample: Path) -> None:
    one, other = (collected("-k", selection) for selection in selections(sample))
    assert one | other == collected()
    assert not one & other
    assert abs(len(one) - len(other)) < len(one | other) / 4, "one shard has far more to do than the other"


@SAMPLES
def test_pytest_knows_every_option_of_its_run(sample: Path, tmp_path: Path) -> None:
    """With the sample's variables filled in, and nothing acted out."""
    (run,) = [words for words in commands(sample) if words[:2] == [".venv/bin/twofold", "guide"]]
    values = {"TARGET": "reference", "EXAMPLES": selections(sample)[0], "REPORT": str(tmp_path)}
    filled = [Template(word.replace("report/$SHARD", "$REPORT")).substitute(values) for word in run[2:]]
    assert collected(*filled) == collected("-k", selections(sample)[0])
    assert str(tmp_path / "junit.xml") in filled


@SAMPLES
def test_the_last_job_judges_the_shards_together(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (check,) = [words for words in commands(sample) if words[:2] == [".venv/bin/twofold", "check"]]
    *options, pattern = check[1:]
    record = runs.whole()
    assert record.get("profile") == GUIDE
    first = [result for result in record["results"] if result["file"] < "features/05"]
    rest = [result for result in record["results"] if result["file"] >= "features/05"]
    for name, results in (("a", first), ("b", rest)):
        folder = tmp_path / pattern.replace("*", name)
        folder.parent.mkdir(parents=True)
        folder.write_text(json.dumps({**record, "whole": False, "results": results}), encoding="utf-8")
    shards = sorted(map(str, tmp_path.glob(pattern)))
    assert main([*options, *shards]) == 0
    assert "47 of 47 statements shown: no findings" in capsys.readouterr().out
    assert main([*options, shards[0]]) == 1


@SAMPLES
def test_what_a_shard_found_is_kept_however_it_ended(sample: Path) -> None:
    jobs = read(sample)
    if sample == GITLAB:
        kept = jobs[".guide"]["artifacts"]
        assert (kept["when"], kept["paths"]) == ("always", ["report/"])
        assert kept["reports"]["junit"] == "report/*/junit.xml"
        assert jobs["verdict"]["when"] == "always"
        assert set(jobs["verdict"]["needs"]) == {name for name in jobs if name.startswith("chapters")}
    else:
        (upload,) = [s for s in jobs["jobs"]["guide"]["steps"] if "upload-artifact" in s.get("uses", "")]
        assert upload["if"] == jobs["jobs"]["verdict"]["if"] == "always()"
        assert upload["with"]["path"] == "report/${{ matrix.shard }}/"


def test_the_page_names_both_samples() -> None:
    page = (PROJECT / "docs/ci.md").read_text(encoding="utf-8")
    assert all(f"(ci/{sample.name})" in page for sample in (GITHUB, GITLAB))
