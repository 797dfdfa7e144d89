"""What a fault is: its class, what it breaks, what must notice it, and how it proves that it acted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.types import ASGIApp

from server import app as application
from server.app import create_app
from server.clock import Clock
from server.policies import Policies
from server.settings import Settings

FAULT_VARIABLE = "TWOFOLD_FAULT"
"""Names the fault that a product is started with."""
FIRED_VARIABLE = "TWOFOLD_FAULT_FIRED"
"""Names the file in which a broken server leaves a mark once its fault has made a difference."""

Answer = TypeVar("Answer")
Layer = Callable[[ASGIApp], ASGIApp]


class Wiring:
    """The reference server before it is put together: where a fault takes hold."""

    def __init__(self, policies: Policies) -> None:
        self.policies = policies
        self.layers: list[Layer] = []

    def rules(self, **others: object) -> None:
        """Put other rules in place of the server's, by the names of `Policies`."""
        self.policies = replace(self.policies, **others)  # type: ignore[arg-type]

    def numbers(self, **others: object) -> None:
        """Run by other numbers than the server promises: every rule that counts is made anew."""
        changed = replace(self.policies.numbers, **others)  # type: ignore[arg-type]
        self.policies = Policies.standard(changed)

    def flow(self, module: ModuleType, name: str, broken: Callable[..., Any]) -> None:
        """Put another function in place of one of the server's, which it gets as its first argument."""
        right = getattr(module, name)
        setattr(module, name, lambda *given, **named: broken(right, *given, **named))

    def page(self, path: str, method: str, broken: Callable[..., Any]) -> None:
        """Put another handler in place of a page's `get` or `post`, which it gets as its first argument."""
        place = next(number for number, page in enumerate(application._PAGES) if page.path == path)
        page = application._PAGES[place]
        right = getattr(page, method)
        handler = {method: lambda here: broken(right, here)}
        application._PAGES[place] = replace(page, **handler)  # type: ignore[arg-type]

    def around(self, layer: Layer) -> None:
        """Put a layer (ASGI) around the whole server: requests reach it first, answers last."""
        self.layers.append(layer)


@dataclass(frozen=True)
class Fault:
    """One seeded defect.

    id: of its class in catalogue/faults.yaml, with a name behind it where a class has several. breaks: what
    the server does wrong, as a sentence. caught_by: the examples that must fail because of it, by title; of
    an outline 'title: value' for one row. by_chance: it depends on time, or on requests at one moment.
    """

    id: str
    breaks: str
    caught_by: tuple[str, ...]
    seed: Callable[[Wiring], None] = field(repr=False)
    by_chance: bool = False

    @property
    def defect(self) -> str:
        """The class of the catalogue."""
        return self.id.partition("-")[0]

    def create_app(self, settings: Settings, clock: Clock, policies: Policies) -> Starlette:
        """The broken server."""
        wiring = Wiring(policies)
        self.seed(wiring)
        app = create_app(settings, clock, wiring.policies)
        for layer in wiring.layers:
            app.add_middleware(layer)
        return app


class Faults:
    """A group of faults, written down one after the other with `@faults(...)`."""

    def __init__(self) -> None:
        self.all: list[Fault] = []

    def __call__(
        self, id: str, breaks: str, *caught_by: str, by_chance: bool = False
    ) -> Callable[[Callable[[Wiring], None]], Fault]:
        """Make a fault of the function that seeds it."""

        def keep(seed: Callable[[Wiring], None]) -> Fault:
            self.all.append(Fault(id, breaks, caught_by, seed, by_chance))
            return self.all[-1]

        return keep


def fires(broken: Answer, right: object) -> Answer:
    """The broken answer; where the right one is another, that is written down as proof."""
    if broken != right:
        fired()
    return broken


def fired() -> None:
    """Leave the mark that the fault has made a difference; nothing where nobody asks for it."""
    if name := os.environ.get(FIRED_VARIABLE):
        Path(name).touch()


def gathered(groups: Iterable[Faults]) -> dict[str, Fault]:
    """All faults by id. Raises ValueError when two have the same."""
    found: dict[str, Fault] = {}
    for fault in (fault for group in groups for fault in group.all):
        if fault.id in found:
            raise ValueError(f"two faults are called {fault.id}: {fault.breaks} {found[fault.id].breaks}")
        found[fault.id] = fault
    return found


HEADERS: ContextVar[dict[str, str]] = ContextVar("headers")
"""The headers of the request at work, where a fault has put `remembering_headers` around the server."""


def remembering_headers(app: ASGIApp) -> ASGIApp:
    """A layer that lets flows see the request's headers, which the server's own never do."""

    async def remember(scope: Any, receive: Any, send: Any) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope.get("headers", ())
        }
        HEADERS.set(headers)
        await app(scope, receive, send)

    return remember
