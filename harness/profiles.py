"""Which chapters a run acts out: the guide's (`--profile guide`), or those beyond it as well (`all`).

Chapters beyond the guide live in features/standards, their phrases and what binds them in steps/standards.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from harness import gherkin

if TYPE_CHECKING:  # `twofold check` needs no pytest to read chapters
    import pytest

GUIDE, ALL = "guide", "all"
STANDARDS = "standards"


def is_of_standards(path: Path) -> bool:
    """Whether a feature file, or what binds it, goes beyond the guide."""
    return path.parent.name == STANDARDS


def belongs(path: Path, profile: str) -> bool:
    """Whether a run of this profile acts a feature file out."""
    return profile == ALL or not is_of_standards(path)


def chapters(root: Path, profile: str) -> tuple[gherkin.Chapter, ...]:
    """The chapters of a profile, the guide's first. Raises FeatureFileError."""
    parsed = gherkin.parse_folder(root / "features")
    return tuple(chapter for chapter in parsed if belongs(chapter.path, profile))


def profile_of(config: pytest.Config) -> str:
    """What this run is asked for."""
    return str(config.getoption("--profile", GUIDE))


def pytest_configure(config: pytest.Config) -> None:
    """Take chapters that are named on the command line for a wish to see them."""
    if any(is_in_standards(path, config.rootpath) for path in named(config)):
        config.option.profile = ALL


def named(config: pytest.Config) -> Iterable[Path]:
    """The files and folders on the command line."""
    start = config.invocation_params.dir
    return (Path(start, argument.partition("::")[0]).resolve() for argument in config.args)


def is_in_standards(path: Path, root: Path) -> bool:
    """Whether a path is the folder of what binds chapters beyond the guide, or lies in it."""
    return path.is_relative_to(root / "steps" / STANDARDS)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what the profile doesn't ask for."""
    is_left_out = profile_of(config) == GUIDE and is_in_standards(collection_path, config.rootpath)
    return True if is_left_out else None
