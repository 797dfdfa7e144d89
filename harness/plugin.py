"""The pytest plugin: options, the product under test, the stage of each scenario, and the browser to use."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from harness import (
    browsers,
    capabilities,
    catalogue,
    common,
    endpoints,
    known_failing,
    profiles,
    tabs,
    target_file,
)
from harness import ledger as ledgers
from harness.check import tags
from harness.keeper import keeper_of
from harness.ledger import SECONDS_INTO_STEP, Ledger, let_pass, watch_waits
from harness.permission import must_be_permitted
from harness.stage import Stage
from harness.turns import turn
from targets.port import Target

if TYPE_CHECKING:
    from harness.evidence import Evidence

pytest_plugins = [
    "harness.bounds",
    "harness.record",
    "harness.report.plugin",
    "harness.formats.plugin",
    "harness.history.plugin",
    "harness.ending",
    "harness.judging",
    "harness.standing",
    "harness.failure",
    "harness.evidence",
    "harness.user_guide.plugin",
    "harness.budget",
    "harness.doctor.start",
    "harness.measuring.plugin",
    "harness.narrator",
    "harness.messages.plugin",
    "harness.scrubbing",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Twofold's own options; browsers, traces and pictures are pytest-playwright's."""
    group = parser.getgroup("twofold", "Twofold")
    group.addoption(
        "--target",
        default="reference",
        metavar="TARGET",
        help="the product under test: a folder of targets/, the path of a target's file, or a module "
        "(default: reference)",
    )
    group.addoption(
        "--profile",
        default=profiles.GUIDE,
        metavar="PROFILE",
        help="what the product is held to: the guide, one of the standards, or all; `twofold profiles` lists "
        "them (default: guide)",
    )
    group.addoption(
        "--patience",
        type=float,
        default=30.0,
        metavar="SECONDS",
        help="how long a driver waits for the product (default: 30)",
    )
    group.addoption(
        "--longest-wait",
        type=float,
        default=2700.0,
        metavar="SECONDS",
        help="how long an example may wait at one time for a product whose time can't be moved; those that "
        "would wait longer are not applicable (default: 2700, which is 45 minutes)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the ids of the catalogue as marks, so that -m G-16b works under --strict-markers."""
    for module in (common, ledgers, profiles):  # others import them, too early for pytest_plugins
        config.pluginmanager.register(module, module.__name__)
    for mark, meaning in {**_ids(), **tags.KNOWN}.items():
        config.addinivalue_line("markers", f"{mark}: {meaning}")


def _ids() -> dict[str, str]:
    known = catalogue.load()
    meanings = {statement.id: statement.text for statement in known.statements.values()}
    return {**dict.fromkeys(known.taggable, "an id of the catalogue"), **meanings}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Get ahead where examples will be acted out; a run of few examples is mostly start.

    The browser is looked for while Playwright starts. What is there by now stays for the whole run: the
    garbage collector needn't go over it again and again.
    """
    config = session.config
    if config.option.collectonly or not any(map(_is_example, session.items)):
        return
    gc.freeze()
    if not endpoints.of_process(config):
        for browser_name in config.getoption("--browser") or ["chromium"]:
            browsers.look_ahead(browser_name, headed=bool(config.getoption("--headed")))


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
    browser_name: str,
    pytestconfig: pytest.Config,
    playwright: object,
) -> dict[str, Any]:
    """Playwright's launch options with the browser that this machine has, or for one elsewhere.

    With `playwright` its driver has started, while the browser was looked for.
    """
    if endpoints.of_process(pytestconfig):
        return {**endpoints.launch_options(browser_name), **browser_type_launch_args}
    found = browsers.launch_options(browser_name, headed=bool(pytestconfig.getoption("--headed")))
    return {**found, **browser_type_launch_args}


@pytest.fixture(scope="session")
def target(pytestconfig: pytest.Config, ledger: Ledger) -> Iterator[Target]:
    """The product under test, ready; one for each worker."""
    product = target_file.load(str(pytestconfig.getoption("--target")), pytestconfig.rootpath)
    keeper_of(pytestconfig).places = getattr(product, "secret_places", None)
    must_be_permitted(product)
    product.start()
    watch_waits(product, ledger, float(pytestconfig.getoption("--longest-wait")))
    yield product
    product.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every example in each --browser: steps ask for the stage too late for pytest to see that."""
    is_example = registry_get_safe(scenario_wrapper_template_registry, metafunc.function) is not None
    if is_example and "browser_name" not in metafunc.fixturenames:
        metafunc.fixturenames.append("browser_name")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Set the stage before the first step of every example, so that trouble with it isn't the product's."""
    names: list[str] = getattr(item, "fixturenames", [])
    if _is_example(item) and "stage" not in names:
        names.append("stage")


def _is_example(item: object) -> bool:
    return registry_get_safe(scenario_wrapper_template_registry, getattr(item, "obj", None)) is not None


@pytest.fixture(scope="session")
def usable(pytestconfig: pytest.Config) -> None:
    """The target's own file is in order."""
    known_failing.must_be_usable(pytestconfig)


@pytest.fixture
def offered(request: pytest.FixtureRequest, usable: None, target: Target) -> None:
    """The product offers what the example needs."""
    capabilities.must_be_offered(target, (mark.name for mark in request.node.iter_markers()))


@pytest.fixture
def permitted(target: Target, new_context: object) -> None:
    """The product may be tested where it really is, known now that it runs, and before it is opened.

    With `new_context` the browser has started, while the product did.
    """
    must_be_permitted(target)


@pytest.fixture
def stage(
    offered: None,
    permitted: None,
    target: Target,
    new_context: Callable[..., Any],
    in_sight: None,
    pytestconfig: pytest.Config,
    evidence: Evidence | None,
    ledger: Ledger,
) -> Iterator[Stage]:
    """An empty stage, in a fresh time step, and at the product alone where that matters."""
    with turn(pytestconfig, target):
        yield _set_stage(target, new_context, pytestconfig, evidence, ledger)


def _set_stage(
    target: Target,
    new_context: Callable[..., Any],
    pytestconfig: pytest.Config,
    evidence: Evidence | None,
    ledger: Ledger,
) -> Stage:
    start_in_a_fresh_step(target)
    patience = float(pytestconfig.getoption("--patience"))

    def patient_context(**settings: object) -> Any:
        context = new_context(**{**getattr(target, "browser_settings", {}), **settings})
        context.set_default_timeout(patience * 1000)
        context.on("page", tabs.close_one_too_many)
        if evidence and context.browser:
            evidence.story["browser_version"] = context.browser.version
        return context

    return Stage(target, patient_context, evidence, ledger)


def start_in_a_fresh_step(target: Target) -> None:
    """Begin every scenario at the same place in a time step, where time can be moved, and after a rest."""
    clock, facts = target.clock, target.facts
    if facts.rest_seconds:
        let_pass(clock, facts.rest_seconds, "the product counts the requests of an address")
    if clock.movable:
        clock.advance(facts.period - clock.now() % facts.period + SECONDS_INTO_STEP)
