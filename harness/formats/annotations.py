"""What GitHub Actions shows beside a line of a feature file: a workflow command for each troubled example.

GitHub reads them off the job's output, and shows the first ten errors and ten warnings of a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.formats.wording import gist, line_of, titled, troubled
from harness.verdicts import Verdict
from harness.words import rerun

if TYPE_CHECKING:
    from harness.record import Result, RunRecord

WARNINGS = (Verdict.WARN, Verdict.INCONCLUSIVE)
"""What is worth a look; all else that is troubled is an error."""


def commands(record: RunRecord, folder: str = "") -> Iterator[str]:
    """One line for each, the worst first. folder: where the features' folder lies within the repository."""
    for result in troubled(record["results"]):
        level = "warning" if result["verdict"] in WARNINGS else "error"
        where = {
            "file": f"{folder}{result['file']}",
            "line": str(line_of(result)),
            "title": f"{result['verdict']}: {result['chapter']} › {titled(result)}",
        }
        fields = ",".join(f"{name}={_value(text)}" for name, text in where.items())
        yield f"::{level} {fields}::{_message(_told(result, record['target']))}"


def _told(result: Result, target: str) -> str:
    again = f"Run again: {rerun(result['nodeid'], target, result['browser'])}"
    return "\n".join(filter(None, (gist(result), again)))


def _message(text: str) -> str:
    """Escaped as GitHub's own toolkit does it: the per cent sign first."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
