"""Every run begins with a short visit of the doctor, once for all its workers; what is wrong stops the run.

But for the bundled server: its target comes with it, and a visit takes a tenth of the guide's time. It is
made in a process of its own, so that a target that hangs or crashes takes nothing of the run with it.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from harness import budget, common, endpoints, target_file
from harness.doctor.consult import ALL_WELL
from harness.doctor.limits import VISIT_SECONDS
from harness.keeper import THROW_AWAY
from harness.record import story_to_come
from targets.port import TargetError

_WANTED = "doctor.wanted"
_SEEN = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The way to do without."""
    parser.getgroup("twofold").addoption(
        "--no-doctor",
        action="store_true",
        help="begin without the short form of `twofold doctor`",
    )


def pytest_collection_finish(session: pytest.Session) -> None:
    """Where examples were selected: see the doctor, or, as a worker, let the controller do so."""
    config = session.config
    is_wanted = any(map(story_to_come, session.items)) and not config.option.collectonly
    if not is_wanted or config.option.no_doctor:
        return
    if common.is_worker(config):
        (common.folder(config) / _WANTED).touch()
    else:
        _see(config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: object, ids: list[str]) -> None:
    """With workers: the controller sees the doctor before it hands out the first example."""
    config: pytest.Config = getattr(node, "config")  # noqa: B009 - xdist's node has it
    if (common.folder(config) / _WANTED).exists() and not config.stash.get(_SEEN, False):
        config.stash[_SEEN] = True
        _see(config)


def _see(config: pytest.Config) -> None:
    name = str(config.getoption("--target"))
    if name in THROW_AWAY or not _has_driver(name, config):
        return
    browsers = config.getoption("--browser", None) or ["chromium"]
    elsewhere = [f"{endpoints.OPTION}={named}" for named in config.getoption(endpoints.OPTION)]
    command = [sys.executable, "-m", "harness.cli", "doctor", "--short", "--target", name]
    done = subprocess.run(
        [*command, "--browser", browsers[0], "--root", str(config.rootpath), *elsewhere],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=VISIT_SECONDS + 30,
    )
    if done.returncode != ALL_WELL:
        said = "\n".join([done.stdout.strip(), done.stderr.strip()]).strip()
        budget.stop(config, f"The doctor finds that the target can't be tested like this.\n{said}")


def _has_driver(name: str, config: pytest.Config) -> bool:
    """Whether there is anything to see: a target that can't be loaded is told by the first example."""
    try:
        return hasattr(target_file.load(name, config.rootpath), "driver")
    except TargetError:
        return False
