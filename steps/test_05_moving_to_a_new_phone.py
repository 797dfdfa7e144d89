"""Binds features/05_moving_to_a_new_phone.feature."""

from pytest_bdd import scenarios

scenarios("../features/05_moving_to_a_new_phone.feature")
