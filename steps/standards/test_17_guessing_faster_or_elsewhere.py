"""Binds features/standards/17_guessing_faster_or_elsewhere.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/17_guessing_faster_or_elsewhere.feature")
