"""Writes .vscode/settings.json anew, after a phrase has changed: `.venv/bin/python -m tools.vscode`."""

from __future__ import annotations

import json
from pathlib import Path

from harness.check import read_suite
from harness.check.editor import settings

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ROOT / ".vscode/settings.json"


def text() -> str:
    """What the file has to hold."""
    return json.dumps(settings(read_suite(ROOT)), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SETTINGS.parent.mkdir(exist_ok=True)
    SETTINGS.write_text(text(), encoding="utf-8")
    print(f"Written: {SETTINGS.relative_to(ROOT)}")
