"""Loads the plugins; everything else lives in harness/ and steps/."""

pytest_plugins = [
    "harness.plugin",
    "steps.signing_in",
    "steps.strangers",
    "steps.set_up",
    "steps.phones",
    "steps.backup_codes",
    "steps.settings",
    "steps.locks",
    "steps.messages",
    "steps.standards.traps",
    "steps.standards.sights",
    "steps.standards.guesses",
    "steps.standards.waiting",
    "steps.standards.prepared",
    "steps.standards.disclosure",
    "steps.standards.arriving",
    "steps.standards.passwords",
    "steps.standards.tools",
    "steps.standards.numbers",
    "steps.standards.leaving",
]
