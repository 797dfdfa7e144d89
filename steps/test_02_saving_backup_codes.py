"""Binds features/02_saving_backup_codes.feature."""

from pytest_bdd import scenarios

scenarios("../features/02_saving_backup_codes.feature")
