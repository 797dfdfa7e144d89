"""Binds features/standards/19_what_nobody_can_prepare.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/19_what_nobody_can_prepare.feature")
