"""Binds features/03_signing_in_with_a_code.feature."""

from pytest_bdd import scenarios

scenarios("../features/03_signing_in_with_a_code.feature")
