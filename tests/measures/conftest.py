"""A stage before a server with numbers of a test's choice, in one browser for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import pytest
from playwright.sync_api import Browser

from harness.people import Person
from harness.plugin import start_in_a_fresh_step
from harness.stage import Stage
from server.policy import Policy
from targets.port import Target
from targets.reference.product import SERVER_ENVIRONMENT, ReferenceProduct, declared
from tests.measures.other_numbers import VARIABLE

Staged = Callable[..., Any]


@pytest.fixture
def alice(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Staged:
    """Alice with a protected account, at a server with some numbers that declares these or others."""

    @contextmanager
    def staged(declares: dict[str, Any] | None = None, **numbers: Any) -> Iterator[Person]:
        monkeypatch.setenv(SERVER_ENVIRONMENT, "tests.measures.other_numbers")
        monkeypatch.setenv(VARIABLE, json.dumps(numbers))
        product = ReferenceProduct()
        product.facts = declared(replace(Policy(), **(numbers if declares is None else declares)))
        product.start()
        target = cast(Target, product)
        stage = Stage(target, browser.new_context)
        try:
            start_in_a_fresh_step(target)
            person = stage.act("Alice")
            person.protect_account()
            yield person
        finally:
            for context in browser.contexts:
                context.close()
            product.stop()

    return staged
