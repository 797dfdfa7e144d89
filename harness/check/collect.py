"""Collects a suite with pytest in this process and records its tests and step definitions; runs nothing."""

from __future__ import annotations

import contextlib
import inspect
import io
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.compat import get_fixture_names
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness import profiles

from .model import Collected, Definition, Test, Unusable

# The suite's own settings are put aside: mark expressions, workers or strict marks would hide findings.
OPTIONS = [
    *("--collect-only", "-q", "--capture=no", "--color=no", "--import-mode=prepend"),
    *("-o", "addopts=", "-o", "strict_markers=false"),
    *("-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:warnings", "-p", "no:hypothesispytest"),
]


def collect(root: Path) -> Collected:
    """Collect root/steps. Raises Unusable, with pytest's own words, when that fails."""
    recorder = _Recorder(root)
    output = io.StringIO()
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        warnings.catch_warnings(action="ignore"),  # of unknown marks: the rule unknown-id says it better
    ):
        code = pytest.main([str(root / "steps"), f"--rootdir={root}", *OPTIONS], plugins=[recorder])
    if recorder.errors:
        raise _failed(f"pytest can't collect {', '.join(recorder.errors)}", output)
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise _failed(f"pytest can't start here (exit code {int(code)})", output)
    return Collected(tuple(recorder.tests), tuple(recorder.definitions))


class _Recorder:
    """A pytest plugin that keeps the scenario tests and all step definitions they can see."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tests: list[Test] = []
        self.definitions: list[Definition] = []
        self.errors: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.option.profile = profiles.ALL  # where the suite has profiles, all of it is checked

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)  # before another plugin deselects
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        self.tests = [test for item in items if (test := _test(item))]
        nodes: list[Any] = [session, *{item.parent: None for item in items}]
        self.definitions = [
            _definition(context, scope, self.root) for context, scope in _step_fixtures(session, nodes)
        ]


def loaded(root: Path) -> tuple[Definition, ...]:
    """The definitions below root that this process has imported, without collecting anything."""
    contexts = list(step_function_context_registry.values())
    return tuple(_definition(context, "", root) for context in contexts if _is_of(root, context))


def _is_of(root: Path, context: StepFunctionContext) -> bool:
    """Whether a suite's own module has the step: an environment may lie in the suite's folder."""
    path, _ = _place(inspect.unwrap(context.step_func))
    return path.is_relative_to(root) and not _is_builtin(context)


def _definition(context: StepFunctionContext, scope: str, root: Path) -> Definition:
    function = inspect.unwrap(context.step_func)
    path, line = _place(function)
    return Definition(
        kind=context.type,
        phrase=context.parser.name,
        path=path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path),
        line=line,
        is_async=inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function),
        scope=scope,
        is_matching=context.parser.is_matching,
        words=tuple(getattr(context.parser, "words", {}).items()),
        patterns=tuple(getattr(context.parser, "patterns", {}).items()),
    )


def _test(item: pytest.Item) -> Test | None:
    template = scenario_wrapper_template_registry.get(getattr(item, "function", None))  # type: ignore[arg-type]
    if template is None:
        return None
    call = getattr(item, "callspec", None)
    row = call.params.get("_pytest_bdd_example", {}) if call else {}
    return Test(
        nodeid=item.nodeid,
        module=item.nodeid.partition("::")[0],
        name=getattr(item, "originalname", None) or item.name,
        feature=Path(template.feature.filename).resolve(),
        line=template.line_number,
        row=tuple(row.items()),
    )


def _step_fixtures(session: pytest.Session, nodes: list[Any]) -> Iterator[tuple[StepFunctionContext, str]]:
    manager = session._fixturemanager
    seen: set[int] = set()
    for name in get_fixture_names(manager):
        for fixture in (f for node in nodes for f in manager.getfixturedefs(name, node) or ()):
            context = step_function_context_registry.get(fixture.func)
            if context is None or id(fixture) in seen or _is_builtin(context):
                continue
            seen.add(id(fixture))
            yield context, fixture.baseid


def _is_builtin(context: StepFunctionContext) -> bool:
    """Whether pytest-bdd itself brings the step ("trace", its debugger)."""
    return context.step_func.__module__.partition(".")[0] == "pytest_bdd"


def _place(function: Callable[..., object]) -> tuple[Path, int]:
    code = function.__code__
    return Path(code.co_filename).resolve(), code.co_firstlineno


def _failed(what: str, output: io.StringIO) -> Unusable:
    words = "\n".join(output.getvalue().strip().splitlines()[-25:])
    return Unusable(f"{what}:\n{words}\nCorrect that, and check again.")
