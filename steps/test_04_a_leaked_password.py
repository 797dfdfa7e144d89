"""Binds features/04_a_leaked_password.feature."""

from pytest_bdd import scenarios

scenarios("../features/04_a_leaked_password.feature")
