"""Set-up's front door: refuses a Python that is too old, then hands over to tools/install.py.

Has to be readable by every Python, 2.7 included; so no annotations, no f-strings, nothing new in this file.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Set-up stopped: Twofold needs Python 3.11 or newer, this is "
        + ".".join(str(part) for part in sys.version_info[:3])
        + " at "
        + sys.executable
        + ".\n  Do this: install it and run  make setup PYTHON=python3.12"
    )

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from tools.install import main

sys.exit(main())
