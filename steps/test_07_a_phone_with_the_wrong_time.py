"""Binds features/07_a_phone_with_the_wrong_time.feature."""

from pytest_bdd import scenarios

scenarios("../features/07_a_phone_with_the_wrong_time.feature")
