"""What the search of a report looks through: chapters, rules, examples, requirements, a line each.

A page opened as a file may not fetch data, so the index is a script that hands it over; it is loaded when
somebody searches. A report in one file has the same data within.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from harness.report.clauses import Told
from harness.report.contents import Entry
from harness.report.overview import Overview
from harness.report.places import Place
from harness.report.scored import Requirement
from harness.report.view import Standing

KINDS = ("chapter", "rule", "example", "statement", "behaviour", "clause")
NAME = "twofoldSearch"
"""The variable that the script sets; script.js reads it."""
_STANDINGS = {standing: number for number, standing in enumerate(Standing)}


def script(told: Overview) -> str:
    """The index as a script."""
    return f"window.{NAME} = {_json(told)}\n"


def data(told: Overview) -> Markup:
    """The index as data within a page."""
    return Markup(_json(told).replace("<", "\\u003c"))  # noqa: S704 - no "<" is left that could end it


def _json(told: Overview) -> str:
    pages: dict[str, int] = {}
    lines = [[kind, pages.setdefault(place.page, len(pages)), *rest] for kind, place, *rest in _lines(told)]
    index = {"kinds": KINDS, "standings": list(_STANDINGS), "pages": list(pages), "lines": lines}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def _lines(told: Overview) -> Iterator[list[Any]]:
    """Kind, place, anchor, standing, text and where that stands, of all that can be found."""
    for entry in told.entries:
        yield from _of_chapter(entry)
    for statement in told.statements:
        yield _line("statement", statement.place, statement.verdict, _text(statement), "The guide")
    for behaviour in told.behaviours:
        yield _line("behaviour", behaviour.place, behaviour.verdict, _text(behaviour), "The standards")
    for standard in (*told.standards, *told.others):
        for clause in standard.clauses:
            yield _line("clause", clause.place, clause.verdict, _text(clause), standard.name)


def _of_chapter(entry: Entry) -> Iterator[list[Any]]:
    yield _line("chapter", entry.place, entry.verdict, entry.title, "")
    for rule in entry.rules:
        if rule.title:
            yield _line("rule", rule.place, rule.verdict, rule.title, entry.title)
        for mention in rule.examples:
            yield _line("example", mention.place, mention.verdict, mention.title, entry.title)


def _line(kind: str, place: Place, standing: Standing, text: str, within: str) -> list[Any]:
    return [KINDS.index(kind), place, place.anchor, _STANDINGS[standing], text, within]


def _text(requirement: Requirement | Told) -> str:
    return f"{requirement.id} {requirement.text}"
