"""Binds features/standards/15_secrets_out_of_sight.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/15_secrets_out_of_sight.feature")
