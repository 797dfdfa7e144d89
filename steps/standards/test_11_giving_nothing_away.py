"""Binds features/standards/11_giving_nothing_away.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/11_giving_nothing_away.feature")
