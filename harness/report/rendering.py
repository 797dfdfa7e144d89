"""How a page is made of a template: the environment, the style and the script within it, and its policy.

A page is one file that needs nothing else: its style stands in it, and a policy lets nothing through but
that style, by its hash. Pages with a script have that by its hash as well.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.counting import counted
from harness import words
from harness.report.places import Place, part

TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache  # compiling the templates takes longer than filling them for a run of the guide
def environment() -> Environment:
    """Templates of this folder, which escape all that they are given, with the filters that they use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(clock=words.clock, counted=counted, css=css, day=words.day, span=words.span)
    made.globals.update(at=Place, part=part)
    return made


def css(words: str) -> str:
    """Words as the name of a class: 'held-though-known-to-fail'."""
    return words.replace(",", "").replace(" ", "-")


@cache
def dress() -> dict[str, Markup | str]:
    """What each page with a script needs of _base.html: style, script, and what the policy calls them."""
    style, script = (_text(name) for name in ("style.css", "script.js"))
    return {
        "style": Markup(style),
        "script": Markup(script),
        "style_source": source_of(style),
        "script_source": source_of(script),
    }


def source_of(text: str) -> str:
    """What a content security policy calls the one style or script with this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
