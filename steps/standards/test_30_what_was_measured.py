"""Binds features/standards/30_what_was_measured.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/30_what_was_measured.feature")
