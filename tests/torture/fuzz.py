"""`python -m tests.torture.fuzz`: each reader of what others wrote under atheris, which looks for new paths.

Without atheris (the extra `fuzz`) it says so and leaves it at what hypothesis tries.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 15
"""For each reader."""
LIMITS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=4096", f"-max_total_time={SECONDS}")
"""Seconds for one input, megabytes, bytes of an input, seconds in all: libFuzzer's own options."""
RUNS = re.compile(r"Done (\d+) (?:runs )?in")


def main() -> int:
    """Exit codes: 0 nothing broke, or no atheris; 1 a reader broke, and its input is told."""
    if importlib.util.find_spec("atheris") is None:
        print("fuzz: atheris isn't installed (pip install 'twofold[fuzz]'), so only hypothesis was at it")
        return 0
    from tests.torture.readers import READERS

    return max([_fuzz(name) for name in READERS])


def _fuzz(name: str) -> int:
    """One reader in a process of its own, which atheris ends."""
    from tests.torture.readers import SEEDS

    with tempfile.TemporaryDirectory() as folder:
        for at, seed in enumerate(SEEDS[name]):
            (Path(folder) / f"seed{at}").write_bytes(seed[:4096])
        command = [sys.executable, "-m", "tests.torture.fuzz", name, folder, *LIMITS]
        done = subprocess.run([*command, f"-artifact_prefix={folder}/"], capture_output=True, text=True)
        found = RUNS.search(done.stderr)
        print(f"fuzz: {name}: {found[1] if found else 'no'} inputs, exit code {done.returncode}", flush=True)
        if done.returncode:
            print(done.stderr[-3000:])
        return int(done.returncode != 0)


def fuzz_one(name: str) -> None:
    """Never comes back: atheris ends the process."""
    import atheris

    with atheris.instrument_imports(include=["harness", "targets.common"]):
        from tests.torture.readers import READERS
    read = READERS[name]

    def once(data: bytes) -> None:
        read(data)

    atheris.Setup([sys.argv[0], *sys.argv[2:]], once)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        fuzz_one(sys.argv[1])
    sys.exit(main())
