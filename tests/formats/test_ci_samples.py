"""The sample workflows: what they call exists, their shards leave nothing out, and their files are kept."""

from __future__ import annotations

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

from harness.cli import _parser as parser
from harness.commands.acting import EVENLY
from tests.messages.doors import PROJECT

GITHUB, GITLAB = (PROJECT / "docs/ci" / name for name in ("github-actions.yml", "gitlab-ci.yml"))
SHARDS, LAST = 2, ("merge", "verify")
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


def shard(sample: Path, number: int, here: Path = Path()) -> list[str]:
    """What the job gives to `twofold guide` in one of its shards, its variables filled in; files go here."""
    (run,) = [words for words in commands(sample) if words[:2] == [".venv/bin/twofold", "guide"]]
    index = {"SHARD": str(number), "CI_NODE_INDEX": str(number), "CI_NODE_TOTAL": str(SHARDS)}
    told = [Template(word).substitute({"TARGET": "reference", **index}) for word in run[2:]]
    return [*EVENLY, *(word.replace("shards/", f"{here / 'shards'}/") for word in told)]


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
def test_its_shards_are_the_whole_guide_and_share_nothing(sample: Path, tmp_path: Path) -> None:
    """In an order drawn anew for each, too."""
    order = ("--random-order-bucket=global", "--random-order-seed")
    one, other = (
        collected(*shard(sample, number, tmp_path), *order, str(number)) for number in range(1, SHARDS + 1)
    )
    assert one | other == collected()
    assert not one & other
    assert abs(len(one) - len(other)) <= 1
    assert sorted(path.name for path in tmp_path.glob("shards/*/junit.xml")) == ["junit.xml"] * SHARDS


@SAMPLES
def test_the_last_job_makes_one_run_of_what_the_shards_kept(sample: Path) -> None:
    told = commands(sample)
    merge, verify = (
        next(words for words in told if words[:2] == [".venv/bin/twofold", name]) for name in LAST
    )
    assert told.index(merge) < told.index(verify)
    options = parser().parse_args([word.replace("*", "1") for word in merge[1:]])
    assert merge[2].endswith("/*")
    kept = shard(sample, 1)[shard(sample, 1).index("--report-dir") + 1]
    assert options.runs == [Path(kept)]
    assert parser().parse_args(verify[1:]).run == options.into == Path("report")


@SAMPLES
def test_what_a_shard_found_is_kept_however_it_ended(sample: Path) -> None:
    jobs = read(sample)
    if sample == GITLAB:
        kept = jobs["guide"]["artifacts"]
        assert (jobs["guide"]["parallel"], jobs["verdict"]["needs"]) == (SHARDS, ["guide"])
        assert (kept["when"], kept["paths"]) == ("always", ["shards/"])
        assert kept["reports"]["junit"] == "shards/*/junit.xml"
        assert jobs["verdict"]["when"] == jobs["verdict"]["artifacts"]["when"] == "always"
    else:
        (upload,) = [s for s in jobs["jobs"]["guide"]["steps"] if "upload-artifact" in s.get("uses", "")]
        (download,) = [
            s for s in jobs["jobs"]["verdict"]["steps"] if "download-artifact" in s.get("uses", "")
        ]
        assert jobs["jobs"]["guide"]["strategy"]["matrix"]["shard"] == list(range(1, SHARDS + 1))
        assert upload["if"] == jobs["jobs"]["verdict"]["if"] == "always()"
        assert upload["with"]["path"] == "shards/${{ matrix.shard }}/"
        assert upload["with"]["name"] == "shard-${{ matrix.shard }}"
        # Each artifact becomes a folder of its name.
        assert download["with"] == {"pattern": "shard-*", "path": "shards"}


def test_the_page_names_both_samples() -> None:
    page = (PROJECT / "docs/ci.md").read_text(encoding="utf-8")
    assert all(f"(ci/{sample.name})" in page for sample in (GITHUB, GITLAB))
