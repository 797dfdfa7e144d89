"""The commands of `twofold`, a module a group: what each takes, prints and returns.

Each module's `add` hands its commands to the parser of harness.cli. They import what they need when they
run, so that --help is quick; the work is done elsewhere.
"""
