"""Binds features/standards/18_names_that_look_like_commands.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/18_names_that_look_like_commands.feature")
