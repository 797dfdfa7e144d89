"""Binds features/08_several_entries_in_the_app.feature."""

from pytest_bdd import scenarios

scenarios("../features/08_several_entries_in_the_app.feature")
