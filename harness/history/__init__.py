"""The last runs on this machine, by target and profile, and what changed since the last one.

`store` keeps them, `since` finds the run to compare with, `plugin` ties both to pytest, `telling` is what
`twofold history` prints. How runs are compared is harness.compare's.
"""
