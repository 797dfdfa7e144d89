"""Writes a comparison: compare.html for people, compare.json for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness import profiles, static_pages
from harness.compare.changes import MEANING, Changes
from harness.compare.comparison import Cell, Comparison, Row
from harness.compare.links import href, to_report
from harness.compare.notes import notes
from harness.compare.runs import Run

PAGE, DATA = "compare.html", "compare.json"
_TEMPLATES = Path(__file__).resolve().parent / "templates"


def write(changes: Changes, folder: Path) -> tuple[Path, ...]:
    """Write page and data into a folder, which is made; returns their paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / DATA
    data.write_text(
        json.dumps(as_data(changes, folder), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return write_page(changes, folder, has_data=True), data


def write_page(changes: Changes, folder: Path, *, has_data: bool = False) -> Path:
    """Write the page alone into a folder that exists, and return its path. has_data: data lie beside it."""

    def evidence(number: int, cell: Cell) -> str:
        return href(changes.comparison.runs[number], cell.seen, folder) if cell.seen else ""

    page = folder / PAGE
    html = static_pages.render(
        _TEMPLATES / "compare.html",
        [_TEMPLATES / "compare.css"],
        changes=changes,
        comparison=changes.comparison,
        notes=notes(changes),
        evidence=evidence,
        report_of=lambda run: f"{to_report(run, folder)}index.html" if run.report else "",
        counts=_counts(changes),
        worse=[change for change in changes.promises if change.is_worse],
        meaning=MEANING,
        beyond=profiles.ALL,
        has_data=has_data,
    )
    page.write_text(html, encoding="utf-8")
    return page


def _counts(changes: Changes) -> list[tuple[int, str, str, str]]:
    """The numbers that sum a comparison up to all of its examples: each with words, a sign, and its look."""
    comparison = changes.comparison
    worse = sum(change.is_worse for change in changes.examples)
    better = sum(change.is_better for change in changes.examples)
    alike, apart = changes.as_before, changes.not_compared
    other = len(comparison.rows) - worse - better - alike - apart
    at = f" at {comparison.names[-1]} than at {comparison.names[0]}"
    verbs = ("got worse", "got better", "ended as before")
    if not comparison.is_of_one_target:
        verbs = (f"worse{at}", f"better{at}", "ended alike")
    told = [
        (worse, verbs[0], "✘", "broken" if changes.got_worse else "none"),
        (better, verbs[1], "✔", "held" if better else "none"),
        (alike, verbs[2], "–", "none"),
        (other, "came, went, or were judged differently", "–", "none"),
        (apart, "not compared: one run was not asked for them", "–", "none"),
    ]
    return [count for place, count in enumerate(told) if place < len(verbs) or count[0]]


def as_data(changes: Changes, folder: Path) -> dict[str, Any]:
    """All of it, with the evidence as seen from a folder; the changes are those from first run to last."""
    comparison = changes.comparison
    return {
        "runs": [_run(run, folder) for run in comparison.runs],
        "notes": notes(changes),
        "got_worse": changes.got_worse,
        "changes": [
            {
                "kind": change.kind.lower(),
                "id": change.of.id,
                "name": change.of.name,
                "worse": change.is_worse,
            }
            | {"before": change.before.word, "after": change.after.word}
            for change in (*changes.promises, *changes.examples)
        ],
        "promises": [
            {"id": promise.id, "text": promise.text, "examples": [row.id for row in promise.rows]}
            | {"runs": [_stands(cell) for cell in promise.cells]}
            for promise in comparison.promises
        ],
        "examples": [_example(row, comparison, folder) for row in comparison.rows],
    }


def _run(run: Run, folder: Path) -> dict[str, Any]:
    return {
        "target": run.target,
        "profile": run.profile,
        "began": run.began,
        "scope": run.scope,
        "verdict": run.verdict,
        "exit_code": run.exit_code,
        "browsers": list(run.browsers),
        "requirements": run.requirements,
        "catalogue": run.catalogue,
        "report": f"{to_report(run, folder)}index.html" if run.report else "",
    }


def _stands(cell: Cell) -> dict[str, Any]:
    return {"standing": cell.word, "held": cell.held, "of": cell.shown, "not_offered": cell.absent}


def _example(row: Row, comparison: Comparison, folder: Path) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "chapter": row.chapter,
        "tags": list(row.tags),
        "reworded": row.is_reworded,
        "runs": [
            {"ended": cell.word, "verdict": cell.seen.verdict, "reason": cell.seen.reason}
            | {"evidence": href(run, cell.seen, folder)}
            if cell.seen
            else {"ended": cell.word}
            for run, cell in zip(comparison.runs, row.cells, strict=True)
        ],
    }
