"""`python -m faults.serve`: the reference server with the fault that TWOFOLD_FAULT names, if it names one."""

from __future__ import annotations

import os
import sys

from faults.fault import FAULT_VARIABLE
from server.__main__ import main


def serve() -> int:
    """Run the server until it is told to stop. Exit codes: as the server's, 2 also for an unknown fault."""
    from faults.register import FAULTS

    name = os.environ.get(FAULT_VARIABLE, "")
    if not name:
        return main()
    if name not in FAULTS:
        print(
            f"faults: {FAULT_VARIABLE} is {name!r}, and no fault is called so: see `twofold prove --list`",
            file=sys.stderr,
        )
        return 2
    return main(create_app=FAULTS[name].create_app)


if __name__ == "__main__":
    sys.exit(serve())
