"""Binds features/standards/25_a_device_that_is_remembered.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/25_a_device_that_is_remembered.feature")
