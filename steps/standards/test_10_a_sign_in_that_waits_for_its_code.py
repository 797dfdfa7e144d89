"""Binds features/standards/10_a_sign_in_that_waits_for_its_code.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/10_a_sign_in_that_waits_for_its_code.feature")
