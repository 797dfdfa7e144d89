"""Binds features/standards/16_news_for_the_owner.feature."""

from pytest_bdd import scenarios

scenarios("../../features/standards/16_news_for_the_owner.feature")
