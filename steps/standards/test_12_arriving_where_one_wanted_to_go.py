"""Binds features/standards/12_arriving_where_one_wanted_to_go.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/12_arriving_where_one_wanted_to_go.feature")
