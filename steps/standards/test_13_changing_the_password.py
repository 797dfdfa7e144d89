"""Binds features/standards/13_changing_the_password.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/13_changing_the_password.feature")
