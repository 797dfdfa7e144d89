"""Imported by the process that trials are forked off: what each of their runs would import by itself."""

from importlib import import_module

from _pytest.config import default_plugins

from harness import plugin

for name in (
    *(f"_pytest.{module}" for module in default_plugins),
    "harness.cli",
    "pytest_bdd.generation",
    "pytest_playwright.pytest_playwright",
    *plugin.pytest_plugins,
):
    import_module(name)
