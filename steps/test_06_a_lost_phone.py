"""Binds features/06_a_lost_phone.feature."""

from pytest_bdd import scenarios

scenarios("../features/06_a_lost_phone.feature")
