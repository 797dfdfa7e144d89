"""Sets the records of several products' runs side by side, as Markdown: what docs/compare.md is made with.

python -m tools.compare RUN.json RUN.json ... > docs/compare.md
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from harness import catalogue

HOLDS = ("PASS", "UNEXPECTED_PASS")
BROKEN = ("FAIL", "EXPECTED_FAIL", "WARN")
HEAD = """\
# Products side by side

What the guide's behaviours came to at each product, in its default settings: one run each, {dates}.
*Holds*: every example that shows the behaviour passed; *4 of 6*: so many did, and the others stand below with
reasons. *Not offered*: the product declares that it has no such thing, such as a lock; *holds; 4 not offered*
says so of some examples. Products choose defaults for good reasons, and most of this can be set otherwise:
the table is no ranking.

Made with `python -m tools.compare` from the records that `make product TARGET=...` leaves in report/run.json.
"""


def main(files: Sequence[str]) -> int:
    """Print the table; 2 when a record can't be read."""
    try:
        records = [json.loads(Path(file).read_text(encoding="utf-8")) for file in files]
    except (OSError, ValueError) as error:
        print(f"compare: {error}. Name the run.json of some runs.", file=sys.stderr)
        return 2
    if not records:
        print("compare: name the run.json of some runs.", file=sys.stderr)
        return 2
    print("\n".join(compared(records)))
    return 0


def compared(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The lines of the page."""
    dates = sorted({record["began"][:10] for record in records})
    yield HEAD.format(dates=dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}")
    names = [record["target"] for record in records]
    yield f"| behaviour | {' | '.join(names)} |"
    yield "| --- |" + " --- |" * len(names)
    for behaviour, rule in rules().items():
        own = [[r["verdict"] for r in record["results"] if behaviour in r["tags"]] for record in records]
        if any(own):
            yield f"| {behaviour}: {rule} | {' | '.join(map(_cell, own))} |"
    for record in records:
        yield from _reasons(record)


def _cell(verdicts: list[str]) -> str:
    """How many of a behaviour's examples hold at a product, and how many are about what it doesn't have."""
    shown = [verdict for verdict in verdicts if verdict != "NOT_APPLICABLE"]
    if not shown:
        return "not offered" if verdicts else "not shown"
    held = sum(verdict in HOLDS for verdict in shown)
    absent = f"; {len(verdicts) - len(shown)} not offered" if len(shown) < len(verdicts) else ""
    return ("holds" if held == len(shown) else f"**{held} of {len(shown)}**") + absent


def rules() -> dict[str, str]:
    """Each behaviour's rule, by its id."""
    return {behaviour.id: behaviour.rule for behaviour in catalogue.load().behaviours}


def _reasons(record: dict[str, Any]) -> Iterator[str]:
    broken: dict[str, list[str]] = {}
    for result in record["results"]:
        if result["verdict"] in BROKEN:
            title = result["example"] + (f" ({', '.join(result['values'])})" if result["values"] else "")
            broken.setdefault(_reason(result), []).append(title)
    yield f"\n## What {record['target']} does not keep\n"
    if not broken:
        yield "Nothing: all that it offers holds."
    for reason, titles in broken.items():
        yield f"- {reason} *{'; '.join(titles)}*"


def _reason(result: dict[str, Any]) -> str:
    """The sentence of the known-failing entry, else what was observed."""
    told = re.match(r"known-failing: (.*?) \(http", result["why"])
    if told:
        return told[1]
    seen = re.search(r"Observed: +(.*)", str(result["error"]))
    return seen[1].strip() if seen else "See the report."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
