"""Binds features/standards/14_requests_that_others_forge.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/14_requests_that_others_forge.feature")
