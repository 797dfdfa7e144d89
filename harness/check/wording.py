"""Rules on the wording of the guide for end users: it names only what the features and the port have."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Iterator

from harness.user_guide import how_to
from harness.user_guide.sentences import PLACE, PRODUCT_WORDS, UNITS
from targets.port import BackupCodes, Driver, Facts, Lock

from .model import Offence, Offences, Rule, Suite

FILE = how_to.FILE.as_posix()
PARTS = {"lock": Lock, "backup_codes": BackupCodes}
"""The facts that have facts of their own which sentences may name."""


def unknown_titles(suite: Suite) -> Offences:
    rules = {rule.title for chapter in suite.chapters for rule in chapter.rules}
    examples = {example.title for _, example in suite.examples()}
    for task in suite.how_to:
        for title in sorted(task.examples - examples):
            yield FILE, task.line, f"'{task.id}' rests on '{title}', which is no example", "use its title"
        for title in sorted(task.rules - rules):
            yield FILE, task.line, f"'{task.id}' rests on '{title}', which is no rule", "use its title"


def unknown_steps(suite: Suite) -> Offences:
    steps = {example.title: {step.text for step in example.steps} for _, example in suite.examples()}
    for task in suite.how_to:
        for step in task.acted:
            if step.step not in steps.get(step.example, {step.step}):
                wrong = f"'{task.id}' tells of '{step.step}', which is no step of '{step.example}'"
                yield FILE, task.line, wrong, "write the step as the feature has it"


def unknown_deeds(suite: Suite) -> Offences:
    tasks = {name.replace("_", " ") for name, _ in inspect.getmembers(Driver, inspect.isfunction)}
    for task in suite.how_to:
        for deed in (deed for step in task.acted for deed in step.deeds):
            if deed.task not in tasks:
                wrong = f"'{task.id}' tells of '{deed.task}', which no driver does"
                yield FILE, task.line, wrong, "use a task of Driver in targets/port.py, with spaces"


def unknown_places(suite: Suite) -> Offences:
    for task in suite.how_to:
        named = [found for sentence in task.sentences for found in PLACE.finditer(sentence)]
        paths = [found["name"] for found in named if found["name"] not in PRODUCT_WORDS]
        for condition in task.conditions:
            paths += filter(None, (condition.when, condition.unless))
        yield from _unknown_facts(task, paths)
        for unit in sorted({found["unit"] or "" for found in named} - UNITS):
            remedy = f"use one of {', '.join(filter(None, sorted(UNITS)))}, or none"
            yield FILE, task.line, f"'{task.id}' tells a number as '{unit}'", remedy


def _unknown_facts(task: how_to.Task, paths: list[str]) -> Iterator[Offence]:
    for path in sorted({path for path in paths if not _is_fact(path)}):
        words = ", ".join(sorted(PRODUCT_WORDS))
        remedy = f"use one of Facts in targets/port.py, or one of {words}"
        yield FILE, task.line, f"'{task.id}' names '{path}', which no product declares", remedy


def _is_fact(path: str) -> bool:
    whole, _, part = path.partition(".")
    if not part:
        return whole in _fields(Facts)
    return whole in PARTS and part in _fields(PARTS[whole])


def _fields(kind: type) -> set[str]:
    return {field.name for field in dataclasses.fields(typing.cast(typing.Any, kind))}


RULES = (
    Rule(
        "how-to-title", "the guide for end users rests on examples and rules that there are", unknown_titles
    ),
    Rule("how-to-step", "it tells of steps that its examples have", unknown_steps),
    Rule("how-to-deed", "it tells of tasks that drivers have", unknown_deeds),
    Rule("how-to-place", "its sentences and conditions name declared facts", unknown_places),
)
