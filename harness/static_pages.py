"""Pages that need no server, no script and no network: Jinja templates with their style inside.

A strict content security policy lets nothing but that style through. What a page tells is not decided here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.counting import counted

REPORT = Path(__file__).resolve().parent / "report" / "templates"
"""Where the look that all pages share is, style.css, and what their templates have in common."""


def render(template: Path, styles: Sequence[Path] = (), **told: object) -> str:
    """A page made of a template, in the look of the report and with style sheets of its own.

    The template gets `style` and `style_source`, what its policy calls the style, beside what is told.
    """
    style = "\n".join(path.read_text(encoding="utf-8") for path in (REPORT / "style.css", *styles))
    source = f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
    page = _environment(template.parent).get_template(template.name)
    return page.render(style=Markup(style), style_source=source, **told)


def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader((folder, REPORT)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(counted=counted)
    return environment
