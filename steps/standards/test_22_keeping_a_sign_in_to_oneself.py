"""Binds features/standards/22_keeping_a_sign_in_to_oneself.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/22_keeping_a_sign_in_to_oneself.feature")
