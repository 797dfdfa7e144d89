"""Binds features/standards/23_time_enough_for_a_code.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/23_time_enough_for_a_code.feature")
