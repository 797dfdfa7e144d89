"""Binds features/standards/20_usable_by_everybody.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/20_usable_by_everybody.feature")
