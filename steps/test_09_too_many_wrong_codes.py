"""Binds features/09_too_many_wrong_codes.feature."""

from pytest_bdd import scenarios

scenarios("../features/09_too_many_wrong_codes.feature")
