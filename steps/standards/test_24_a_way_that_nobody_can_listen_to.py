"""Binds features/standards/24_a_way_that_nobody_can_listen_to.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/24_a_way_that_nobody_can_listen_to.feature")
