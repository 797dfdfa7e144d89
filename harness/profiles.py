"""Which examples a run acts out: `--profile` names what the product is held to, and the rest is left out.

Chapters beyond the guide live in features/standards, their phrases and what binds them in steps/standards.
What a profile scores stands in catalogue/profiles.yaml, and is read by `profile_data`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from harness import gherkin, profile_data
from harness.catalogue import CatalogueError
from harness.profile_data import ALL, GUIDE, Profile

if TYPE_CHECKING:  # `twofold check` needs no pytest to read chapters
    import pytest

__all__ = ["ALL", "GUIDE", "Unknown", "acts_out", "chapters", "named_profile", "profile_of"]
STANDARDS = "standards"


class Unknown(Exception):
    """No profile is called that; the text lists those that are."""


def named_profile(name: str) -> Profile:
    """A profile by its id. Raises Unknown, and CatalogueError where the profiles can't be read."""
    known = profile_data.load().by_id
    if name not in known:
        raise Unknown(f"there is no profile '{name}' — choose one of {', '.join(known)}")
    return known[name]


def is_of_standards(path: Path) -> bool:
    """Whether a feature file, or what binds it, goes beyond the guide."""
    return path.parent.name == STANDARDS


def acts_out(profile: Profile, path: Path, tags: Iterable[str]) -> bool:
    """Whether a run of this profile acts out an example of this feature file."""
    is_beyond_guide = is_of_standards(path)
    return profile.takes_all or profile.strength(tags, is_beyond_guide=is_beyond_guide) is not None


def chapters(root: Path, profile: str) -> tuple[gherkin.Chapter, ...]:
    """The chapters of a profile, the guide's first, each with what the profile acts out of it alone.

    Raises FeatureFileError and Unknown.
    """
    asked = named_profile(profile)
    parsed = gherkin.parse_folder(root / "features")
    kept = (_kept(asked, chapter) for chapter in parsed)
    return tuple(chapter for chapter in kept if chapter is not None)


def _kept(asked: Profile, chapter: gherkin.Chapter) -> gherkin.Chapter | None:
    """A chapter with only the rules and examples that are acted out; None where none is.

    One without any example stays with the guide and with all, which leave nothing out.
    """
    if asked.takes_all or (asked.has_guide and not is_of_standards(chapter.path)):
        return chapter

    def scored(examples: Iterable[gherkin.Example]) -> tuple[gherkin.Example, ...]:
        return tuple(example for example in examples if acts_out(asked, chapter.path, example.tags))

    rules = (replace(rule, examples=scored(rule.examples)) for rule in chapter.rules)
    kept = tuple(rule for rule in rules if rule.examples)
    strays = scored(chapter.strays)
    return replace(chapter, rules=kept, strays=strays) if kept or strays else None


def profile_of(config: pytest.Config) -> str:
    """What this run is asked for."""
    return str(config.getoption("--profile", GUIDE))


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a profile that nobody knows; take chapters that are named for a wish to see them."""
    import pytest

    try:
        asked = named_profile(profile_of(config))
    except (Unknown, CatalogueError) as error:
        raise pytest.UsageError(f"--profile: {error}") from None
    if asked.id == GUIDE and any(is_in_standards(path, config.rootpath) for path in named(config)):
        config.option.profile = ALL


def named(config: pytest.Config) -> Iterable[Path]:
    """The files and folders on the command line."""
    start = config.invocation_params.dir
    return (Path(start, argument.partition("::")[0]).resolve() for argument in config.args)


def is_in_standards(path: Path, root: Path) -> bool:
    """Whether a path is the folder of what binds chapters beyond the guide, or lies in it."""
    return path.is_relative_to(root / "steps" / STANDARDS)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out whole modules that the guide doesn't ask for."""
    is_left_out = profile_of(config) == GUIDE and is_in_standards(collection_path, config.rootpath)
    return True if is_left_out else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the examples that the profile doesn't score; other tests stay."""
    asked = named_profile(profile_of(config))
    left_out = [item for item in items if not _is_asked(asked, item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _is_asked(asked, item)]


def _is_asked(asked: Profile, item: pytest.Item) -> bool:
    found = _example(item)
    return found is None or acts_out(asked, *found)


def _example(item: pytest.Item) -> tuple[Path, Iterable[str]] | None:
    """The feature file and the tags of an example; None for other tests."""
    from pytest_bdd.scenario import scenario_wrapper_template_registry
    from pytest_bdd.utils import registry_get_safe

    template = registry_get_safe(scenario_wrapper_template_registry, getattr(item, "obj", None))
    if template is None:
        return None
    rule = template.rule
    tags = template.tags | template.feature.tags | (rule.tags if rule else set())
    return Path(template.feature.filename), tags
