"""`twofold check`: reads the features, collects their tests, and says what is wrong; no browser, no server.

`read_suite` and `findings` are the doors. Rules live in identity, standards, binding, style and wording;
printing in harness.commands.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from harness import catalogue as register
from harness import limits, profile_data, reach
from harness.gherkin import FeatureFileError, parse_folder
from harness.user_guide import how_to

from . import binding, identity, standards, style, wording
from .model import Collected, Finding, Rule, Suite, Unusable

__all__ = ["RULES", "Collected", "Finding", "Rule", "Suite", "Unusable", "findings", "read_suite"]

RULES: tuple[Rule, ...] = identity.RULES + standards.RULES + binding.RULES + style.RULES + wording.RULES


def read_suite(root: Path, catalogue: register.Catalogue | None = None, *, with_tests: bool = True) -> Suite:
    """The suite below root (features/, steps/), collected with pytest unless `with_tests` is False.

    Raises Unusable when there are no features, one can't be parsed, or pytest can't collect.
    """
    root = root.resolve()
    if not (root / "features").is_dir():
        raise Unusable(f"{root}: there is no folder features/ — name the root of a suite with --root")
    try:
        chapters = parse_folder(root / "features")
        told = how_to.load(root)
        numbers = limits.load(root / "catalogue")
        known = catalogue or register.load()
        asked = profile_data.Profiles() if catalogue else profile_data.load()
        reached = reach.Reach() if catalogue else reach.load()
    except FeatureFileError as error:
        raise Unusable(f"{error.path.relative_to(root).as_posix()}:{error.line}: {error.what}") from None
    except (register.CatalogueError, how_to.HowToError) as error:
        raise Unusable(f"catalogue/{error}") from None
    if not chapters:
        raise Unusable("features/: there is no feature file in it — write one")
    collected = _collected(root) if with_tests else Collected()
    return Suite(root, known, chapters, collected, told, numbers, asked, reached)


def findings(suite: Suite, rules: tuple[Rule, ...] = RULES) -> tuple[Finding, ...]:
    """All findings, in the order of the rules."""
    return tuple(chain.from_iterable(rule.findings(suite) for rule in rules))


def _collected(root: Path) -> Collected:
    from .collect import collect  # pytest and the suite's own imports cost a second

    if not (root / "steps").is_dir():
        raise Unusable(
            "steps/: there is no such folder — it holds the phrases and the modules that bind the features"
        )
    return collect(root)
