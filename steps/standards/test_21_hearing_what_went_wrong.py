"""Binds features/standards/21_hearing_what_went_wrong.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/21_hearing_what_went_wrong.feature")
