"""Binds features/01_turning_two_factor_authentication_on.feature."""

from pytest_bdd import scenarios

scenarios("../features/01_turning_two_factor_authentication_on.feature")
