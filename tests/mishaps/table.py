"""`python -m tests.mishaps.table`: lets each mishap happen, and prints what came of it as a table."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.mishaps import situations

HEAD = "| situation | tries | losses | wrong verdicts | left behind | exit code | time to end |"


def main(tries: int = 1) -> int:
    """The table in Markdown; 1 where anything was lost, wrong or left behind."""
    print(f"{HEAD}\n| --- | ---: | ---: | ---: | ---: | --- | ---: |", flush=True)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for situation in situations.SITUATIONS:
            left = [situations.run(situation, Path(folder) / "report") for _ in range(tries)]
            lost, wrong, alive = (sum(len(getattr(one, name)) for one in left) for name in COUNTED)
            bad += lost + wrong + alive + sum(one.status not in situation.exits for one in left)
            codes = ", ".join(map(str, sorted({one.status for one in left})))
            longest = max(one.seconds for one in left)
            name = situation.name if situation.name != "nothing" else "the next run"
            print(
                f"| {name} | {tries} | {lost} | {wrong} | {alive} | {codes} | {longest:.0f} s |", flush=True
            )
    return 1 if bad else 0


COUNTED = ("losses", "wrong", "alive")

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
