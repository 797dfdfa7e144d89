"""The page that a run writes: report/index.html, from the record, the feature files and the catalogue.

Static, without script and readable offline. What is told is decided in `telling`, how it looks in templates/.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness import catalogue, profiles
from harness.counting import counted
from harness.report import telling, words

if TYPE_CHECKING:
    from harness.record import RunRecord

FEATURES = Path(__file__).resolve().parents[2] / "features"
_TEMPLATES = Path(__file__).resolve().parent / "templates"


def write(record: RunRecord, folder: Path, features: Path = FEATURES) -> Path:
    """Write index.html into a folder that exists, and return its path.

    Raises FeatureFileError or CatalogueError when what was tested can't be read.
    """
    chapters = profiles.chapters(features.parent, record.get("profile", profiles.GUIDE))
    page = telling.page_of(record, chapters, catalogue.load(), features.parent)
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    html = (
        _environment()
        .get_template("index.html")
        .render(page=page, style=Markup(style), style_source=_source_of(style))
    )
    written = folder / "index.html"
    written.write_text(html, encoding="utf-8")
    return written


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=words.day, clock=words.clock, span=words.span, counted=counted)
    return environment


def _source_of(style: str) -> str:
    """What the content security policy calls the one style sheet that it lets through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
