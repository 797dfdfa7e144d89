"""What an editor has to know to find the steps of a feature: settings of Cucumber's extension for VS Code."""

from __future__ import annotations

import re
from typing import Any

from .model import Suite

ANYTHING = ".+"
"""What a place without a type takes."""


def settings(suite: Suite) -> dict[str, Any]:
    """Where features and steps lie, and what fits each place of a phrase.

    The extension reads `{who:Person}` as a place whose type is called `who:Person`; modules that give one
    name different words get all of them.
    """
    patterns: dict[str, dict[str, None]] = {}
    for definition in suite.collected.definitions:
        known = dict(definition.patterns)
        for place in re.findall(r"{(.+?)}", definition.phrase):
            patterns.setdefault(place, {})[known.get(place, ANYTHING)] = None
    return {
        "cucumber.features": ["features/**/*.feature"],
        "cucumber.glue": ["steps/**/*.py"],
        "cucumber.parameterTypes": [
            {"name": place, "regexp": _readable("|".join(sorted(found)))}
            for place, found in sorted(patterns.items())
        ],
    }


def _readable(pattern: str) -> str:
    """Without the escapes that Python makes and no expression needs."""
    return re.sub(r"\\([ \-])", r"\1", pattern)
